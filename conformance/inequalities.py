"""Whether linear inequalities contradict each other: elimination, in exact rational numbers."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flint import fmpq, fmpq_mpoly

_MOST = 150


@dataclass(frozen=True, slots=True)
class Row:
    """``sum(terms) + constant >= 0``, or ``> 0``; a term is a variable and its factor."""

    terms: Mapping[Any, fmpq]
    constant: fmpq
    strict: bool


def row_of(poly: fmpq_mpoly, *, strict: bool) -> Row:
    """The row of a polynomial whose monomials are taken for variables."""
    terms = {powers: value for powers, value in poly.terms() if any(powers)}
    constant = next((value for powers, value in poly.terms() if not any(powers)), fmpq(0))
    return Row(terms, constant, strict)


def contradictory(rows: Iterable[Row]) -> bool:
    """Whether no real values of the variables fulfil all rows (Fourier-Motzkin elimination).

    Returns:
        False as well where the elimination would take too long.
    """
    left = _distinct(rows)
    while True:
        if any(not row.terms and _false(row) for row in left):
            return True
        variable = _cheapest(left)
        if variable is None:
            return False
        above = [row for row in left if row.terms.get(variable, 0) > 0]
        below = [row for row in left if row.terms.get(variable, 0) < 0]
        rest = [row for row in left if variable not in row.terms]
        if len(rest) + len(above) * len(below) > _MOST:
            return False
        left = _distinct([*rest, *(_joined(a, b, variable) for a in above for b in below)])


def _false(row: Row) -> bool:
    return bool(row.constant < 0 or (row.strict and row.constant == 0))


def _cheapest(rows: list[Row]) -> Hashable | None:
    counts: dict[Any, list[int]] = {}
    for row in rows:
        for variable, factor in row.terms.items():
            counts.setdefault(variable, [0, 0])[factor > 0] += 1
    return min(counts, key=lambda v: counts[v][0] * counts[v][1], default=None)


def _joined(above: Row, below: Row, variable: Any) -> Row:
    """The sum of two rows, so weighted that a variable drops out."""
    a, b = -below.terms[variable], above.terms[variable]
    terms: dict[Any, fmpq] = {}
    for factor, row in ((a, above), (b, below)):
        for name, value in row.terms.items():
            terms[name] = terms.get(name, fmpq(0)) + factor * value
    kept = {name: value for name, value in terms.items() if value != 0}
    return Row(kept, a * above.constant + b * below.constant, above.strict or below.strict)


def _distinct(rows: Iterable[Row]) -> list[Row]:
    found: dict[Any, Row] = {}
    for row in rows:
        size = max((abs(value) for value in row.terms.values()), default=fmpq(1))
        key = (frozenset((name, str(value / size)) for name, value in row.terms.items()),
               str(row.constant / size), row.strict)  # fmt: skip
        found.setdefault(key, row)
    return list(found.values())
