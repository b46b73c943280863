"""Exact statistical tests of masks: is each element kept by itself, and with the right chance?

Elements that do not depend on each other agree, two by two, in a binomial number of pairs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import binom

from nnconform.conformance.draws import LARGE, SEEDS
from nnconform.conformance.formats import Array
from nnconform.conformance.statistics import (
    PAIRS,
    Sample,
    Test,
    counted,
    drawn_once,
    pairs,
    repeated,
)
from nnconform.spec import Rule

MISFIT = "a value is neither zero nor what is kept"


@dataclass(frozen=True, eq=False)
class Mask:
    """Which elements were kept, and how likely it is that one is."""

    sample: Sample
    kept: Array
    keep: float

    @property
    def certain(self) -> bool:
        """Whether nothing is left to chance."""
        return self.keep in (0.0, 1.0)


def mask(rule: Rule, sample: Sample, relative: float | None) -> Mask | None:
    """Read a mask; None where some value is neither zero nor what is kept.

    Args:
        relative: how far a kept value may be off; None for what rounding may do.
    """
    given = sample.draw.arguments(rule)
    due = np.broadcast_to(given["kept"], sample.values.shape)
    off = np.abs(sample.values - due)
    bound = sample.draw.band(rule, "kept") if relative is None else relative * np.abs(due)
    kept = (sample.values != 0) & (off <= bound)
    if not np.all(kept | (sample.values == 0)):
        return None
    drawn = drawn_once(rule, kept)
    return None if drawn is None else Mask(sample, drawn, float(given["keep"]))


def _number_kept(found: Mask) -> float:
    k = int(found.kept.sum())
    if found.certain:
        return float(k == found.keep * found.kept.size)
    return counted(k, k, found.kept.size, found.keep)


def _alike(a: Array, b: Array, keep: float) -> float:
    """How often two independent elements are both kept or both dropped is binomial."""
    same = int((a == b).sum())
    return counted(same, same, a.size, keep**2 + (1 - keep) ** 2)


def _never_varies(counts: Sequence[int], n: int, keep: float) -> float:
    """How likely it is that independent counts are all the same."""
    if len(set(counts)) > 1:
        return 1.0
    return float(np.sum(binom.pmf(np.arange(n + 1), n, keep) ** len(counts)))


def _chosen(found: Mask) -> Iterator[tuple[str, float]]:
    """What is dropped does not depend on what is there."""
    x = np.asarray(next(iter(found.sample.draw.inputs.values())), dtype=np.float64)
    for name, part in (("large", np.abs(x) > np.median(np.abs(x))), ("positive", x > 0)):
        k = int(found.kept[part].sum())
        yield f"kept among the {name} elements", counted(k, k, int(part.sum()), found.keep)


def tests(rule: Rule, samples: Sequence[Sample], relative: float | None) -> Iterator[Test]:
    """Every test of a mask."""
    found: list[Mask] = []
    for sample in samples:
        each = mask(rule, sample, relative)
        if each is None:
            yield Test(MISFIT, 0.0, sample.draw.where)
            return
        found.append(each)
        if "counts" in rule.shared:
            near = abs(int(each.kept.sum()) - each.keep * each.kept.size) <= 1
            yield Test("the number of elements that are kept", float(near), sample.draw.where)
        elif "elements" not in rule.shared:
            yield Test(
                "the number of elements that are kept", _number_kept(each), sample.draw.where
            )
    if rule.shared:
        return
    for each in found:
        if each.sample.draw.role == "large" and not each.certain:
            for name, p in _independent(each):
                yield Test(f"independence: {name}", p, each.sample.draw.where)
    yield from _seed_by_seed(found)


def _independent(found: Mask) -> Iterator[tuple[str, float]]:
    kept, keep = found.kept, found.keep
    for test in repeated(kept, ""):
        yield test.name.removeprefix("independence: "), test.p
    for name, a, b in pairs(kept):
        yield name, _alike(a, b, keep)
    yield from _chosen(found)
    for name, axis in (("rows", 1), ("columns", 0)):
        counts = kept.sum(axis).tolist()
        yield f"the numbers of the {name}", _never_varies(counts, kept.shape[axis], keep)


def _seed_by_seed(found: Sequence[Mask]) -> Iterator[Test]:
    one, other = [each for each in found if each.sample.draw.role == "large"][-2:]
    few = [each for each in found if each.sample.draw.role == "small" and not each.certain]
    if not one.certain and not other.certain:
        yield Test("independence: two seeds", _alike(one.kept, other.kept, one.keep))
    if few:
        counts, n = [int(each.kept.sum()) for each in few], few[0].kept.size
        yield Test("the numbers of the calls", _never_varies(counts, n, few[0].keep))
        total = sum(counts)
        yield Test(
            "the number of all small calls", counted(total, total, n * len(few), few[0].keep)
        )


# How many tests with a p-value: the number kept, pairs, two choices, counts of rows and columns.
TESTS = LARGE * (1 + PAIRS + 4) + SEEDS + 3
