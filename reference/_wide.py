"""Float64 numbers whose exponent has no end, so that no sum or product leaves the range on its way.

The mean of a few squares may be an ordinary number although one of the squares overflows; the
sum of tiny products may be one although each of them underflows. Read ``Wide`` as "number": its
53 bits round as those of float64 do, and only ``value`` can overflow or underflow, once.
"""

from __future__ import annotations

from types import EllipsisType

import numpy as np
import numpy.typing as npt

from ._validation import FloatArray

# The exponent of zero: far below all others, so that a zero never sets the scale of a sum.
LOWEST = -(10**6)

# log(2) in two parts: 32 bits, and the rest of it.
_LOG2 = np.log(2.0)
_LOG2_HEAD = np.ldexp(np.rint(np.ldexp(_LOG2, 32)), -32)
_LOG2_TAIL = 2.3190468138462996e-17 + (_LOG2 - _LOG2_HEAD)


class Wide:
    """An array of numbers ``mantissa * 2**exponent`` with 1/2 <= abs(mantissa) < 1."""

    __slots__ = ("exponent", "mantissa")
    __array_ufunc__ = None  # array * wide is an error, not an array of objects

    def __init__(self, number: FloatArray | float, exponent: npt.NDArray[np.intp] | int = 0):
        self.mantissa, shift = np.frexp(np.asarray(number, np.float64))
        counts = np.isfinite(self.mantissa) & (self.mantissa != 0)
        self.exponent = np.where(counts, shift + exponent, LOWEST)

    @property
    def value(self) -> FloatArray:
        """The numbers in float64, rounded once more where they are subnormal."""
        # adding zero turns -0.0, the empty sum of negative terms, into 0.0
        return np.asarray(np.ldexp(self.mantissa, self.exponent) + 0.0)

    @property
    def sign(self) -> FloatArray:
        """1, 0 or -1, or NaN."""
        return np.sign(self.mantissa)

    def __neg__(self) -> Wide:
        return Wide(-self.mantissa, self.exponent)

    def __abs__(self) -> Wide:
        return Wide(np.abs(self.mantissa), self.exponent)

    def __add__(self, other: Wide | FloatArray | float) -> Wide:
        other = _wide(other)
        top = np.maximum(self.exponent, other.exponent)
        ours = np.ldexp(self.mantissa, self.exponent - top)
        theirs = np.ldexp(other.mantissa, other.exponent - top)
        return Wide(ours + theirs, top)

    def __sub__(self, other: Wide | FloatArray | float) -> Wide:
        return self + -_wide(other)

    def __mul__(self, other: Wide | FloatArray | float) -> Wide:
        other = _wide(other)
        return Wide(self.mantissa * other.mantissa, self.exponent + other.exponent)

    def __truediv__(self, other: Wide | FloatArray | float) -> Wide:
        other = _wide(other)
        return Wide(self.mantissa / other.mantissa, self.exponent - other.exponent)

    def sqrt(self) -> Wide:
        """Return the square root; NaN below zero."""
        odd = self.exponent % 2
        return Wide(np.sqrt(np.ldexp(self.mantissa, odd)), (self.exponent - odd) // 2)

    def sum(self, axis: int | tuple[int, ...] | None = None, keepdims: bool = False) -> Wide:
        """Add along ``axis``, with a common power of two taken out."""
        top = np.max(self.exponent, axis=axis, keepdims=True, initial=LOWEST)
        total = np.sum(np.ldexp(self.mantissa, self.exponent - top), axis=axis, keepdims=keepdims)
        return Wide(total, top.reshape(total.shape))

    def __matmul__(self, other: Wide) -> Wide:
        """Return the product of two matrices."""
        return (self[:, :, None] * other[None, :, :]).sum(axis=1)

    @property
    def T(self) -> Wide:
        """The transposed matrix, as NumPy calls it."""
        return Wide(self.mantissa.T, self.exponent.T)

    def __getitem__(self, axes: slice | tuple[EllipsisType | slice | int | None, ...]) -> Wide:
        return Wide(self.mantissa[axes], self.exponent[axes])


def where(condition: npt.NDArray[np.bool_], one: Wide, other: Wide | float) -> Wide:
    """Take ``one`` where ``condition`` holds, ``other`` elsewhere."""
    other = _wide(other)
    return Wide(
        np.where(condition, one.mantissa, other.mantissa),
        np.where(condition, one.exponent, other.exponent),
    )


def minimum(one: Wide, other: Wide) -> Wide:
    """Return the smaller of the two, element by element."""
    return where((one - other).sign <= 0, one, other)


def maximum(one: Wide, other: Wide) -> Wide:
    """Return the larger of the two, element by element."""
    return where((one - other).sign >= 0, one, other)


def positive_part(x: Wide) -> Wide:
    """Return max(0, x); NaN stays NaN."""
    return where(~(x.sign < 0), x, 0.0)


def weigh(weight: Wide | FloatArray | float, term: Wide | FloatArray) -> Wide:
    """Return weight * term, where a weight of zero silences even an infinite term."""
    weight, term = _wide(weight), _wide(term)
    silenced = (weight.mantissa == 0) & np.isinf(term.mantissa)
    return where(~silenced, weight * term, 0.0)


def exp(x: FloatArray) -> Wide:
    """Return e**x for x <= 0 to full precision, however small it is; 0 only at -inf."""
    # e**x = 2**k * e**r with x = k * log(2) + r; the first part of log(2) is so short that its
    # product with k is exact. Nothing tells results below e**-600000 apart.
    x = np.where(np.isinf(x), x, np.maximum(x, -6e5))
    k = np.where(np.isfinite(x), np.rint(x / _LOG2), 0.0)
    r = (x - k * _LOG2_HEAD) - k * _LOG2_TAIL
    return Wide(np.exp(r), k.astype(np.intp))


def sigmoid(x: FloatArray) -> Wide:
    """Return 1 / (1 + e**-x), with all digits of a small result."""
    e = exp(-np.abs(x))
    return where(x >= 0, Wide(1.0), e) / (e + 1.0)


def softplus(x: FloatArray) -> Wide:
    """Return log(1 + e**x), with all digits of a small result."""
    return log1p(exp(-np.abs(x))) + np.maximum(x, 0.0)


def log1p(x: Wide) -> Wide:
    """Return log(1 + x) to full precision, however small x is."""
    tiny = x.exponent < -60  # there log(1 + x) = x - x**2/2 + ... rounds to x
    return where(tiny, x, Wide(np.log1p(x.value)))


def _wide(number: Wide | FloatArray | float) -> Wide:
    return number if isinstance(number, Wide) else Wide(number)
