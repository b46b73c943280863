"""Judge results by the filter, and ask the balls about those near a decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from flint import arb

from nnconform.conformance.balls import precision
from nnconform.conformance.compare import judge
from nnconform.conformance.formats import Array, Floats, Format
from nnconform.conformance.oracle import Exact
from nnconform.conformance.sweeping import kernel
from nnconform.conformance.sweeping.truth import Filtered, Truth

# Points of one side of one piece that the balls decide; from there on the filter does.
_ASKED = 512
# How many times the largest error of the filter that the sample shows is taken for its bound.
_SAFETY = 4
_DIGITS = 20
Places = npt.NDArray[np.int64]


@lru_cache(maxsize=8)
def _inverse(form: Format) -> Floats:
    """By the biased exponent of a float64: one over its power of two, from ``emin`` on.

    Times :func:`_scale` it is one over the unit in the last place; alone that would overflow.
    """
    exponents = np.maximum(np.arange(2048) - 1023, form.emin)
    return np.asarray(np.ldexp(1.0, -exponents))


def _scale(form: Format) -> float:
    return 2.0 ** (form.precision - 1)


@dataclass
class Side:
    """What is known of the points of one sign, or of one piece of a plane, so far.

    Attributes:
        margin: how far the filter is taken to be off at most, in ULP.
        seen: how far the balls have seen it to be off.
        best: of normal results and of others: the largest error, and where it is.
        lost: the first and last input where half the digits are lost, and the largest error.
        balls: how many points the balls decided.
    """

    form: Format
    margin: float
    seen: float
    balls: int = 0
    counts: npt.NDArray[np.int64] = field(
        default_factory=lambda: np.zeros(kernel.COUNTS, dtype=np.int64)
    )
    best: Floats = field(default_factory=lambda: np.full(2, -1.0))
    worst: list[Any] = field(default_factory=lambda: [None, None])
    lost: list[Any] = field(default_factory=list)
    asked: int = 0

    def take(self, truth: Truth, inputs: Mapping[str, Array], got: Array, due: Filtered) -> None:
        """Judge the results on one chunk of inputs."""
        hi, lo = due
        wide = got if got.dtype.itemsize > 2 else got.astype(np.float32)
        places, odd = np.full(2, -1, dtype=np.int64), np.empty(got.size, dtype=np.int32)
        bits, form = hi.view(np.int64), self.form
        inverse, scale = _inverse(form), _scale(form)
        before = self.best.copy()
        near, normal = 0.5 - self.margin, form.emin + 1023
        seen = kernel.scan(wide, hi, lo, bits, inverse, scale, near, normal, self.best, places, odd)
        doubt = np.empty(max(_ASKED - self.asked, 0), dtype=np.int64)
        span = np.array([got.size, -1])
        asked = 0
        if seen:
            asked = kernel.look(
                wide, hi, lo, bits, inverse, scale, self.margin, _limits(form), odd, seen,
                self.best, places, self.counts, span, doubt,
            )  # fmt: skip
        for kind in np.flatnonzero(self.best > before):
            self.worst[kind] = _at(inputs, places[kind]), float(wide[places[kind]])
        if span[1] >= 0:
            self._lose(inputs, span, _largest(wide, hi, lo, span, inverse, form))
        if asked:
            self._settle(truth, inputs, wide, due, doubt[:asked])

    def _lose(self, inputs: Mapping[str, Array], span: Places, largest: float) -> None:
        first, last = (_at(inputs, place) for place in span)
        if not self.lost:
            self.lost = [first, last, largest]
        self.lost[1:] = [last, max(self.lost[2], largest)]

    def _settle(
        self, truth: Truth, inputs: Mapping[str, Array], got: Array, due: Filtered, at: Places
    ) -> None:
        """Let the balls decide the points ``at``."""
        self.asked += at.size
        self.balls += at.size
        chosen = {name: values[at] for name, values in inputs.items()}
        exact = truth.exact(chosen)
        hi, lo = due
        self.seen = max(self.seen, gap(self.form, hi[at], None if lo is None else lo[at], exact))
        found = got[at].astype(np.float64)
        ulp = judge(found, exact, self.form, np.inf).ulp
        value = exact.low.to_float()
        subnormal = np.abs(value) < self.form.normal
        for k, decision in enumerate(kernel.ABOVE):
            self.counts[k] += int((ulp > decision).sum())
        self.counts[kernel.WRONG] += int(_not_nearest(found, exact, self.form).sum())
        due_some = subnormal & (np.abs(value) > self.form.tiny / 2)
        self.counts[kernel.FLUSHED] += int((due_some & (found == 0)).sum())
        finite = np.abs(value) < _limits(self.form)[3]
        self.counts[kernel.OVERFLOWED] += int((np.isinf(found) & finite).sum())
        for kind, mask in enumerate((~subnormal, subnormal)):
            places = np.flatnonzero(mask & (ulp > self.best[kind]))
            if places.size:
                place = places[np.argmax(ulp[places])]
                self.best[kind] = ulp[place]
                self.worst[kind] = _at(chosen, place), float(found[place])

    def proved(self, truth: Truth) -> list[dict[str, Any] | None]:
        """The worst point of each kind, confirmed by the balls; None where there is none."""
        out: list[dict[str, Any] | None] = []
        for kind, worst in enumerate(self.worst):
            if worst is None:
                out.append(None)
                continue
            x, got = worst
            inputs = {n: np.array([v], dtype=self.form.dtype) for n, v in x.items()}
            exact = truth.exact(inputs)
            ulp, text = float(self.best[kind]), None
            if exact.decided[0] and not exact.free[0] and np.isfinite(exact.low.hi[0]):
                self.balls += 1
                self.seen = max(self.seen, gap(self.form, *truth.filtered(inputs), exact))
                ulp = float(judge(np.array([got]), exact, self.form, np.inf).ulp[0])
                text = decimal(exact)
            out.append({"input": x, "got": got, "exact": text, "ulp": ulp})
        return out


def side(truth: Truth, sample: Mapping[str, Array]) -> Side:
    """A side whose filter's error is bounded by what the balls say about a sample of it."""
    finite = np.all([np.isfinite(values) for values in sample.values()], axis=0)
    inputs = {name: values[finite] for name, values in sample.items()}
    seen, balls = 0.0, int(finite.sum())
    if balls and truth.filter is not None:
        exact = truth.exact(inputs)
        seen = gap(truth.form, *truth.filtered(inputs), exact)
    made = Side(truth.form, 0.0, seen, balls)
    made.margin = 0.0 if truth.filter is None else bound(truth.form, seen)
    return made


