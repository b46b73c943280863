"""Numbers of about 106 bits with an exponent that has no end, for long recurrences.

A thousand float64 steps lose a thousand roundings; here each step loses 2**-100 of its value, and
only ``value`` rounds. A number is the sum of two float64 numbers, the second within half a unit
in the last place of the first, times a power of two (Dekker 1971).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ._validation import FloatArray
from ._wide import LOWEST, Wide

# Splits 53 bits into two halves of 26, whose products are exact.
_SPLITTER = 2.0**27 + 1.0


class DoubleDouble:
    """An array of numbers ``(head + tail) * 2**exponent`` with 1/2 <= abs(head) <= 1."""

    __slots__ = ("exponent", "head", "tail")
    __array_ufunc__ = None  # array * number is an error, not an array of objects

    def __init__(
        self,
        head: FloatArray | float,
        tail: FloatArray | float = 0.0,
        exponent: npt.NDArray[np.intp] | int = 0,
    ):
        tail = _unless_infinite(np.asarray(head, np.float64), np.asarray(tail, np.float64))
        total = np.asarray(head + tail, np.float64)
        # exact for a head above its tail
        rest = _unless_infinite(total, tail - (total - head))
        self.head, shift = np.frexp(total)
        self.tail = np.ldexp(rest, -shift)
        counts = np.isfinite(self.head) & (self.head != 0)
        self.exponent = np.where(counts, shift + exponent, LOWEST)

    @property
    def value(self) -> FloatArray:
        """The numbers in float64."""
        return np.asarray(np.ldexp(self.head, self.exponent) + 0.0)

    @property
    def wide(self) -> Wide:
        """The numbers rounded to 53 bits, whatever their size."""
        return Wide(self.head, self.exponent)

    def __neg__(self) -> DoubleDouble:
        return DoubleDouble(-self.head, -self.tail, self.exponent)

    def __add__(self, other: DoubleDouble) -> DoubleDouble:
        top = np.maximum(self.exponent, other.exponent)
        ours, theirs = self.exponent - top, other.exponent - top
        head, error = _sum(np.ldexp(self.head, ours), np.ldexp(other.head, theirs))
        tail, last = _sum(np.ldexp(self.tail, ours), np.ldexp(other.tail, theirs))
        # both errors are kept: after a cancellation they are all there is
        head, error = _sum(head, error + tail)
        return DoubleDouble(head, error + last, top)

    def __sub__(self, other: DoubleDouble) -> DoubleDouble:
        return self + -other

    def __mul__(self, other: DoubleDouble) -> DoubleDouble:
        head, error = _product(self.head, other.head)
        tail = error + (self.head * other.tail + self.tail * other.head)
        return DoubleDouble(head, tail, self.exponent + other.exponent)

    def __truediv__(self, other: DoubleDouble) -> DoubleDouble:
        # one step of a long division: what the first quotient leaves is divided again
        quotient = DoubleDouble(self.head / other.head, 0.0, self.exponent - other.exponent)
        rest = self - quotient * other
        correction = _unless_infinite(quotient.head, rest.head / other.head)
        return quotient + DoubleDouble(correction, 0.0, rest.exponent - other.exponent)

    def sqrt(self) -> DoubleDouble:
        """Return the square root; NaN below zero."""
        odd = self.exponent % 2
        half = (self.exponent - odd) // 2
        root = DoubleDouble(np.sqrt(np.ldexp(self.head, odd)), 0.0, half)
        rest = self - root * root
        correction = np.where(root.head == 0, 0.0, rest.head / (2.0 * root.head))
        return root + DoubleDouble(correction, 0.0, rest.exponent - root.exponent)

    def mean(self) -> DoubleDouble:
        """Return the mean along the first axis, which holds at least one element."""
        total, odd_ones = self, DoubleDouble(0.0)
        while (n := len(total.head)) > 1:
            if n % 2:
                odd_ones = odd_ones + total[n - 1]
            total = total[: n // 2] + total[n // 2 : 2 * (n // 2)]
        return (total[0] + odd_ones) / DoubleDouble(float(len(self.head)))

    def __getitem__(self, rows: slice | int) -> DoubleDouble:
        return DoubleDouble(self.head[rows], self.tail[rows], self.exponent[rows])


def _sum(a: FloatArray, b: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the rounded sum and what rounding took from it, exactly (Knuth)."""
    total = a + b
    theirs = total - a
    return total, _unless_infinite(total, (a - (total - theirs)) + (b - theirs))


def _product(a: FloatArray, b: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the rounded product and what rounding took from it, exactly (Dekker)."""
    product = a * b
    a_head, a_tail = _halves(a)
    b_head, b_tail = _halves(b)
    error = ((a_head * b_head - product) + a_head * b_tail + a_tail * b_head) + a_tail * b_tail
    return product, error


def _unless_infinite(rounded: FloatArray, error: FloatArray) -> FloatArray:
    """Return ``error``, and 0 behind an infinity or NaN, which have no second part."""
    return np.where(np.isfinite(rounded), error, 0.0)


def _halves(a: FloatArray) -> tuple[FloatArray, FloatArray]:
    scaled = _SPLITTER * a
    head = scaled - (scaled - a)
    return head, a - head
