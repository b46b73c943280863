"""The float64 reference as a filter: which formulas it serves, and that it misses nothing."""

from typing import Any

import numpy as np
import pytest

from nnconform.conformance.formats import FORMATS
from nnconform.conformance.mass import applies, sweep
from nnconform.spec import load

from ._fakes import noted, subject

HALF = FORMATS["float16"]


def sigmoid(z: Any) -> Any:
    with np.errstate(over="ignore"):
        return (1 / (1 + np.exp(-z.astype(np.float64)))).astype(z.dtype)


@pytest.mark.parametrize(
    ("identifier", "dtype", "served"),
    [
        ("sigmoid", "float16", True),
        ("sigmoid", "bfloat16", True),
        ("prelu", "float32", True),
        ("sigmoid", "float64", False),
        ("mse", "float16", False),
        ("softmax", "float16", False),
        ("squared_error", "float16", False),
    ],
)
def test_it_serves_one_array_in_a_narrow_format(identifier: str, dtype: str, served: bool) -> None:
    assert applies(load(identifier), FORMATS[dtype]) is served


def test_every_finite_number_of_a_16_bit_format_is_put() -> None:
    seen: list[Any] = []
    sweep(subject("sigmoid", noted(sigmoid, seen), dtype="float16"), 0, 1.0)
    numbers = {float(x) for (z,) in seen for x in z}
    assert len(numbers) == 2**16 - 2 * 2**10 - 1  # without infinities and NaN, and with one zero


def test_a_right_function_has_nothing_outside() -> None:
    found = sweep(subject("sigmoid", sigmoid, dtype="float16"), 0, 1.0)
    assert found.outside == 0
    assert found.points >= 63_488


def test_one_wrong_number_among_all_is_found_and_suspected() -> None:
    place = np.float16(1.2345)
    found = sweep(
        subject("sigmoid", lambda z: np.where(z == place, z, sigmoid(z)), dtype="float16"), 0, 1.0
    )
    assert found.outside >= 1
    assert float(place) in found.suspects.inputs["z"].astype(np.float64).tolist()
