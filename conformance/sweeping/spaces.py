"""The inputs of a sweep, in pieces: each a binade of both signs, or a set around thresholds.

Nothing is drawn at random: the same question has the same inputs everywhere.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from nnconform.conformance.domains import extremes
from nnconform.conformance.formats import Array, Floats, Format

Bits = npt.NDArray[Any]
# Points that one call evaluates: what stays in the cache of a core; a device wants more.
CHUNK, DEVICE_CHUNK = 2**17, 2**22
_NEIGHBOURS = 256
_INTEGERS = 64


@dataclass(frozen=True, slots=True)
class Line:
    """The inputs of a formula of one variable: magnitudes in ascending order, of both signs.

    Attributes:
        every: all bit patterns; otherwise ``each`` magnitudes a binade, evenly, and the
            neighbours of ``centres``.
        chunk: the largest number of points of one call.
    """

    form: Format
    every: bool
    each: int
    centres: tuple[float, ...]
    radius: int
    chunk: int

    @property
    def fraction(self) -> int:
        """Bits after the leading one."""
        return self.form.precision - 1

    @property
    def binades(self) -> int:
        """How many values the field of the exponent has; the last one holds infinity and NaN."""
        return int(2 ** (8 * self.form.dtype.itemsize - 1 - self.fraction))

    @property
    def pieces(self) -> int:
        """Binades, and one more for the neighbours where not everything is taken."""
        return self.binades if self.every else self.binades + 1

    @property
    def points(self) -> int:
        """How many inputs there are."""
        return sum(2 * self._magnitudes(i).size for i in self._some()) + self._rest()

    def _some(self) -> Sequence[int]:
        return () if self.every else (self.binades - 1, self.binades)

    def _rest(self) -> int:
        if self.every:
            return int(2 ** (8 * self.form.dtype.itemsize))
        return 2 * (self.binades - 1) * self.each

    def successive(self, piece: int) -> bool:
        """Whether the next piece goes on where this one ends."""
        return piece < self.binades - 1

    def chunks(self, piece: int) -> Iterator[Bits]:
        """The magnitudes of a piece as bit patterns without sign, ascending."""
        size = min(self.chunk, 2**self.fraction)
        if not self.every:
            whole = self._magnitudes(piece)
            yield from (whole[i : i + self.chunk] for i in range(0, whole.size, self.chunk))
            return
        start = piece << self.fraction
        kind = _unsigned(self.form)
        places = np.arange(size, dtype=kind)
        for i in range(0, 2**self.fraction, size):
            yield places + kind.type(start + i)

    def sample(self, piece: int, size: int) -> Bits:
        """Some magnitudes of a piece, evenly, its first and last among them."""
        if not self.every:
            whole = self._magnitudes(piece)
            return np.asarray(whole[_evenly(whole.size, size)])
        start = _unsigned(self.form).type(piece << self.fraction)
        return np.asarray(_evenly(2**self.fraction, size).astype(start.dtype) + start)

    def _magnitudes(self, piece: int) -> Bits:
        kind = _unsigned(self.form)
        width = 2**self.fraction
        if piece == self.binades:
            return self._around()
        if piece == self.binades - 1:  # infinity, and one NaN of each kind
            special = np.array([0, 1, width // 2], dtype=kind)
            return np.asarray(special + kind.type(piece << self.fraction))
        step = width / self.each
        # the places are even, their last bits are not all zero
        places = np.floor(np.arange(self.each) * step).astype(np.int64)
        places += (np.arange(self.each) * 40503) % max(int(step), 1)
        return np.asarray(places.astype(kind) + kind.type(piece << self.fraction))

    def _around(self) -> Bits:
        kind = _unsigned(self.form)
        centres = np.abs(np.array(self.centres)).astype(self.form.dtype).view(kind)
        offsets = np.arange(-self.radius, self.radius + 1)
        near = centres.astype(np.int64)[:, None] + offsets
        infinity = (self.binades - 1) << self.fraction
        return np.unique(near[(near >= 0) & (near < infinity)]).astype(kind)

    def signed(self, magnitudes: Bits, negative: bool) -> Array:
        """The numbers of these magnitudes."""
        kind = magnitudes.dtype.type
        sign = kind(1 << (8 * self.form.dtype.itemsize - 1))
        bits = magnitudes | sign if negative else magnitudes
        return np.asarray(bits.view(self.form.dtype))


def _evenly(count: int, size: int) -> npt.NDArray[np.int64]:
    return np.unique(np.linspace(0, count - 1, min(size, count)).astype(np.int64))


def _unsigned(form: Format) -> np.dtype[Any]:
    return np.dtype(f"u{form.dtype.itemsize}")


def line(form: Format, points: int | None, corners: Sequence[float], chunk: int) -> Line:
    """Every number of a format of 32 bits or less, or ``points`` of float64 and more.

    Args:
        points: how many at least; None for every one.
        corners: where the formula changes its branch or its nature.
    """
    every = points is None
    centres = (*corners, *np.arange(_INTEGERS).tolist(), *extremes("positive", form).tolist())
    unique = tuple(dict.fromkeys(float(c) for c in centres))
    binades = 2 ** (8 * form.dtype.itemsize - form.precision)
    each = 1 if points is None else max(1, points // (2 * binades))
    lacking = 0 if points is None else points - 2 * each * (binades - 1)
    radius = max(_NEIGHBOURS, -(-lacking // (2 * len(unique))))
    return Line(form, every, min(each, 2 ** (form.precision - 1)), unique, radius, chunk)


@dataclass(frozen=True, slots=True)
class Plane:
    """The inputs of a formula of two variables: every pair of the values of two axes."""

    form: Format
    axes: Mapping[str, Floats]
    chunk: int

    @property
    def rows(self) -> int:
        """How many values of the first axis one piece takes."""
        second = list(self.axes.values())[1].size
        return max(1, 2**20 // second)

    @property
    def pieces(self) -> int:
        """Blocks of the first axis."""
        return -(-next(iter(self.axes.values())).size // self.rows)

    @property
    def points(self) -> int:
        """How many pairs there are."""
        first, second = self.axes.values()
        return first.size * second.size

    def chunks(self, piece: int) -> Iterator[dict[str, Array]]:
        """The pairs of a piece."""
        (one, first), (two, second) = self.axes.items()
        block = first[piece * self.rows : (piece + 1) * self.rows]
        x, y = (part.ravel() for part in np.meshgrid(block, second, indexing="ij"))
        for i in range(0, x.size, self.chunk):
            part = slice(i, i + self.chunk)
            yield {one: x[part].astype(self.form.dtype), two: y[part].astype(self.form.dtype)}

    def sample(self, piece: int, size: int) -> dict[str, Array]:
        """Some pairs of a piece."""
        chunk = next(self.chunks(piece))
        places = _evenly(next(iter(chunk.values())).size, size)
        return {name: values[places] for name, values in chunk.items()}


@dataclass(frozen=True, slots=True)
class Lines:
    """The inputs of a formula of two variables of which one takes few values: a line for each."""

    line: Line
    name: str
    domain: str
    few: Mapping[str, tuple[float, ...]]

    @property
    def pieces(self) -> int:
        """Those of the line, without the one of infinity and NaN."""
        return self.line.pieces - 1

    @property
    def points(self) -> int:
        """How many pairs there are."""
        each = int(np.prod([len(values) for values in self.few.values()]))
        return each * sum(self._values(i).size for i in range(self.pieces))

    def _values(self, piece: int) -> Floats:
        index = piece if piece < self.line.binades - 1 else piece + 1
        lowest = self.line.signed(self.line.sample(index, 1), False)
        if index < self.line.binades and self.domain in _BOUNDED and lowest[0] >= 1:
            return lowest[:0]
        magnitudes = self.line.signed(np.concatenate(list(self.line.chunks(index))), False)
        both = np.concatenate([-magnitudes, magnitudes]) if self.domain == "real" else magnitudes
        return both[_inside(both, self.domain)]

    def chunks(self, piece: int) -> Iterator[dict[str, Array]]:
        """The pairs of a piece."""
        values = self._values(piece)
        for choice in product(*self.few.values()):
            held = dict(zip(self.few, choice, strict=True))
            for i in range(0, values.size, self.line.chunk):
                x = values[i : i + self.line.chunk]
                yield {self.name: x, **{n: np.full(x.shape, v, x.dtype) for n, v in held.items()}}

    def sample(self, piece: int, size: int) -> dict[str, Array]:
        """Some pairs of a piece."""
        values = self._values(piece)
        x = values[_evenly(values.size, size)] if values.size else values
        turns = {n: np.resize(np.array(v, x.dtype), x.shape) for n, v in self.few.items()}
        return {self.name: x, **turns}


Space = Line | Plane | Lines


def _inside(values: Array, domain: str) -> npt.NDArray[np.bool_]:
    if domain in _BOUNDED:
        return np.asarray((values > 0) & (values < 1))
    return np.asarray(values > 0) if domain == "positive" else np.isfinite(values)


_BOUNDED = frozenset({"probability", "unit"})


def plane(form: Format, points: int, domains: Mapping[str, str], chunk: int) -> Plane | Lines:
    """Pairs of stratified values, at least ``points`` where the domains hold as many."""
    few = {name: FEW[domain] for name, domain in domains.items() if domain in FEW}
    many = [name for name in domains if name not in few]
    if len(many) == 1:
        return _lines(form, points, many[0], domains[many[0]], few, chunk)
    share = int(np.ceil(points ** (1 / max(len(many), 1))))
    axes = {
        name: np.array(few[name]) if name in few else axis(domain, share, form)
        for name, domain in domains.items()
    }
    return Plane(form, axes, chunk)


def _lines(
    form: Format,
    points: int,
    name: str,
    domain: str,
    few: Mapping[str, tuple[float, ...]],
    chunk: int,
) -> Lines:
    # of a line through all numbers the domain holds one sign, and below 1 half of that
    part = 1 if domain == "real" else 4 if domain in _BOUNDED else 2
    needed = part * -(-points // int(np.prod([len(values) for values in few.values()])))
    needed += needed // 64  # the domain's ends cut some off
    ends = 1 - 2.0 ** -np.arange(1, form.precision) if domain in _BOUNDED else ()
    return Lines(line(form, needed, tuple(ends), chunk), name, domain, few)


# Domains of so few values that a set of pairs takes each.
FEW: Mapping[str, tuple[float, ...]] = {"binary": (0.0, 1.0), "sign": (-1.0, 1.0)}


def axis(domain: str, size: int, form: Format) -> Floats:
    """At least ``size`` values of a domain, where it has as many: every binade alike."""
    most = 2 ** (form.precision - 1)
    each = min(-(-size // (4 * form.emax)) + 1, most)
    found = _values(domain, each, form)
    while found.size < size and each < most:
        each = min(2 * each, most)
        found = _values(domain, each, form)
    return found


def _values(domain: str, each: int, form: Format) -> Floats:
    """So many values of each binade, evenly, of either sign or on either side of one half."""
    bounded = domain in _BOUNDED
    fractions = np.floor(np.arange(each) * (2 ** (form.precision - 1) / each))
    fractions = fractions * 2.0 ** (1 - form.precision)
    exponents = np.arange(form.emin, 0 if bounded else form.emax + 1)
    normal = np.ldexp(1.0 + fractions, exponents[:, None]).ravel()
    low = fractions * form.normal
    positive = np.concatenate([low, normal, np.abs(extremes(domain, form))])
    if bounded:
        both = form.round(np.concatenate([positive, 1.0 - positive])).astype(np.float64)
        return np.unique(both[(both > 0) & (both < 1)])
    both = np.concatenate([positive, -positive]) if domain == "real" else positive
    return np.unique(form.round(both).astype(np.float64))
