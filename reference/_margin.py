"""The quantities inside the max(0, ...) of the losses with a margin, and its slope there.

The slope is 1 where the quantity is positive, 0 elsewhere, and NaN for NaN.
"""

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from ._precision import keep_nan
from ._validation import FloatArray
from ._wide import Wide, weigh

Index = tuple[int, ...]


def hinge_margin(y: FloatArray, y_hat: FloatArray) -> Wide:
    """Return 1 - y * y_hat."""
    return Wide(1.0) - Wide(y) * y_hat


def hinge_slope(y: FloatArray, y_hat: FloatArray) -> FloatArray:
    """Return the slope of max(0, x) at x = 1 - y * y_hat."""
    size = abs(Wide(y) * y_hat) + 1.0
    return _slope(
        hinge_margin(y, y_hat),
        size * 2.0**-50,
        lambda i: 1 - Fraction(y[i]) * Fraction(y_hat[i]),
    )


def ranking_margin(y: FloatArray, s_pos: FloatArray, s_neg: FloatArray, margin: float) -> Wide:
    """Return -y * (s_pos - s_neg) + margin."""
    return Wide(margin) - (Wide(s_pos) - s_neg) * y


def ranking_slope(y: FloatArray, s_pos: FloatArray, s_neg: FloatArray, margin: float) -> FloatArray:
    """Return the slope of max(0, x) at x = -y * (s_pos - s_neg) + margin."""
    size = abs((Wide(s_pos) - s_neg) * y) + margin
    return _slope(
        ranking_margin(y, s_pos, s_neg, margin),
        size * 2.0**-50,
        lambda i: Fraction(margin) - Fraction(y[i]) * (Fraction(s_pos[i]) - Fraction(s_neg[i])),
    )


def triplet_margin(a: FloatArray, p: FloatArray, n: FloatArray, alpha: float) -> Wide:
    """Return sum((a - p)**2) - sum((a - n)**2) + alpha for each row.

        (a - p)**2 - (a - n)**2 = (n - p) * ((a - p) + (a - n))

    The product keeps the digits that the difference of two large squares would cancel.
    """
    product = weigh(Wide(n) - p, (Wide(a) - p) + (Wide(a) - n))
    return product.sum(axis=-1) + alpha


def triplet_slope(a: FloatArray, p: FloatArray, n: FloatArray, alpha: float) -> FloatArray:
    """Return the slope of max(0, x) at x = ``triplet_margin`` of each row."""

    def exact(i: Index) -> Fraction:
        rows = zip(a[i].tolist(), p[i].tolist(), n[i].tolist(), strict=True)
        squares = (
            (Fraction(x) - Fraction(q)) ** 2 - (Fraction(x) - Fraction(r)) ** 2 for x, q, r in rows
        )
        return sum(squares, start=Fraction(alpha))

    size = (abs(Wide(n) - p) * (abs(Wide(a) - p) + abs(Wide(a) - n))).sum(axis=-1) + alpha
    slack = (a.shape[-1] + 8) * 2.0**-52
    return _slope(triplet_margin(a, p, n, alpha), size * slack, exact)


def _slope(rounded: Wide, error: Wide, exact: Callable[[Index], Fraction]) -> FloatArray:
    slope = keep_nan(rounded.mantissa, np.where(rounded.sign > 0, 1.0, 0.0))
    # the slope jumps at zero: where rounding may have turned the sign, exact fractions decide
    doubtful = (abs(rounded) - error).sign < 0
    for index in np.argwhere(doubtful):
        slope[tuple(index)] = 1.0 if exact(tuple(index)) > 0 else 0.0
    return slope
