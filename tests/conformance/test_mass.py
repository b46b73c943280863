"""A sweep of all inputs: which formulas it serves, and that its filter misses nothing."""

from typing import Any

import numpy as np
import pytest

from nnconform.conformance import filtering
from nnconform.conformance.cases import rows_of, single_array
from nnconform.conformance.filtering import GRADIENT, VALUE, allowed, exactly
from nnconform.conformance.formats import FORMATS
from nnconform.conformance.mass import Sweep, applies, measure, suspects, swept_case
from nnconform.spec import derivative, ids, load

from ._fakes import noted, subject

HALF = FORMATS["float16"]
NARROW = ("float16", "bfloat16", "float32")
SWEPT = [i for i in ids() if applies(load(i), HALF)]
SLOPED = [i for i in SWEPT if single_array(load(i)) in load(i).differentiable]


def sigmoid(z: Any) -> Any:
    with np.errstate(over="ignore"):
        return (1 / (1 + np.exp(-z.astype(np.float64)))).astype(z.dtype)


def slopes(z: Any, cotangent: Any) -> list[Any]:
    wide = np.exp(-np.abs(z.astype(np.float64)))
    return [(wide / (1 + wide) ** 2).astype(z.dtype)]


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


@pytest.mark.parametrize("quantity", [VALUE, GRADIENT])
def test_every_finite_number_of_a_16_bit_format_is_put(quantity: str) -> None:
    seen: list[Any] = []

    def noting(z: Any, cotangent: Any) -> Any:
        seen.append((z,))
        return slopes(z, cotangent)

    asked = subject("sigmoid", noted(sigmoid, seen), dtype="float16", slopes=noting)
    measure(asked, 0, quantity, 1.0)
    numbers = {float(x) for (z,) in seen for x in z}
    assert len(numbers) == 2**16 - 2 * 2**10 - 1  # without infinities and NaN, and with one zero


@pytest.mark.parametrize("quantity", [VALUE, GRADIENT])
@pytest.mark.parametrize("dtype", ["float16", "float32"])
def test_a_right_function_has_nothing_outside(quantity: str, dtype: str) -> None:
    found = measure(subject("sigmoid", sigmoid, dtype=dtype, slopes=slopes), 0, quantity, 1.0)
    assert not found.errors.outside.any()
    assert found.errors.decided.sum() >= 63_488


def test_one_wrong_number_among_all_is_found_and_suspected() -> None:
    place = np.float16(1.2345)
    wrong = subject("sigmoid", lambda z: np.where(z == place, z, sigmoid(z)), dtype="float16")
    found = measure(wrong, 0, VALUE, 1.0)
    sweep = Sweep(swept_case("sigmoid", HALF, 0), True, {VALUE: found})
    assert sweep.x[found.errors.outside].tolist() == [float(place)]
    everywhere = np.ones(sweep.x.shape, dtype=bool)
    assert float(place) in sweep.x[suspects(sweep, VALUE, everywhere, 0)]


def test_suspects_are_taken_from_the_chosen_inputs_alone() -> None:
    found = measure(subject("sigmoid", lambda z: z, dtype="float16"), 0, VALUE, 1.0)
    sweep = Sweep(swept_case("sigmoid", HALF, 0), True, {VALUE: found})
    chosen = np.abs(sweep.x) < HALF.normal
    assert chosen[suspects(sweep, VALUE, chosen, 0)].all()
    assert not suspects(sweep, VALUE, np.zeros_like(chosen), 0).size


# -- the filter against the balls -----------------------------------------------------------------


@pytest.mark.parametrize("dtype", NARROW)
@pytest.mark.parametrize(
    ("identifier", "quantity"), [(i, VALUE) for i in SWEPT] + [(i, GRADIENT) for i in SLOPED]
)
def test_the_filter_allows_what_the_balls_allow(identifier: str, quantity: str, dtype: str) -> None:
    form = FORMATS[dtype]
    whole = swept_case(identifier, form, 0)
    x = whole.inputs[single_array(load(identifier)) or ""].astype(np.float64)
    near = np.argsort(np.abs(x), kind="stable")[:40]
    rows = np.concatenate([near, np.random.default_rng(0).integers(0, x.size, 160)])
    case = rows_of(whole, rows)
    quick, due = allowed(case, quantity), exactly(case, quantity)
    close = 2.0**-20 * form.u, 2.0**-20 * form.tiny
    band = np.ldexp(due.band, due.low.scale)
    assert (quick.decided == due.decided).all()
    assert (quick.free == due.free).all()
    assert np.allclose(quick.low.to_float(), due.low.to_float(), *close)
    assert np.allclose(quick.high.to_float(), due.high.to_float(), *close)
    # The balls enclose a band to four bits.
    assert np.allclose(np.ldexp(quick.band, quick.low.scale), band, 2.0**-4, form.tiny / 64)


def test_without_a_reference_the_balls_decide_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filtering, "derivative", lambda identifier: None)
    case = rows_of(swept_case("tanh", HALF, 0), np.arange(0, 60_000, 997))
    assert allowed(case, GRADIENT) is exactly(case, GRADIENT)


def test_the_derivative_of_a_formula_is_the_entry_that_says_so() -> None:
    found = derivative("sigmoid")
    assert found is not None
    assert found.file.formula.derivative_of == "sigmoid"
    assert derivative("clip_by_value") is None
