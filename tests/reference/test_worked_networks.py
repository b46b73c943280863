"""The documents' two networks against closed forms, and the numbers worked by hand."""

import math

import mpmath  # type: ignore[import-untyped]
import numpy as np
import pytest

from nnconform.reference import DomainError, ShapeError, backpropagation_example, forward_example

NAMES = (
    *("a1", "y3", "a2", "y4", "a3", "y5", "error", "delta5", "delta3", "delta4"),
    *("change_w23", "new_w23", "change_w11", "new_w11"),
    *("new_w12", "new_w13", "new_w21", "new_w22", "new_y3", "new_y4", "new_y5", "new_error"),
)
DOCUMENT = (0.35, 0.7, 0.2, 0.2, 0.3, 0.3, 0.3, 0.9, 0.5)


def loss(weights: dict[str, mpmath.mpf], x: tuple[float, float], target: float) -> mpmath.mpf:
    def sigmoid(a: mpmath.mpf) -> mpmath.mpf:
        return 1 / (1 + mpmath.exp(-a))

    y3 = sigmoid(weights["w11"] * x[0] + weights["w21"] * x[1])
    y4 = sigmoid(weights["w12"] * x[0] + weights["w22"] * x[1])
    return (target - sigmoid(weights["w13"] * y3 + weights["w23"] * y4)) ** 2 / 2


@pytest.mark.parametrize("eta", [0.25, 1.0, 2.0])
def test_each_weight_moves_down_the_slope_of_half_the_squared_error(eta: float) -> None:
    names = ("w11", "w21", "w12", "w22", "w13", "w23")
    found = dict(zip(NAMES, backpropagation_example(*DOCUMENT, eta=eta), strict=True))
    with mpmath.workdps(40):
        before = {n: mpmath.mpf(v) for n, v in zip(names, DOCUMENT[2:8], strict=True)}
        for name in names:
            slope = mpmath.diff(
                lambda v, name=name: loss({**before, name: v}, DOCUMENT[:2], 0.5), before[name]
            )
            due = float(before[name] - eta * slope)
            assert float(found[f"new_{name}"]) == pytest.approx(due, rel=1e-15)


def test_a_symmetric_network_worked_by_hand() -> None:
    found = dict(zip(NAMES, backpropagation_example(1, 1, 1, -1, 2, -2, 1, -1, 1.0), strict=True))
    # All sums are zero: y3 = y4 = y5 = 1/2, delta5 = 1/4 * 1/2, delta3 = 1/4 * 1/8.
    assert [float(found[n]) for n in ("y3", "y4", "y5", "error")] == [0.5] * 4
    assert [float(found[n]) for n in ("delta5", "delta3", "delta4")] == [1 / 8, 1 / 32, -1 / 32]
    moved = [float(found[n]) for n in ("change_w23", "new_w13", "new_w11")]
    assert moved == [1 / 16, 17 / 16, 33 / 32]


def test_saturated_units_keep_their_digits() -> None:
    found = dict(zip(NAMES, backpropagation_example(1, 0, 50, 0, 0, 0, 1, 0, 0.5), strict=True))
    y5 = 1 / (1 + math.exp(-1))
    delta5 = y5 * (1 - y5) * (0.5 - y5)
    # y3 rounds to 1, and 1 - y3 = e**-50 / (1 + e**-50).
    assert float(found["delta3"]) == pytest.approx(math.exp(-50) * delta5, rel=1e-14)


def test_a_forward_pass_worked_by_hand() -> None:
    # a1 = 2*1 - 2, a2 = 3*1 - 1*3, a3 = 4/2 - 2/2 - 1: three times zero.
    found = forward_example(1, 3, 2, 0, -2, 3, -1, 0, 4, -2, -1)
    assert [float(each) for each in found] == [0, 0.5, 0, 0.5, 0, 0.5]


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_results_are_numbers_of_the_dtype_of_the_inputs(dtype: type) -> None:
    found = backpropagation_example(*map(dtype, DOCUMENT))
    assert len(found) == len(NAMES)
    assert {(each.shape, each.dtype) for each in found} == {((), np.dtype(dtype))}


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(ShapeError, match="forward_example: every argument must be a number"):
        forward_example(np.ones(2), *[1.0] * 10)
    with pytest.raises(DomainError, match="backpropagation_example: eta must be zero or positive"):
        backpropagation_example(*DOCUMENT, eta=-1.0)
