"""Exact values, exact slopes and the allowed error, from balls: no code under test is used.

A formula here takes NumPy arrays of ``flint.arb`` and returns one (or one ball). Its slopes are
differences with a step of some hundred bits, so nobody's chain rule is involved.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from flint import arb, ctx

# an array of balls, or one ball: NumPy's types know nothing of what objects can compute
Balls = Any
Formula = Callable[..., Balls]

BITS = 6000
STEP = arb(2) ** -300
INNER_STEP = arb(2) ** -2000
SMALLEST = arb(2) ** -1074

_ball = np.frompyfunc(lambda x: arb(float(x)), 1, 1)


def balls(values: npt.ArrayLike) -> Balls:
    """Return the exact values of floating-point numbers."""
    return np.asarray(_ball(np.asarray(values, np.float64)), object)


def allowed(
    formula: Formula, inputs: Sequence[Balls], terms: int = 1, elementwise: bool = False
) -> tuple[Balls, Balls]:
    """Return the exact result and the error that float64 may make of it.

        8 * u * (|f| + sum_i |x_i * df/dx_i|) * terms + the smallest subnormal

    At a kink the larger of the two one-sided slopes counts.
    """
    with ctx.workprec(BITS):
        exact: Balls = np.asarray(formula(*inputs), object)
        size: Balls = abs(exact)
        for moved in _moves(inputs, elementwise):
            sides = [abs(formula(*moved(sign)) - exact) / STEP for sign in (1, -1)]
            size = size + np.where(sides[0] > sides[1], *sides)
        return exact, np.asarray(size * (8 * terms * arb(2) ** -53) + SMALLEST, object)


def _moves(inputs: Sequence[Balls], elementwise: bool) -> Iterator[Callable[[int], list[Balls]]]:
    # one input element at a time moves by a tiny part of itself; elementwise, all of an array do
    for k, x in enumerate(inputs):
        for index in [...] if elementwise else np.ndindex(x.shape):

            def moved(sign: int, k: int = k, index: Any = index) -> list[Balls]:
                copies = [np.array(array, object) for array in inputs]
                copies[k][index] = copies[k][index] * (1 + sign * STEP)
                return copies

            yield moved


def derivative(formula: Formula) -> Formula:
    """Return the derivative of an elementwise formula of one array, a central difference."""

    def slopes(z: Balls) -> Balls:
        step = INNER_STEP * abs(z)
        return np.asarray((formula(z + step) - formula(z - step)) / (2 * step), object)

    return slopes


def slope(formula: Formula, wrt: int) -> Formula:
    """Return the formula of d sum(formula) / d inputs[wrt], a central difference."""

    def gradient(*inputs: Balls) -> Balls:
        result = np.empty(inputs[wrt].shape, object)
        for index in np.ndindex(result.shape):
            x = inputs[wrt][index]
            step = INNER_STEP * (abs(x) if x != 0 else INNER_STEP)
            sides = []
            for sign in (1, -1):
                moved = np.array(inputs[wrt], object)
                moved[index] = x + sign * step
                sides.append(np.sum(formula(*inputs[:wrt], moved, *inputs[wrt + 1 :])))
            result[index] = (sides[0] - sides[1]) / (2 * step)
        return result

    return gradient


def excess(got: npt.NDArray[Any], exact: Balls, allowance: Balls) -> float:
    """Return the largest error over what is allowed; at most 1 conforms, NaN never does.

    An infinity stands at the power of two behind the largest number of its dtype. A narrower
    dtype than float64 is allowed its one rounding on top.
    """
    info = np.finfo(got.dtype)
    end = arb(2) ** info.maxexp
    narrow = got.dtype != np.float64
    worst = 0.0
    for g, e, a in zip(got.ravel(), exact.ravel(), allowance.ravel(), strict=True):
        if np.isnan(g) or not e.is_finite():
            return np.inf
        target = max(-end, min(end, e))
        rounding = abs(e) * float(info.epsneg) + float(info.smallest_subnormal) / 2
        error = abs((end * int(np.sign(g)) if np.isinf(g) else arb(float(g))) - target)
        worst = max(worst, _upper(error / (a + rounding if narrow else a)))
    return worst


def _upper(ball: arb) -> float:
    return float(ball.mid()) + float(ball.rad())
