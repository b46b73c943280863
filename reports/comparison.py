"""What has changed between two runs: pure functions over what was read.

``a`` is the old run, or one of two ways of running the same; ``b`` is the other.
"""

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from .matching import PLACE, Conditions, Key, check_common, chosen, keyed
from .record import Record, ReportError
from .store import Header, Run
from .summary import badness
from .wording import value_text

# What a change can be, the gravest first.
KINDS = {
    "new-failure": "fails or errs, and did not",
    "worse": "was right, and loses digits now",
    "less-accurate": "the same verdict, a larger error",
    "lost": "was answered, and is unsupported now",
    "missing": "has a result in A, and none in B",
    "variant": "another convention, or another mistake",
    "choice": "another value where the formula leaves room",
    "other": "another verdict, neither better nor worse",
    "mended": "failed or erred, and is right now",
    "better": "nearer to right: no longer failing, or no longer losing digits",
    "more-accurate": "the same verdict, a smaller error",
    "gained": "was unsupported, and is answered now",
    "new": "has a result in B, and none in A",
}
REGRESSIONS = ("new-failure", "worse", "less-accurate", "lost", "missing")

_RIGHT = ("conforms", "convention")
_BAD = ("fails", "error")
# The error over the band (at k = 1) that a single rounding may make, and a factor of one bit.
_ROUNDED = 1.0
_ONE_BIT = 2.0


@dataclass(frozen=True, slots=True)
class Change:
    """A result that is not what it was.

    ``a`` or ``b`` is None where one run lacks it; ``point`` names the open point of a "choice".
    """

    kind: str
    a: Record | None
    b: Record | None
    regression: bool
    point: str = ""

    @property
    def record(self) -> Record:
        """The newer of its results."""
        found = self.b or self.a
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two runs: what it is called, and how many of its results were looked at."""

    name: str
    header: Header
    results: int
    interrupted: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs, and what differs.

    ``same_inputs``: both runs put the same inputs, so that every difference is one of the
    implementations. ``compared`` counts the results that both have, ``same`` those of them without
    a change, ``unreached`` those that one lacks because it was interrupted.
    """

    a: Side
    b: Side
    across: tuple[str, ...]
    same_inputs: bool
    compared: int
    same: int
    unreached: int
    changes: tuple[Change, ...]

    @property
    def regressions(self) -> tuple[Change, ...]:
        """The changes that count as a step back."""
        return tuple(change for change in self.changes if change.regression)


@dataclass(frozen=True, slots=True)
class Alike:
    """Changes that say the same about one formula; ``worst`` stands for them."""

    worst: Change
    others: tuple[Change, ...]


def compare(
    a: Run,
    b: Run,
    *,
    names: tuple[str, str] = ("A", "B"),
    across: Sequence[str] = (),
    a_where: Conditions | None = None,
    b_where: Conditions | None = None,
    regressions: Collection[str] = REGRESSIONS,
) -> Comparison:
    """Compare two runs, result by result.

    Args:
        a: the old run.
        b: the new run; may be the same one, with other conditions.
        names: what the two are called in reports, such as the folders they were read from.
        across: names of ``PLACE`` that are left out when results are matched; a name for which
            ``a_where`` and ``b_where`` ask for different values is left out by itself.
        a_where: which results of ``a`` are compared; see ``matching.conditions``.
        b_where: which results of ``b`` are compared.
        regressions: the kinds of change that are a step back. What a project expects is none.

    Raises:
        ReportError: an unknown name, or results that cannot be told apart or matched.
    """
    conditions = (a_where or {}, b_where or {})
    left_out = _left_out(across, *conditions)
    rows = [
        keyed(chosen(run.records, wanted, side), left_out, side)
        for run, wanted, side in zip((a, b), conditions, "AB", strict=True)
    ]
    check_common(*rows)
    alike = same_inputs(a.header, b.header) and "dtype" not in left_out
    unreached = _unreached(rows[0], rows[1], a, b)
    found = [
        Change(kind, old, new, kind in regressions and not (new and new.expected), point)
        for old, new in _pairs(rows[0], rows[1], unreached)
        for kind, point in _kinds(old, new, alike)
    ]
    common = rows[0].keys() & rows[1].keys()
    changed = {change.record.id for change in found if change.a and change.b}
    return Comparison(
        a=Side(names[0], a.header, len(rows[0]), a.interrupted),
        b=Side(names[1], b.header, len(rows[1]), b.interrupted),
        across=left_out,
        same_inputs=alike,
        compared=len(common),
        same=len(common) - len(changed),
        unreached=len(unreached),
        changes=tuple(sorted(found, key=_order)),
    )


def same_inputs(a: Header, b: Header) -> bool:
    """Return whether two runs put the same inputs: the same seed, examples and project version."""
    return (a.seed, a.nnconform, a.asked.get("examples")) == (
        b.seed,
        b.nnconform,
        b.asked.get("examples"),
    )


