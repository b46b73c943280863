"""Exact statistical tests: is this what the distribution of a rule gives?

Every test has a p-value that is at most ``ALPHA`` with a probability of at most ``ALPHA``,
whatever the sample's size; ``false_alarm_rate`` of ``distribution_checks`` adds them up.

An element enters as its score: what it would be, had it been drawn from the standard normal
distribution at the same quantile. Scores of a right generator are independent standard normal
numbers, whatever the family, so sums and sums of squares have exact laws.

A value may be off by ``k * u`` of itself, as in every other check, so a score is known between two
bounds. Each test takes the scores within these bounds that speak most for the implementation:
rounding, to however narrow a format, never adds to the false alarms.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy.special import ndtr, ndtri
from scipy.stats import binom, chi2, kstwo, norm

from nnconform.conformance.draws import LARGE, Draw
from nnconform.conformance.formats import Array, Floats
from nnconform.spec import Rule

ALPHA = 1e-10
# Beyond nine standard deviations nothing is drawn: 2e-19 an element.
_FAR = 9.0
# Kolmogorov's distribution function is 1e-21 here.
_NEAR = 0.15
# Two rows or columns of at least so many elements are never equal by chance.
_LONG = 30
# How much of the distribution the tests of the two tails and of the middle look at.
_TAIL, _FAR_TAIL, _MIDDLE = 2.0**-7, 2.0**-11, 2.0**-4


@dataclass(frozen=True, slots=True)
class Test:
    """One test that was made: how likely something as extreme is, and what it looked at."""

    __test__ = False  # for pytest

    name: str
    p: float
    where: str = ""


@dataclass(frozen=True, eq=False)
class Sample:
    """A call and its result, as numbers."""

    draw: Draw
    values: Floats


@dataclass(frozen=True, eq=False)
class Scores:
    """Normal scores of the elements, each between two bounds."""

    low: Floats
    high: Floats

    @cached_property
    def middle(self) -> Floats:
        """The scores halfway."""
        return (self.low + self.high) / 2

    @cached_property
    def width(self) -> Floats:
        """How far a score may be from the middle."""
        return (self.high - self.low) / 2

    @cached_property
    def smallest(self) -> Floats:
        """The smallest size of each score."""
        return np.maximum(0, np.maximum(self.low, -self.high))

    @cached_property
    def largest(self) -> Floats:
        """The largest size of each score."""
        return np.maximum(np.abs(self.low), np.abs(self.high))

    def ravel(self) -> "Scores":
        """The same in one row."""
        return Scores(self.low.ravel(), self.high.ravel())

    def sums(self, axis: int) -> "Scores":
        """Sums along an axis, divided by what makes them standard normal again."""
        root = np.sqrt(self.low.shape[axis])
        return Scores(self.low.sum(axis) / root, self.high.sum(axis) / root)


# -- laws ----------------------------------------------------------------------------------------


def _both(low: float, high: float) -> float:
    """The p-value of a two-sided test from those of its two sides."""
    return min(1.0, 2 * min(low, high))


def fits(scores: Scores) -> float:
    """Kolmogorov and Smirnov: the whole distribution."""
    low, high = np.sort(ndtr(scores.low)), np.sort(ndtr(scores.high))
    n = len(low)
    steps = np.arange(n)
    apart = max(float(((steps + 1) / n - high).max()), float((low - steps / n).max()), 0.0)
    # So near, SciPy's powers of matrices overflow, and the probability rounds to 1.
    return float(kstwo.sf(apart, n)) if apart * n**0.5 > _NEAR else 1.0


def mean(scores: Scores) -> float:
    """The sum of normal numbers is normal."""
    total = scores.sums(0)
    return float(2 * norm.sf(total.smallest))


def variance(scores: Scores) -> float:
    """The sum of the squares of normal numbers is chi-square."""
    n = scores.low.size
    return _both(
        float(chi2.cdf(np.sum(scores.largest**2), n)), float(chi2.sf(np.sum(scores.smallest**2), n))
    )


def _below(scores: Scores, share: float) -> float:
    """The number of elements in the lower tail is binomial."""
    bound = ndtri(share)
    return counted(int((scores.high < bound).sum()), int((scores.low < bound).sum()),
                  scores.low.size, share)  # fmt: skip


def _mirrored(scores: Scores) -> Scores:
    return Scores(-scores.high, -scores.low)


def middle(scores: Scores) -> float:
    """The number of elements around the median is binomial."""
    bound = ndtri(0.5 + _MIDDLE / 2)
    return counted(int((scores.largest < bound).sum()), int((scores.smallest < bound).sum()),
                  scores.low.size, _MIDDLE)  # fmt: skip


def counted(least: int, most: int, n: int, share: float) -> float:
    """Two-sided binomial test of a number that lies between two bounds."""
    return _both(float(binom.cdf(most, n, share)), float(binom.sf(least - 1, n, share)))


def uncorrelated(a: Scores, b: Scores) -> float:
    """Given one, the weighted sum of the other is normal."""
    x, y = a.middle.ravel(), b.middle.ravel()
    unsure = np.sum(np.abs(x) * b.width.ravel() + a.width.ravel() * b.largest.ravel())
    size = float(np.sqrt(np.sum(a.largest**2)))
    off = max(0.0, abs(float(np.sum(x * y))) - float(unsure))
    return float(2 * norm.sf(off / size)) if size else 1.0


def _energies(scores: Scores, axis: int) -> float:
    """Sums of squares are chi-square in every row: neither all alike, nor too different."""
    n = scores.low.shape[axis]
    small, large = (np.sum(part**2, axis) for part in (scores.smallest, scores.largest))
    return fits(Scores(_score(chi2.cdf(small, n)), _score(chi2.cdf(large, n))))


def _score(quantile: Array) -> Floats:
    return np.asarray(np.clip(ndtri(quantile), -_FAR, _FAR))


MARGINAL: dict[str, Callable[[Scores], float]] = {
    "the variance": variance,
    "the mean": mean,
    "the distribution function": fits,
    "the lower tail": lambda s: _below(s, _TAIL),
    "the upper tail": lambda s: _below(_mirrored(s), _TAIL),
    "the far lower tail": lambda s: _below(s, _FAR_TAIL),
    "the far upper tail": lambda s: _below(_mirrored(s), _FAR_TAIL),
    "the middle": middle,
}


def pairs(part: Any) -> Iterator[tuple[str, Any, Any]]:
    """Elements that have nothing to do with each other, each in one pair only."""
    rows, columns = (size // 2 * 2 for size in part.shape)
    flat = part.ravel()
    half = flat.size // 2
    yield "neighbouring rows", part[0:rows:2], part[1:rows:2]
    yield "neighbouring columns", part[:, 0:columns:2], part[:, 1:columns:2]
    yield "consecutive elements", flat[1 : 2 * half - 1 : 2], flat[2 : 2 * half : 2]
    yield "the first and the second half", flat[:half], flat[half : 2 * half]
    yield "the elements and their mirror image", flat[:half], flat[::-1][:half]
    if rows == columns:
        above = np.triu_indices(part.shape[0], 1)
        yield "the matrix and its transpose", part[above], part.T[above]


PAIRS = 6


def _paired(scores: Scores) -> Iterator[tuple[str, Scores, Scores]]:
    for (name, a, b), (_, c, d) in zip(pairs(scores.low), pairs(scores.high), strict=True):
        yield name, Scores(a, c), Scores(b, d)


STRUCTURE: dict[str, Callable[[Scores], float]] = {
    "the sums of the columns": lambda s: variance(s.sums(0)),
    "the sums of the rows": lambda s: variance(s.sums(1)),
    "the norms of the rows": lambda s: _energies(s, 1),
    "the norms of the columns": lambda s: _energies(s, 0),
}
# The sums of the calls, two calls of one shape, and the small calls seed by seed.
ACROSS = 3
# How many tests with a p-value there are.
TESTS = (LARGE + 1) * len(MARGINAL) + LARGE * (len(STRUCTURE) + PAIRS) + ACROSS


# -- families of numbers -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Slack:
    """How far a value may be off: relative to itself, and in the quantile that it stands for."""

    relative: float
    quantile: float = 0.0


def scores(rule: Rule, sample: Sample, slack: Slack) -> Scores | None:
    """The scores of a sample under a rule; None where a value cannot come from it."""
    given = sample.draw.arguments(rule)
    off = slack.relative * np.abs(sample.values) + sample.draw.form.tiny
    ends = sample.values - off, sample.values + off
    if rule.family == "uniform":
        width = given["high"] - given["low"]
        found = Scores(*(ndtri(np.clip((x - given["low"]) / width, 0, 1)) for x in ends))
    else:
        found = _normal(rule, given, ends, sample)
    outside = (found.low == np.inf) | (found.high == -np.inf)
    if outside.any() or np.isnan(found.low).any():
        return None
    if slack.quantile:
        moved = ndtr(found.low) - slack.quantile, ndtr(found.high) + slack.quantile
        found = Scores(*(ndtri(np.clip(u, 0, 1)) for u in moved))
    return Scores(np.clip(found.low, -_FAR, _FAR), np.clip(found.high, -_FAR, _FAR))


def _normal(rule: Rule, given: dict[str, Any], ends: Sequence[Floats], sample: Sample) -> Scores:
    low, high = ((x - given["mean"]) / given["scale"] for x in ends)
    if rule.family == "normal":
        return Scores(np.asarray(low), np.asarray(high))
    cut = given["cut"]
    tail = ndtr(-cut)
    if rule.family == "truncated_normal":
        inside = [np.clip(z, -cut, cut) for z in (low, high)]
        return Scores(*(ndtri(np.clip((ndtr(z) - tail) / (1 - 2 * tail), 0, 1)) for z in inside))
    # What is piled up at the cut is spread again, over the tail that it stands for.
    rng = np.random.default_rng(sample.draw.parameters["seed"])
    spread = ndtri(tail * rng.random(low.shape))
    ends_of = [
        np.where(low <= -cut, spread, np.where(high >= cut, -spread, z)) for z in (low, high)
    ]
    return Scores(*ends_of)


def numbers(rule: Rule, samples: Sequence[Sample], slack: Slack) -> Iterator[Test]:
    """Every test of a family of numbers, the likeliest to reject first."""
    known: list[tuple[Sample, Scores]] = []
    for whole in samples:
        sample = _drawn(rule, whole)
        if sample is None:
            yield Test("not equal where one draw is shared", 0.0, whole.draw.where)
            return
        if np.all(np.asarray(sample.draw.arguments(rule).get("scale", 1)) == 0):
            yield _unmoved(rule, sample, slack)
            continue
        found = scores(rule, sample, slack)
        if found is None:
            yield Test("a value is outside of what can be drawn", 0.0, sample.draw.where)
            return
        known.append((sample, found))
        if sample.draw.role == "large":
            for name, test in MARGINAL.items():
                yield Test(name, test(found.ravel()), sample.draw.where)
    if "seeds" in rule.shared or not known:
        return
    flat = [found.ravel() for _, found in known]
    pooled = Scores(*(np.concatenate([getattr(s, end) for s in flat]) for end in ("low", "high")))
    for name, test in MARGINAL.items():
        yield Test(f"{name}, over all calls", test(pooled))
    if not rule.shared:
        large = [(sample, found) for sample, found in known if sample.draw.role == "large"]
        for sample, found in large:
            yield from _structure(sample, found)
        few = [found for sample, found in known if sample.draw.role == "small"]
        yield from _across([found for _, found in large], few)


def _drawn(rule: Rule, sample: Sample) -> Sample | None:
    """The elements that are drawn, without those that share their draw; None where they differ."""
    kept = drawn_once(rule, sample.values)
    return None if kept is None else Sample(sample.draw, kept)


def drawn_once(rule: Rule, values: Array) -> Array | None:
    once = values
    if "rows" in rule.shared:
        once = once[:1]
    if "columns" in rule.shared:
        once = once[:, :1]
    if "elements" in rule.shared:
        once = once[:1, :1]
    return once if np.array_equal(np.broadcast_to(once, values.shape), values) else None


def _unmoved(rule: Rule, sample: Sample, slack: Slack) -> Test:
    due = np.asarray(sample.draw.arguments(rule)["mean"])
    same = np.all(np.abs(sample.values - due) <= slack.relative * np.abs(due))
    return Test("what is not random", float(same), sample.draw.where)


def _structure(sample: Sample, found: Scores) -> Iterator[Test]:
    where, units = sample.draw.where, len(sample.values)
    yield from repeated(sample.values.reshape(units, -1), where)
    table = Scores(found.low.reshape(units, -1), found.high.reshape(units, -1))
    for name, test in STRUCTURE.items():
        yield Test(f"independence: {name}", test(table), where)
    for name, a, b in _paired(table):
        yield Test(f"independence: {name}", uncorrelated(a, b), where)


def repeated(values: Array, where: str) -> Iterator[Test]:
    """No two rows are the same, and no two columns; of short ones some may be."""
    for name, part in (("rows", values), ("columns", values.T)):
        if part.shape[1] >= _LONG:
            several = len({row.tobytes() for row in part}) == len(part)
            yield Test(f"independence: equal {name}", float(several), where)


def _across(large: Sequence[Scores], few: Sequence[Scores]) -> Iterator[Test]:
    """Calls of different seeds have nothing to do with each other."""
    sums = [found.ravel().sums(0) for found in (*large, *few)]
    joined = Scores(np.array([s.low for s in sums]), np.array([s.high for s in sums]))
    yield Test("independence: the sums of the calls", variance(joined))
    yield Test("independence: two seeds", uncorrelated(*large[-2:]))
    low, high = (
        np.array([getattr(found.ravel(), end) for found in few]) for end in ("low", "high")
    )
    yield Test("independence: seed by seed", variance(Scores(low, high).sums(0)))


# -- of any family -------------------------------------------------------------------------------


def anything(rule: Rule, samples: Sequence[Sample]) -> Iterator[Test]:
    """What can be asked of a distribution of which only the size is stated."""
    values = np.concatenate([sample.values.ravel() for sample in samples])
    spread = float(samples[0].draw.arguments(rule)["spread"])
    for sample in samples:
        shared = _drawn(rule, sample) is not None
        yield Test("not equal where one draw is shared", float(shared), sample.draw.where)
    small = float(np.sqrt(np.mean(values**2))) <= spread
    yield Test("the root mean square of the elements", float(small))
    if not rule.shared:
        for sample in (each for each in samples if each.draw.role == "large"):
            yield from repeated(sample.values.reshape(len(sample.values), -1), sample.draw.where)
