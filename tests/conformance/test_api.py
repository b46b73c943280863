"""assert_conforms, in other people's test suites."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nnconform.conformance import assert_conforms
from nnconform.conformance.api import NotConforming
from nnconform.spec import NNConformError

from ._fakes import mse, sigmoid

pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")


def half(y: Any, y_hat: Any) -> Any:
    return mse(y, y_hat) / 2


def cubic(y: Any, y_hat: Any) -> Any:
    return np.mean(np.abs(y - y_hat) ** 3)


def naive_softplus(z: Any) -> Any:
    return np.log(1 + np.exp(z))


def test_a_right_function_passes_and_returns_its_records() -> None:
    records = assert_conforms("sigmoid", sigmoid, examples=2)
    assert {record.check: record.verdict for record in records}["value"] == "conforms"
    assert records[0].adapter == "sigmoid"


def test_a_convention_passes() -> None:
    assert assert_conforms("mse", half, examples=2, checks=["value"])[0].variant == "half"


def test_a_wrong_function_fails_with_the_counterexample() -> None:
    with pytest.raises(NotConforming, match="mse value: fails") as caught:
        assert_conforms("mse", cubic, examples=2)
    assert isinstance(caught.value, AssertionError)
    assert "  expected: " in str(caught.value)
    assert any(record.verdict == "fails" for record in caught.value.records)


def test_a_mistake_is_named() -> None:
    with pytest.raises(NotConforming, match=r"fails \(absolute_instead_of_square\)"):
        assert_conforms(
            "mse", lambda y, y_hat: np.mean(np.abs(y - y_hat)), examples=2, checks=["value"]
        )


def test_what_is_badly_computed_fails_unless_it_is_allowed() -> None:
    with pytest.raises(NotConforming, match="stability: inaccurate"):
        assert_conforms("softplus", naive_softplus, examples=2)
    assert_conforms("softplus", naive_softplus, examples=2, allow=["inaccurate"])


def test_a_gradient_is_checked_where_there_is_one() -> None:
    def slope(z: Any) -> Any:
        return 2 * sigmoid(z) * sigmoid(-z)

    with pytest.raises(NotConforming, match="sigmoid gradient: fails"):
        assert_conforms("sigmoid", sigmoid, gradient=slope, examples=2)


FAULTS: dict[str, tuple[Callable[[], Any], str]] = {
    "formula": (lambda: assert_conforms("hubert", mse), "did you mean huber?"),
    "dtype": (
        lambda: assert_conforms("mse", mse, dtype="float8"),
        "unknown dtype 'float8'; expected one of float16",
    ),
    "check": (
        lambda: assert_conforms("mse", mse, checks=["speed"]),
        "unknown check 'speed'; expected one of contract",
    ),
    "verdict": (
        lambda: assert_conforms("mse", mse, examples=2, checks=["value"], allow=["wrong"]),
        "unknown verdict 'wrong'",
    ),
}


@pytest.mark.parametrize(
    "fault",
    FAULTS,
)
def test_a_wrong_call_is_explained(fault: str) -> None:
    call, message = FAULTS[fault]
    with pytest.raises(NNConformError) as caught:
        call()
    assert message in str(caught.value)
