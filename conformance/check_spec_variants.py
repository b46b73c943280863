"""That no two rules of one entry are the same: an implementation could not be told which."""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

import numpy as np

from nnconform.conformance.formats import Floats
from nnconform.spec import Formula, Rule

Results = Callable[[Rule], Sequence[Floats]]
Same = Callable[[Floats, Floats], bool]


def same_where_known(one: Floats, other: Floats) -> bool:
    """Whether results agree to rounding wherever both are known; NaN stands for unknown ones."""
    if one.shape != other.shape:
        return False
    with np.errstate(invalid="ignore", over="ignore"):
        near = np.abs(one - other) <= 4 * np.spacing(np.abs(one))
    return bool((near | (one == other) | np.isnan(one) | np.isnan(other)).all())


def same(one: Floats, other: Floats) -> bool:
    """Whether results agree to rounding; NaN, which an implementation can show, agrees with NaN."""
    return same_where_known(one, other) and bool((np.isnan(one) == np.isnan(other)).all())


def equal_variants(
    formula: Formula, results: Results, agree: Same = same_where_known
) -> Iterator[str]:
    """Each pair of rules (variants, or one and the formula) whose results agree everywhere."""
    by_name: dict[str, list[Rule]] = {"the formula": [formula.rule]}
    for rule in formula.variants:
        by_name.setdefault(rule.name, []).append(rule)
    tables = {name: [results(rule) for rule in found] for name, found in by_name.items()}
    for first, second in combinations(tables, 2):
        if any(
            all(agree(a, b) for a, b in zip(one, other, strict=True))
            for one in tables[first]
            for other in tables[second]
        ):
            yield f"{formula.where}: [variants.{second}] never differs from {first}"
