"""A filter where no reference is wide enough, binade by binade.

Where the expression, evaluated in wider arithmetic, keeps its digits, it is taken. Elsewhere the
binade is halved until on each part the polynomial through a few exact values meets other exact
values. Where parts become short without that (at a kink, a jump, a zero), the exact values
themselves are taken.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from flint import arb, arb_mat
from numpy.polynomial.polynomial import polyval

from nnconform.conformance.balls import Scaled, precision, scaled, to_balls
from nnconform.conformance.formats import Array, Floats, Format
from nnconform.conformance.oracle import Exact

# Where a part, from -1 to 1, is asked: the points of Chebyshev, and others to test by. They are
# multiples of 2**-8, so that parts of more than 2**9 numbers have a float64 number there.
_NODES = np.rint(256 * np.cos(np.pi * (np.arange(16) + 0.5) / 16)) / 256
_TESTS = np.array([-256, -240, -160, -76, 52, 136, 232, 255]) / 256
_PLACES = np.concatenate([_NODES, _TESTS])
# Places from 0 to 1 where the expression is tried: multiples of the golden ratio.
_SPREAD = np.arange(32) * (5**0.5 - 1) / 2 % 1
# Shorter parts are not halved.
_SHORT = 2**9
# How far expression and polynomials may miss a test, in roundings of their arithmetic.
_SLACK = 16
# Parts of one binade: where a function that oscillates needs more, it is asked everywhere.
_PARTS = 2**13
_KEPT = 64
_BITS = 256


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a binade.

    Attributes:
        start: the smallest magnitude.
        values: gives the values at inputs of this part.
    """

    start: float
    values: Callable[[Array], Array]