def alike(changes: Sequence[Change]) -> list[Alike]:
    """Return changes that say the same as one: other dtypes, modes and devices are put together.

    Of what is missing or new, the checks of a formula are put together too.
    """
    parts: dict[tuple[object, ...], list[Change]] = {}
    for change in changes:
        parts.setdefault(_said(change), []).append(change)
    found = []
    for part in parts.values():
        worst = max(part, key=lambda c: badness(c.record.band_ratio, c.record.max_ulp))
        found.append(Alike(worst, tuple(change for change in part if change is not worst)))
    return found


def _left_out(across: Sequence[str], a: Conditions, b: Conditions) -> tuple[str, ...]:
    for name in across:
        if name not in PLACE:
            raise ReportError(f"results cannot be matched across {name!r}: {', '.join(PLACE)} can")
    implied = {name for name in a.keys() & b.keys() if sorted(a[name]) != sorted(b[name])}
    return tuple(name for name in PLACE if name in implied or name in across)


def _unreached(a: dict[Key, Record], b: dict[Key, Record], run_a: Run, run_b: Run) -> set[Key]:
    """Return what only one run has because the other was interrupted."""
    return (a.keys() - b.keys() if run_b.interrupted else set()) | (
        b.keys() - a.keys() if run_a.interrupted else set()
    )


def _pairs(
    a: dict[Key, Record], b: dict[Key, Record], unreached: set[Key]
) -> Iterator[tuple[Record | None, Record | None]]:
    for key in a.keys() | b.keys():
        if key not in unreached:
            yield a.get(key), b.get(key)


def _kinds(a: Record | None, b: Record | None, alike: bool) -> Iterator[tuple[str, str]]:
    """Yield every change of one result, and the open point that it is about."""
    if a is None or b is None:
        if b is None:
            yield "missing", ""
        else:
            yield ("new-failure" if b.verdict in _BAD else "new"), ""
        return
    if a.verdict != b.verdict:
        yield _verdict_kind(a.verdict, b.verdict), ""
    elif a.variant != b.variant:
        yield "variant", ""
    elif direction := _accuracy(a, b, alike):
        yield ("less-accurate" if direction > 0 else "more-accurate"), ""
    for point in a.choices.keys() & b.choices.keys():
        if not _equal(a.choices[point]["taken"], b.choices[point]["taken"]):
            yield "choice", point


def _verdict_kind(a: str, b: str) -> str:
    """Return what it means that one verdict became another."""
    if b == "error" or (b == "fails" and a not in _BAD):
        return "new-failure"
    if b == "unsupported":
        return "other" if a in _BAD else "lost"
    if a == "unsupported":
        return "gained"
    if a in _RIGHT:
        return "worse" if b == "inaccurate" else "variant"
    if b == "fails":
        return "other"
    return "mended" if a in _BAD and b in _RIGHT else "better"


def _accuracy(a: Record, b: Record, alike: bool) -> int:
    """Return 1 where the error grew, -1 where it shrank, 0 where it is the same but for noise.

    Of other inputs only the error over the band can be compared, because the error in ULP grows
    with their condition; and only within the band, because outside it the most extreme input that
    was drawn decides.
    """
    measures = ("max_ulp", "band_ratio") if alike else ("band_ratio",)
    if a.verdict not in ((*_RIGHT, "inaccurate") if alike else _RIGHT):
        return 0
    for name in measures:
        old, new = getattr(a, name), getattr(b, name)
        if old is None or new is None or badness(old) == badness(new):
            continue
        low, high = sorted((old, new), key=badness)
        if alike or math.isnan(high) or max(high, _ROUNDED) >= _ONE_BIT * max(low, _ROUNDED):
            return 1 if new is high else -1
    return 0


def _equal(a: object, b: object) -> bool:
    # By their words too: NaN is not equal to itself.
    return a == b or value_text(a) == value_text(b)


def _said(change: Change) -> tuple[object, ...]:
    one = change.record
    what: tuple[object, ...] = (change.kind, change.regression, one.group, one.formula)
    who = tuple((r.adapter, r.provenance) if r else () for r in (change.a, change.b))
    if change.a is None or change.b is None:
        return (*what, who, one.verdict if change.kind == "new-failure" else "")
    said = tuple((r.verdict, r.variant) for r in (change.a, change.b))
    taken: tuple[str, ...] = ()
    if change.point:
        taken = tuple(value_text(r.choices[change.point]["taken"]) for r in (change.a, change.b))
    return (*what, one.check, who, said, change.point, taken)


def _order(change: Change) -> tuple[int, int, str, str]:
    kinds = list(KINDS)
    return (not change.regression, kinds.index(change.kind), change.record.id, change.point)
