"""The curves of the reports against functions of Python's own."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from nnconform.conformance.pictures import curve


def found(identifier: str) -> tuple[Sequence[Any], Sequence[Any], Sequence[Any]]:
    """Return x, value and gradient."""
    picture: Any = curve(identifier)
    return picture["x"], picture["value"], picture["gradient"]


def squash(x: float) -> float:
    return 1 / (1 + math.exp(-x))


SMOOTH: tuple[tuple[str, Callable[[float], float], Callable[[float], float]], ...] = (
    ("sigmoid", squash, lambda x: squash(x) * (1 - squash(x))),
    ("softplus", lambda x: math.log1p(math.exp(x)), squash),
    ("mse", lambda x: (x - 0.5) ** 2, lambda x: 2 * (x - 0.5)),
    ("binary_cross_entropy", lambda x: -math.log(x), lambda x: -1 / x),
)


@pytest.mark.parametrize(("identifier", "value", "slope"), SMOOTH, ids=[row[0] for row in SMOOTH])
def test_smooth_curves_are_right_everywhere(
    identifier: str, value: Callable[[float], float], slope: Callable[[float], float]
) -> None:
    x, values, gradients = found(identifier)
    assert len(x) > 100
    assert values == pytest.approx([value(at) for at in x], rel=1e-5)
    assert gradients == pytest.approx([slope(at) for at in x], rel=1e-5)


def test_the_slope_steps_at_a_kink() -> None:
    x, values, gradients = found("relu")
    kink = [n for n, at in enumerate(x) if at == 0]
    assert [(values[n], gradients[n]) for n in kink] == [(0, 0), (0, None), (0, 1)]
    # Where it falls, the upper end is on the left.
    x, _, gradients = found("hinge")
    assert [gradients[n] for n, at in enumerate(x) if at == 1] == [-1, None, 0]


def test_a_jump_breaks_the_line_and_has_no_slope() -> None:
    x, values, gradients = found("step")
    jump = [n for n, at in enumerate(x) if at == 0]
    assert [(values[n], gradients[n]) for n in jump] == [(0, None), (None, None), (1, None)]


def test_what_is_held_is_said() -> None:
    picture: Any = curve("huber")
    assert picture["input"] == "y_hat"
    assert picture["fixed"] == {"y": 0.5, "delta": 1.0}


@pytest.mark.parametrize("identifier", ["softmax", "adam", "dropout", "dense_parameter_count"])
def test_what_joins_elements_has_no_curve(identifier: str) -> None:
    assert curve(identifier) is None


def test_what_has_no_gradient_has_a_curve_without() -> None:
    assert found("sigmoid_derivative")[2] == []