def bound(form: Format, seen: float) -> float:
    """What is taken for the largest error of the filter, in ULP, after one of ``seen``.

    At least the filter's own rounding counts: half a unit of its 53 (or 64) digits.
    """
    digits = 53 if form.name != "float64" else 64
    return _SAFETY * max(seen, 2.0 ** (form.precision - 1 - digits))


def gap(form: Format, hi: Floats, lo: Floats | None, exact: Exact) -> float:
    """The largest distance of the filter's values from exact ones, in ULP of the format."""
    rest: Any = 0.0 if lo is None else lo
    value = exact.low
    plain = exact.decided & ~exact.free & (value.scale == 0) & np.isfinite(value.hi)
    with np.errstate(all="ignore"):
        error = np.abs((hi - value.hi) + (rest - value.lo))
        away = plain & (error != 0) & (np.abs(value.hi) < _limits(form)[3])
        exponent = (np.abs(value.hi).view(np.int64) >> 52) & 2047
        units = error * _inverse(form)[exponent] * _scale(form)
    return float(units[away].max(initial=0.0))


def _limits(form: Format) -> Floats:
    rounds = form.largest * (1 + form.u / (2 - 2 * form.u)) if form.emax < 1023 else np.inf
    return np.array([form.emin + 1023, form.tiny / 2, 2.0**form.emax, rounds, form.u**-0.5])


def _top(form: Format) -> float:
    """Where infinity stands; float64 has no such number."""
    return 2.0 ** (form.emax + 1) if form.emax < 1023 else np.inf


def _largest(
    got: Array, hi: Floats, lo: Floats | None, span: Places, inverse: Floats, form: Format
) -> float:
    part = slice(int(span[0]), int(span[1]) + 1)
    top = _top(form)
    with np.errstate(all="ignore"):
        g = np.clip(got[part].astype(np.float64), -top, top)
        r = np.clip(hi[part], -top, top)
        exponent = (r.view(np.int64) >> 52) & 2047
        error = np.abs(g - r - (0.0 if lo is None else lo[part])) * inverse[exponent]
    return float(np.nanmax(error)) * _scale(form)


def _at(inputs: Mapping[str, Array], place: Any) -> dict[str, float]:
    return {name: float(values[place]) for name, values in inputs.items()}


def _not_nearest(got: Floats, exact: Exact, form: Format) -> npt.NDArray[np.bool_]:
    """Whether a neighbour of the result is nearer to the exact value; a tie is no fault."""
    numbers = got.astype(form.dtype)
    with np.errstate(all="ignore"):
        error = _apart(got, exact, form)
        beside = [
            _apart(np.nextafter(numbers, form.dtype.type(to)).astype(np.float64), exact, form)
            for to in (-np.inf, np.inf)
        ]
    return np.asarray((beside[0] < error) | (beside[1] < error))


def _apart(numbers: Floats, exact: Exact, form: Format) -> Floats:
    value = exact.low
    top = np.ldexp(1.0, form.emax + 1 - value.scale)
    at = np.where(np.isinf(numbers), np.copysign(top, numbers), np.ldexp(numbers, -value.scale))
    found = at - np.clip(value.hi, -top, top) - value.lo
    return np.where(np.isnan(found), 0.0, np.abs(found))


def decimal(exact: Exact) -> str:
    """The exact value to twenty digits."""
    with precision(128):
        value = exact.low
        ball = (arb(float(value.hi[0])) + arb(float(value.lo[0]))) * arb(2) ** int(value.scale[0])
        return str(ball.str(_DIGITS, radius=False))