class Piecewise:
    """The values of a function of one variable, to about the digits of ``kind``.

    Args:
        asked: the exact values at float64 inputs.
        expression: the function as it is written, on ``kind``; None where nothing is written.
        form: the format of the inputs; its unit counts where results are subnormal.
        kind: the arithmetic: ``np.float64`` or ``np.longdouble``.
    """

    def __init__(
        self,
        asked: Callable[[Floats], Exact],
        expression: Callable[[Array], Array] | None,
        form: Format,
        kind: Any,
    ) -> None:
        self._asked, self._expression, self._form, self._kind = asked, expression, form, kind
        self._binades: dict[tuple[bool, int], list[Part]] = {}

    def __call__(self, x: Array) -> Array:
        """Return the values at any inputs, NaN where none is due; fastest in order of magnitude."""
        out = np.full(x.shape, np.nan, dtype=self._kind)
        infinite, minus = np.isinf(x), np.signbit(x)
        if infinite.any():
            out[infinite] = self._exactly(x[infinite])
        for side in (False, True):
            within = np.flatnonzero(np.isfinite(x) & (minus == side))
            if within.size:
                magnitudes = np.abs(x[within])
                if (np.diff(magnitudes) < 0).any():
                    within = within[np.argsort(magnitudes)]
                out[within] = self._finite(x[within])
        return out

    def _finite(self, x: Array) -> Array:
        """The values at finite inputs of one sign in order of magnitude."""
        out = np.empty(x.shape, dtype=self._kind)
        for part, within in self._parts(np.abs(x), bool(np.signbit(x[0]))):
            out[within] = part.values(x[within])
        return out

    def _parts(self, magnitudes: Array, minus: bool) -> Iterator[tuple[Part, slice]]:
        """The parts that hold the inputs, and the inputs that each holds."""
        above = np.maximum(magnitudes, self._form.tiny)
        binade = np.maximum(np.frexp(above)[1] - 1, self._form.emin - 1)
        turns = [0, *(np.flatnonzero(np.diff(binade)) + 1).tolist(), magnitudes.size]
        for first, last in pairwise(turns):
            parts = self._binade(minus, int(binade[first]))
            starts = [part.start for part in parts]
            cuts = first + np.searchsorted(magnitudes[first:last], starts)
            ends = [*cuts[1:].tolist(), last]
            for part, begin, end in zip(parts, cuts.tolist(), ends, strict=True):
                if begin < end:
                    yield part, slice(begin, end)

    def _binade(self, minus: bool, exponent: int) -> list[Part]:
        key = minus, exponent
        if key not in self._binades:
            if len(self._binades) >= _KEPT:
                self._binades.clear()
            self._binades[key] = sorted(self._made(*key), key=lambda part: part.start)
        return self._binades[key]

    def _made(self, minus: bool, exponent: int) -> Iterator[Part]:
        lowest = exponent < self._form.emin
        start, half = (0.0, 2.0**exponent) if lowest else (2.0**exponent, 2.0 ** (exponent - 1))
        if self._keeps_digits(start, half, minus):
            yield Part(start, self._written)
            return
        numbers = 2 ** (self._form.precision - 1)
        open_, parts = [start], 0
        while open_:
            parts += len(open_)
            found = list(zip(open_, self._fitted(np.array(open_), half, minus), strict=True))
            last = numbers <= _SHORT or parts > _PARTS
            for at, coefficients in found:
                if coefficients is not None:
                    yield Part(at, _polynomial(at + half, half, coefficients))
                elif last:
                    yield Part(at, self._exactly)
            open_ = [b for at, c in found if not last and c is None for b in (at, at + half)]
            numbers, half = numbers // 2, half / 2

    def _written(self, x: Array) -> Array:
        found = self._expression(x.astype(self._kind))  # type: ignore[misc]
        return clipped(np.broadcast_to(found, x.shape), self._form)

    def _keeps_digits(self, start: float, half: float, minus: bool) -> bool:
        if self._expression is None:
            return False
        # of odd numerators: where the last digits are zeros, less is rounded off
        steps = 2 ** (self._form.precision - 1)
        magnitudes = start + 2 * half * ((np.floor(_SPREAD * steps) // 2 * 2 + 1) / steps)
        x = -magnitudes if minus else magnitudes
        return bool(meets(self._written(x), self._exactly(x), self._form).all())

    def _fitted(self, starts: Floats, half: float, minus: bool) -> list[Any]:
        """The polynomial of each part in magnitudes; None where it misses a test."""
        x = self._inputs(starts, half, minus)
        found = self._exactly(x.ravel()).reshape(x.shape)
        values, due = found[:, : _NODES.size], found[:, _NODES.size :]
        made = self._through(values)
        near = meets(polyval(_TESTS.astype(self._kind), made.T), due, self._form)
        fits = np.asarray(near.all(axis=1) | np.isnan(found).all(axis=1))  # or nothing is due
        return [c if good else None for c, good in zip(made, fits, strict=True)]

    @staticmethod
    def _inputs(starts: Floats, half: float, minus: bool) -> Floats:
        """Where parts of this length are asked, a row each."""
        magnitudes = (starts + half)[:, None] + half * _PLACES
        return -magnitudes if minus else magnitudes

    def _through(self, values: Array) -> Array:
        """Coefficients by part: exact ones, rounded."""
        fraction, exponent = np.frexp(values)
        hi = fraction.astype(np.float64)
        with precision(_BITS):
            balls = to_balls(hi) + to_balls((fraction - hi).astype(np.float64))
            balls = balls * np.frompyfunc(lambda e: arb(2) ** int(e), 1, 1)(exponent)
            found = _inverse() * arb_mat(balls.T.tolist())
            return held(scaled(np.array(found.tolist(), dtype=object).T), self._kind)

    def _exactly(self, x: Array) -> Array:
        return widened(self._asked(x.astype(np.float64)), self._form, self._kind)


def widened(exact: Exact, form: Format, kind: Any) -> Array:
    """The exact values, as far as ``kind`` holds them."""
    return clipped(held(exact.low, kind), form)


def held(numbers: Scaled, kind: Any) -> Array:
    """Real numbers rounded to ``kind``."""
    pairs = numbers.hi.astype(kind) + np.where(np.isfinite(numbers.hi), numbers.lo, 0.0)
    return np.asarray(np.ldexp(pairs, numbers.scale))


def clipped(values: Array, form: Format) -> Array:
    """The values; those that overflow the format by far, all alike."""
    top = np.ldexp(values.dtype.type(1), form.emax + 2)
    return np.asarray(np.clip(values, -top, top))


def meets(found: Array, due: Array, form: Format) -> Array:
    """Whether values keep nearly all digits of their arithmetic; of the format's where tiny."""
    unit = float(np.finfo(due.dtype).eps) / 2 * np.maximum(np.abs(due), form.normal)
    return np.asarray((np.abs(found - due) <= _SLACK * unit) | (found == due))


def _polynomial(middle: float, half: float, coefficients: Array) -> Callable[[Array], Array]:
    return lambda x: np.asarray(polyval((np.abs(x) - middle) / half, coefficients))


@cache
def _inverse() -> Any:
    """From the values at the nodes to the coefficients of the polynomial through them."""
    with precision(_BITS):
        powers = range(_NODES.size)
        return arb_mat([[arb(node) ** power for power in powers] for node in _NODES.tolist()]).inv()
