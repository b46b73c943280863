"""The one function that decides closeness: error in ULP and over the band, infinities, NaN."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from nnconform.conformance.balls import Scaled
from nnconform.conformance.formats import Array, Floats, Format
from nnconform.conformance.oracle import Exact, K

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Errors:
    """How far results are from what is allowed.

    Attributes:
        ulp: error in units in the last place of the exact value; NaN for a NaN result.
        ratio: error (less the smallest subnormal) over the band at k = 1; infinite for NaN.
        small: exact value and error are both small against the function's largest value: they
            lie below half its digits.
        absolute: the error is within k*u of that largest value.
        subnormal: the exact value is below the normal range.
        flushed: the result is zero although a subnormal was due.
        written_lost: the formula as written loses half its digits here too, in this arithmetic.
        inputs_flushed: right for the inputs with subnormal ones taken for zero.
        nonfinite: the result is not finite although the exact value is representable.
        decided: the exact value is known.
    """

    ulp: Floats
    ratio: Floats
    small: Mask
    absolute: Mask
    subnormal: Mask
    flushed: Mask
    nonfinite: Mask
    decided: Mask
    inputs_flushed: Mask
    written_lost: Mask

    @property
    def outside(self) -> Mask:
        """Outside the band."""
        return self.decided & ~(self.ratio <= K)

    def halved(self, form: Format) -> Mask:
        """Off by more than half the digits."""
        return np.asarray(self.outside & ~(self.ratio <= form.u**-0.5))

    def wrong(self, form: Format, *, ordinary: bool) -> Mask:
        """Another formula, not the same one computed badly: off by more than half the digits.

        On ordinary inputs every right algorithm agrees. On extreme ones a result that is not
        finite, or is small against the function's largest value, is a matter of computing.
        """
        halved = self.halved(form) & ~self.inputs_flushed
        if ordinary:
            return np.asarray(halved & ~self.absolute)
        excused = self.small | self.nonfinite | self.absolute | self.written_lost
        return np.asarray(halved & ~excused)


def joined(parts: Sequence[Errors]) -> Errors:
    """The errors of several calls in one row."""
    names = [each.name for each in fields(Errors)]
    return Errors(*(np.concatenate([getattr(p, n).ravel() for p in parts]) for n in names))


def judge(got: Array, exact: Exact, form: Format, largest: float) -> Errors:
    """Compare results with the oracle.

    Args:
        got: the results, in any float dtype.
        exact: what is allowed, of the same shape.
        form: the format the results should have been computed in.
        largest: the largest magnitude that the function takes (infinite where unbounded).
    """
    values = np.asarray(got).astype(np.float64)
    with np.errstate(all="ignore"):
        below = _distance(values, exact.low, form, -1.0)
        above = _distance(values, exact.high, form, 1.0)
        if not exact.free.any():
            error = np.abs(below)
        else:
            error = np.where(exact.free, np.maximum(np.maximum(below, above), 0.0), np.abs(below))
        error = np.where(np.isnan(values), np.inf, error)
        size = np.maximum(np.abs(_hi(exact.low, form)), np.abs(_hi(exact.high, form)))
        scale = exact.low.scale
        exponent = np.where(size > 0, np.frexp(size)[1] - 1 + scale, form.emin)
        unit = np.ldexp(1.0, np.maximum(exponent, form.emin) - form.precision + 1 - scale)
        ulp = np.where(np.isnan(values), np.nan, error / unit)
        tiny = np.ldexp(form.tiny, -scale)
        excess = np.maximum(error - tiny, 0.0)
        band = _band(exact, form)
        ratio = np.where(excess > 0, excess / (band * exact.terms), 0.0)
        ratio = np.where(np.isnan(ratio), np.inf, ratio)
        actual = np.ldexp(size, scale)
        subnormal = (actual < form.normal) & (actual > 0)
        representable = actual <= form.largest * (1 + form.u)
        return Errors(
            ulp,
            ratio,
            np.maximum(actual, np.ldexp(error, scale)) < np.sqrt(form.u) * largest,
            np.isfinite(error)
            & (np.ldexp(error, scale) <= K * form.u * largest)
            & np.isfinite(largest),
            subnormal,
            (values == 0) & subnormal & (ratio > K),
            ~np.isfinite(values) & (representable | np.isnan(values)),
            exact.decided & ~np.isnan(exact.low.hi),
            np.zeros(values.shape, dtype=bool),
            np.zeros(values.shape, dtype=bool),
        )


def _hi(point: Scaled, form: Format) -> Floats:
    """The exact value, with everything beyond the format standing at 2**(emax + 1)."""
    top = np.ldexp(1.0, form.emax + 1 - point.scale)
    return np.clip(point.hi, -top, top)


def _band(exact: Exact, form: Format) -> Floats:
    """The band; beyond the format it shrinks with the value that stands at 2**(emax + 1)."""
    hi = np.abs(exact.low.hi)
    top = np.ldexp(1.0, form.emax + 1 - exact.low.scale)
    beyond = np.where(np.isfinite(hi), exact.band * (top / hi), top * form.u)
    return np.where(hi > top, beyond, exact.band)


def _distance(values: Floats, point: Scaled, form: Format, sign: float) -> Floats:
    """Signed distance of the results beyond an end, in units of ``2**point.scale``."""
    top = np.ldexp(1.0, form.emax + 1 - point.scale)
    got = np.where(np.isinf(values), np.sign(values) * top, np.ldexp(values, -point.scale))
    hi = _hi(point, form)
    lo = np.where(hi == point.hi, point.lo, 0.0)
    same = np.isinf(got) & (got == hi)
    return sign * np.where(same, 0.0, (got - hi) - lo)
