"""How many points a second the mass checks judge: ``python benchmarks/mass.py [ADAPTER...]``.

Target: at least a million (point, check) pairs a second in the float32 mass check, one process.
A pair is one input put to the implementation and its result held against the band; the time
holds the call, the judging, and the choice of the points that the exact arithmetic confirms. The
first sweep of a formula also computes what is allowed at each point, once for all adapters.
"""

import sys
from itertools import product
from statistics import median
from time import perf_counter

import numpy as np
from rich.console import Console
from rich.table import Table

from nnconform.adapters import BUILTIN, Missing, Target, available, resolve
from nnconform.conformance import mass
from nnconform.conformance.cases import single_array
from nnconform.conformance.filtering import GRADIENT, VALUE
from nnconform.conformance.formats import FORMATS
from nnconform.conformance.subject import NotOffered, Subject
from nnconform.spec import ids, load

DTYPE = "float32"
TIMES = 5


def main() -> None:
    """Print a row an adapter: the sum over all formulas that are swept."""
    columns = ("adapter", "quantity", "formulas", "points", "first sweep", "later sweeps", "target")
    table = Table(*columns)
    for name, quantity in product(sys.argv[1:] or available(), (VALUE, GRADIENT)):
        counts = [found for identifier in ids() if (found := swept(name, identifier, quantity))]
        points = sum(each[0] for each in counts)
        first, later = (points / sum(each[i] for each in counts) for i in (1, 2))
        table.add_row(name, quantity, str(len(counts)), f"{points:,}", f"{first / 1e6:.2f} M/s",
                      f"{later / 1e6:.2f} M/s", "> 1 M/s")  # fmt: skip
    Console().print(table)


def swept(name: str, identifier: str, quantity: str) -> tuple[int, float, float] | None:
    """Points of one formula, and the seconds of the first and of a later sweep; None without."""
    formula, target = load(identifier), Target(BUILTIN, "cpu", DTYPE, "eager")
    if not mass.applies(formula, FORMATS[DTYPE]):
        return None
    if quantity == GRADIENT and single_array(formula) not in formula.differentiable:
        return None
    try:
        subject = Subject(formula, target, resolve(name).implementation(formula, target))
        # Another seed: what is allowed at its points is known already.
        measured(subject, 1, quantity)
    except (Missing, NotOffered):
        return None
    mass._allowed.cache_clear()
    mass.swept_case.cache_clear()
    taken = []
    for _ in range(1 + TIMES):
        begun = perf_counter()
        points = measured(subject, 0, quantity)
        taken.append(perf_counter() - begun)
    return points, taken[0], median(taken[1:])


def measured(subject: Subject, seed: int, quantity: str) -> int:
    """How many points are measured; the suspects among them are chosen too."""
    found = mass.measure(subject, seed, quantity, 1.0)
    case = mass.swept_case(subject.formula.id, subject.form, seed)
    sweep = mass.Sweep(case, False, {quantity: found})
    mass.suspects(sweep, quantity, np.isfinite(sweep.x), seed)
    return len(found.got)


if __name__ == "__main__":
    main()
