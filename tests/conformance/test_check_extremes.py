"""All 16-bit inputs in the checks limits, stability and accuracy: value and gradient."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nnconform.conformance.check_extremes import accuracy, stability
from nnconform.conformance.check_limits import limits
from nnconform.conformance.outcome import Outcome
from nnconform.conformance.subject import CallFailed

from ._fakes import noted, plan

LONELY = np.float16(1.2345)
TINY = np.float16(13 * 2.0**-24)
CHECKS: dict[str, Callable[..., Outcome | None]] = {
    "limits": limits,
    "stability": stability,
    "accuracy": accuracy,
}


def once_rounded(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def call(z: Any) -> Any:
        with np.errstate(all="ignore"):
            return function(z.astype(np.float64)).astype(z.dtype)

    return call


sigmoid = once_rounded(lambda z: 1 / (1 + np.exp(-z)))
slope = once_rounded(lambda z: np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))) ** 2)
# The same as a hyperbolic cosine: nothing of the usual form is left.
unusual = once_rounded(lambda z: 0.25 / np.cosh(z / 2) ** 2)


def at(place: Any, value: float, function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda z: np.where(z == place, z.dtype.type(value), function(z))


def between(low: float, high: float, function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda z: np.where((z > low) & (z < high), z.dtype.type(0), function(z))


def checked(
    check: str, value: Callable[[Any], Any], gradient: Callable[[Any], Any] | None = slope
) -> Outcome:
    slopes = None if gradient is None else lambda z, cotangent: [gradient(z)]
    outcome = CHECKS[check](plan("sigmoid", value, slopes=slopes, dtype="float16"))
    assert outcome is not None
    return outcome


@pytest.mark.parametrize("gradient", [slope, unusual, None], ids=["plain", "unusual", "none"])
@pytest.mark.parametrize("check", CHECKS)
def test_right_values_and_gradients_conform(check: str, gradient: Any) -> None:
    outcome = checked(check, sigmoid, gradient)
    assert (outcome.verdict, outcome.message) == ("conforms", "")


# value, gradient, the checks that must see it, the words that say so
FAULTS: dict[str, tuple[Any, Any, set[str], str]] = {
    "a value that is NaN at one input": (
        at(LONELY, np.nan, sigmoid), slope, {"stability", "accuracy"}, "1 of all 63488 values",
    ),
    "a gradient that is NaN at one input": (
        sigmoid, at(LONELY, np.nan, slope), {"stability", "accuracy"}, "1 of all 63488 gradients",
    ),
    "a gradient that is 2% off at one input": (
        sigmoid, at(LONELY, 0.1776, slope), {"accuracy"}, "1 of all 63488 gradients",
    ),
    "values lost in a stretch between the samples": (
        between(-9.1484, -9.1, sigmoid), slope, {"stability", "accuracy"}, "values",
    ),
    "a subnormal input that gives zero": (
        at(TINY, 0.0, sigmoid), slope, {"limits", "stability", "accuracy"}, "",
    ),
    "a subnormal input at which the gradient is NaN": (
        sigmoid, at(TINY, np.nan, slope), {"limits", "stability", "accuracy"}, "gradients",
    ),
}  # fmt: skip


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_single_fault_is_seen_by_the_checks_that_it_concerns(fault: str, check: str) -> None:
    value, gradient, seen, said = FAULTS[fault]
    outcome = checked(check, value, gradient)
    assert (outcome.verdict != "conforms") is (check in seen)
    assert (said in outcome.message) or check not in seen


def test_a_message_says_that_the_gradient_is_meant() -> None:
    outcome = checked("stability", sigmoid, at(LONELY, np.nan, slope))
    assert outcome.verdict == "inaccurate"
    assert (
        "not finite where the exact value is, first at z = 1.234375 (gradient)" in outcome.message
    )


def test_a_message_names_the_first_input_of_each_kind() -> None:
    # From the rounded output, as frameworks do: digits fade, are gone, and then comes NaN.
    fading = once_rounded(lambda z: np.where(np.abs(z) > 300, np.nan, slope(z)))
    digits = lambda z: np.where(z > 0, sigmoid(z) * (1 - sigmoid(z)), fading(z))  # noqa: E731
    message = checked("stability", sigmoid, digits).message
    assert "not finite where the exact value is, first at z = -300.25 (gradient)" in message
    assert "flushed to zero where the exact result is subnormal, first at z = 9.7" in message


def test_a_counterexample_of_a_gradient_is_replayed_as_one() -> None:
    shown = checked("accuracy", sigmoid, at(LONELY, 2.0, slope)).counterexample
    assert shown is not None
    assert (shown.inputs, shown.got) == ({"z": 1.234375}, 2.0)
    assert shown.expected == pytest.approx(np.exp(-1.234375) / (1 + np.exp(-1.234375)) ** 2)
    assert shown.options == {"gradient": True}


@pytest.mark.parametrize("check", CHECKS)
def test_a_wrong_derivative_is_the_gradient_checks_business_alone(check: str) -> None:
    outcome = checked(check, sigmoid, once_rounded(lambda z: 2 * np.exp(-np.abs(z))))
    assert outcome.verdict == "conforms"


def raises(z: Any) -> Any:
    raise RuntimeError("no derivative today")


@pytest.mark.parametrize("check", CHECKS)
def test_so_is_a_derivative_that_raises(check: str) -> None:
    assert checked(check, sigmoid, raises).verdict == "conforms"


def rectifier(slope: Callable[[Any], Any]) -> Any:
    """A right relu with some slope, in float16."""
    return plan(
        "relu",
        lambda z: np.maximum(z, z.dtype.type(0)),
        slopes=lambda z, cotangent: [np.asarray(slope(z)).astype(z.dtype)],
        dtype="float16",
    )


@pytest.mark.parametrize("taken", [0.0, 0.5, 1.0])
def test_any_slope_at_a_kink_conforms(taken: float) -> None:
    made = rectifier(lambda z: np.where(z == 0, taken, z > 0))
    outcomes = [check(made) for check in CHECKS.values()]
    assert [outcome and outcome.verdict for outcome in outcomes] == ["conforms"] * 3


def test_a_kink_is_at_zero_and_not_at_its_neighbour() -> None:
    outcome = accuracy(rectifier(lambda z: z > 2.0**-24))
    assert outcome.verdict == "inaccurate"
    said = "1 take a subnormal input for zero, first at z = 5.96046448e-08 (gradient)"
    assert said in outcome.message


def test_three_checks_evaluate_all_inputs_once() -> None:
    seen: list[Any] = []
    made = plan("sigmoid", noted(sigmoid, seen), dtype="float16")
    for check in CHECKS.values():
        check(made)
    assert 63_488 <= sum(z.size for (z,) in seen) < 1.05 * 63_488


def test_a_nan_input_is_recorded_and_not_judged() -> None:
    outcome = checked("limits", lambda z: np.nan_to_num(sigmoid(z)))
    assert outcome.verdict == "conforms"
    assert outcome.choices["result for z = nan"]["taken"] == "0"


# -- the profile ----------------------------------------------------------------------------------


def test_the_profile_has_value_and_gradient_of_all_inputs() -> None:
    profile = checked("accuracy", sigmoid).profile
    assert profile is not None
    assert profile["input"] == "z"
    for of in ("value", "gradient"):
        found = profile["quantities"][of]
        assert (found["points"], found["exhaustive"]) == (63_488, True)
        assert 0.49 < found["worst"][1] <= 0.5


def test_a_lost_stretch_stands_out_in_the_profile() -> None:
    profile = checked("accuracy", between(-9.1484, -9.1, sigmoid)).profile
    assert profile is not None
    high = [x for x, ulp in profile["quantities"]["value"]["curve"] if ulp > 1]
    assert len(high) == 1
    assert -9.1484 < high[0] < -9.1


@pytest.mark.parametrize("gradient", [None, raises], ids=["none", "raises"])
def test_without_a_right_gradient_the_profile_has_the_value_alone(gradient: Any) -> None:
    profile = checked("accuracy", sigmoid, gradient).profile
    assert profile is not None
    assert set(profile["quantities"]) == {"value"}


def test_in_float64_the_profile_is_of_samples() -> None:
    slopes = lambda z, cotangent: [slope(z)]  # noqa: E731
    profile = accuracy(plan("sigmoid", sigmoid, slopes=slopes)).profile
    assert profile is not None
    found = profile["quantities"]
    assert {of: found[of]["exhaustive"] for of in found} == {"value": False, "gradient": False}
    assert 50 < len(found["value"]["curve"]) <= 128


def test_a_formula_of_two_arrays_has_no_profile() -> None:
    with np.errstate(over="ignore"):
        assert accuracy(plan("squared_error", lambda y, p: (y - p) ** 2)).profile is None


# -- calls that fail ------------------------------------------------------------------------------


def test_a_gradient_that_raises_is_asked_for_once() -> None:
    calls: list[Any] = []

    def failing(z: Any, cotangent: Any) -> Any:
        calls.append(z)
        raise RuntimeError("no derivative today")

    made = plan("sigmoid", sigmoid, slopes=failing, dtype="float16")
    for check in CHECKS.values():
        check(made)
    assert len(calls) == 1


def test_a_gradient_that_raises_at_one_input_is_an_error_of_the_checks_that_ask() -> None:
    def failing(z: Any, cotangent: Any) -> Any:
        if (z == LONELY).any():
            raise RuntimeError("not here")
        return [slope(z)]

    made = plan("sigmoid", sigmoid, slopes=failing, dtype="float16")
    for check in (stability, accuracy):
        with pytest.raises(CallFailed, match="not here"):
            check(made)
    outcome = limits(made)
    assert outcome is not None
    assert outcome.verdict == "conforms"


def test_where_python_numbers_raise_the_gradient_is_lost_there_alone() -> None:
    def scalar(z: Any, cotangent: Any) -> Any:
        if (z > 60_000).any():
            raise OverflowError("math range error")
        return [slope(z)]

    outcome = stability(plan("sigmoid", sigmoid, slopes=scalar, dtype="float16"))
    assert outcome.verdict == "inaccurate"
    assert "not finite where the exact value is, first at z = 60032 (gradient)" in outcome.message
