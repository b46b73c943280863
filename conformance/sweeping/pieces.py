"""One piece of a sweep: evaluate it twice, judge every point, and sum up."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from nnconform.conformance.formats import Array
from nnconform.conformance.sweeping import kernel
from nnconform.conformance.sweeping.judging import Side, bound, side
from nnconform.conformance.sweeping.spaces import Line, Space
from nnconform.conformance.sweeping.truth import Truth

Evaluate = Callable[[Mapping[str, Array]], Array]
Piece = dict[str, Any]
_SAMPLE = 16
_FIRST = 3
_ROUNDS = 4
# A filter that may be off by more ULP than this decides nothing: the balls do, point by point.
_VAGUE = 0.125


@dataclass(frozen=True)
class Sweeper:
    """A question, an implementation to put it to, and the inputs.

    Attributes:
        evaluate: the implementation: arrays by name to the results.
    """

    truth: Truth
    evaluate: Evaluate
    space: Space


@dataclass
class Tally:
    """What is counted beside the errors: by kind, how often, and the first inputs."""

    count: dict[str, int] = field(default_factory=dict)
    first: dict[str, list[Any]] = field(default_factory=dict)
    kinks: dict[str, Any] = field(default_factory=dict)

    def add(self, kind: str, count: int, where: Callable[[], Iterator[Any]]) -> None:
        """Count more of ``kind``; ``where`` names inputs, and is asked while few are known."""
        if not count:
            return
        self.count[kind] = self.count.get(kind, 0) + count
        known = self.first.setdefault(kind, [])
        if len(known) < _FIRST:
            known.extend(list(where())[: _FIRST - len(known)])


def examine(sweeper: Sweeper, index: int) -> Piece:
    """Return all that is to be known of one piece.

    The filter's error is bounded by a sample of the piece. Where the balls find it larger, the
    piece is judged again with a wider bound, and says so; where no bound is narrow, by the balls.
    """
    wall, cpu = time.perf_counter(), time.process_time()
    judged = _line_piece if isinstance(sweeper.space, Line) else _plane_piece
    refuted = 0
    with np.errstate(all="ignore"):  # NaN and infinity are inputs here
        found, sides = judged(sweeper, index, [])
        while refuted < _ROUNDS and any(each.seen > each.margin for each in sides):
            refuted += 1
            found, sides = judged(sweeper, index, [bound(each.form, each.seen) for each in sides])
        if any(each.margin > _VAGUE for each in sides):
            alone = replace(sweeper, truth=replace(sweeper.truth, filter=None))
            found, sides = judged(alone, index, [])
    return {
        **found,
        "refuted": refuted,
        "margin": max(each.margin for each in sides),
        "seen": max(each.seen for each in sides),
        "seconds": time.perf_counter() - wall,
        "cpu_seconds": time.process_time() - cpu,
    }


def _line_piece(sweeper: Sweeper, index: int, margins: list[float]) -> tuple[Piece, list[Side]]:
    space, truth = sweeper.space, sweeper.truth
    if not isinstance(space, Line):
        raise TypeError("a line of inputs is expected")
    name = truth.varying[0]
    sample = space.sample(index, _SAMPLE)
    sides = [side(truth, {name: space.signed(sample, minus)}) for minus in (False, True)]
    for each, margin in zip(sides, margins, strict=False):
        each.margin = margin
    tally = Tally()
    ends: list[list[float]] = [[], []]
    points = 0
    corners = _corners(truth, space)
    even = truth.symmetric
    for magnitudes in space.chunks(index):
        results = []
        for minus, each in enumerate(sides):
            x = space.signed(magnitudes, bool(minus))
            got = _twice(sweeper, {name: x}, tally)
            due = truth.filtered({name: x})
            _free_points(truth, x, got, due[0], corners, tally)
            each.take(truth, {name: x}, got, due)
            _in_range(truth, {name: x}, got, tally)
            _in_order(truth, x, got, ends[minus], bool(minus), tally)
            results.append(got)
            points += x.size
        if even:
            _mirrored(space.signed(magnitudes, False), results, even, tally)
    return _summary(truth, sides, tally, ends, points), sides


def _plane_piece(sweeper: Sweeper, index: int, margins: list[float]) -> tuple[Piece, list[Side]]:
    truth = sweeper.truth
    only = side(truth, sweeper.space.sample(index, 4 * _SAMPLE))  # type: ignore[arg-type]
    if margins:
        only.margin = margins[0]
    tally, points = Tally(), 0
    for inputs in sweeper.space.chunks(index):
        if not isinstance(inputs, dict):
            raise TypeError("a plane of inputs is expected")
        got = _twice(sweeper, inputs, tally)
        only.take(truth, inputs, got, truth.filtered(inputs))
        _in_range(truth, inputs, got, tally)
        points += got.size
    return _summary(truth, [only], tally, [[], []], points), [only]


def _twice(sweeper: Sweeper, inputs: Mapping[str, Array], tally: Tally) -> Array:
    """The results; the second time every element stands one place further on."""
    got = sweeper.evaluate(inputs)
    again = sweeper.evaluate({n: np.concatenate([x[-1:], x]) for n, x in inputs.items()})[1:]
    kind = f"u{got.dtype.itemsize}"
    if not np.array_equal(got.view(kind), again.view(kind)):
        other = (got.view(kind) != again.view(kind)) & ~(np.isnan(got) & np.isnan(again))
        tally.add("disagreements", int(other.sum()), lambda: _inputs(inputs, other))
    return got


def _inputs(inputs: Mapping[str, Array], mask: Any) -> Iterator[Any]:
    """The inputs where ``mask`` holds: numbers of one variable, by name those of several."""
    for place in np.flatnonzero(mask)[:_FIRST].tolist():
        point = {name: float(values[place]) for name, values in inputs.items()}
        yield next(iter(point.values())) if len(point) == 1 else point


def _corners(truth: Truth, space: Line) -> Array:
    return np.array(truth.corners).astype(space.form.dtype)


def _free_points(
    truth: Truth, x: Array, got: Array, due: Array, corners: Array, tally: Tally
) -> None:
    """Where the formula leaves a choice, what was taken is due, as far as it is allowed.

    At infinity, where it states no limit, anything may be taken.
    """
    if not np.isfinite(x[-1]):
        unstated = np.isinf(x) & np.isnan(due)
        due[unstated] = got[unstated]
    low, high = sorted((float(np.abs(x[0])), float(np.abs(x[-1]))))
    for corner in corners.astype(np.float64):
        if not low <= corner <= high:
            continue
        for place in np.flatnonzero(np.abs(x) == corner):
            exact = truth.exact({truth.varying[0]: x[place : place + 1]})
            if not exact.free[0]:
                continue
            allowed = [float(end.to_float()[0]) for end in (exact.low, exact.high)]
            taken = float(got[place])
            due[place] = (
                np.clip(taken, allowed[0], allowed[1]) if np.isfinite(taken) else allowed[0]
            )
            tally.kinks[repr(float(x[place]))] = {"taken": taken, "allowed": allowed}


def _in_range(truth: Truth, inputs: Mapping[str, Array], got: Array, tally: Tally) -> None:
    low, high = truth.range
    if np.isinf(low) and np.isinf(high):
        return
    wide = got if got.dtype.itemsize > 2 else got.astype(np.float32)
    count = kernel.outside(wide, low, high)
    tally.add("range", count, lambda: _inputs(inputs, (wide < low) | (wide > high)))


def _in_order(
    truth: Truth, x: Array, got: Array, ends: list[float], minus: bool, tally: Tally
) -> None:
    direction = truth.monotone * (-1 if minus else 1)
    wide = got if got.dtype.itemsize > 2 else got.astype(np.float32)
    before = ends[1] if ends else float(wide[0])
    if direction:
        count = kernel.falls(wide, before, direction)

        def where() -> Iterator[Any]:
            steps = np.diff(wide.astype(np.float64), prepend=before) * direction
            return _inputs({"": x}, steps < 0)

        tally.add("monotonicity", count, where)
    ends[:] = [ends[0] if ends else float(wide[0]), float(wide[-1])]


def _mirrored(x: Array, results: list[Array], even: int, tally: Tally) -> None:
    plus, minus = results
    expected = minus if even == 1 else -minus
    if not np.array_equal(plus, expected):
        other = (plus != expected) & ~(np.isnan(plus) & np.isnan(minus))
        tally.add("symmetry", int(other.sum()), lambda: _inputs({"": x}, other))


def _summary(
    truth: Truth, sides: list[Side], tally: Tally, ends: list[list[float]], points: int
) -> Piece:
    worst = [each.proved(truth) for each in sides]
    counts = np.sum([each.counts for each in sides], axis=0)
    return {
        "points": points,
        "counts": counts.tolist(),
        "worst": worst,
        "lost": [each.lost for each in sides if each.lost],
        "tally": tally.count,
        "first": tally.first,
        "kinks": tally.kinks,
        "ends": ends,
        "balls": sum(each.balls for each in sides),
    }
