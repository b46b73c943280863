"""From results to a verdict: which rule they follow, where they leave the band, and why."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from nnconform.conformance.cases import Case
from nnconform.conformance.compare import Errors, judge
from nnconform.conformance.formats import Array, Format
from nnconform.conformance.oracle import Exact, K
from nnconform.conformance.outcome import (
    CONFORMS,
    CONVENTION,
    FAILS,
    INACCURATE,
    Counterexample,
    Outcome,
)
from nnconform.conformance.programs import flat, nested
from nnconform.conformance.readable import listed, numbers, point, text
from nnconform.spec import Formula, Rule, generated, load, rules

Oracle = Callable[[Case, Rule], Exact]


@dataclass(frozen=True)
class Probe:
    """Results of one call, or of one sample each, and the oracle to hold them against.

    Attributes:
        of: the quantity, where a check holds others beside the value.
    """

    case: Case
    got: Any
    oracle: Oracle
    largest: float
    written: Callable[[Case, Rule], Any] | None = None
    of: str = field(default="", kw_only=True)

    def exact(self, rule: Rule) -> Exact:
        """What the rule allows."""
        return self.oracle(self.case, rule)

    def errors(self, rule: Rule) -> Errors | None:
        """The errors against a rule; None where the shapes do not fit."""
        exact = self.exact(rule)
        got = self.fitted(self.got, rule)
        if got is None:
            return None
        errors = judge(got, exact, self.case.form, self.largest)
        if not errors.outside.any():
            return errors
        if not self.case.formula.elementwise and errors.ratio.ndim > 1:
            # Where a row is joined, what is not finite takes the rest of its row with it.
            lost = errors.nonfinite.any(axis=tuple(range(1, got.ndim)), keepdims=True)
            errors = replace(errors, nonfinite=errors.nonfinite | lost)
        flushed = without_subnormals(self.case)
        if flushed is None:
            return errors
        explained = judge(got, self.oracle(flushed, rule), self.case.form, self.largest)
        return replace(
            errors, inputs_flushed=errors.outside & explained.decided & ~explained.outside
        )

    def far(self, rule: Rule) -> bool:
        """Whether a rule is out of the question at a glance, without a proof."""
        return False

    def fitted(self, got: Any, rule: Rule) -> Array | None:
        """Results in the shape that is due; None unless only axes of length one differ."""
        return fitted(got, self.exact(rule).low.hi.shape)

    def due(self, rule: Rule) -> Any:
        """The shape of the results of a rule."""
        return self.exact(rule).low.hi.shape

    def shown(self, rule: Rule) -> Counterexample:
        """The whole call in plain numbers."""
        inputs = {name: listed(given) for name, given in self.case.inputs.items()}
        due = nested(self.exact(rule).low.to_float(), self.due(rule))
        return Counterexample(inputs, dict(self.case.parameters), listed(due), listed(self.got))

    @property
    def numbers(self) -> Array:
        """All numbers that came, in one row."""
        return np.asarray(flat(self.got)).astype(np.float64)

    def excused(self, errors: Errors, rule: Rule) -> Errors:
        """Mark where the formula as written, in the same arithmetic, loses half its digits too.

        A result that is off there says nothing about which formula was computed.
        """
        if self.written is None:
            return errors
        written = self.written(self.case, rule)
        if written is None:
            # It takes a derivative, which NumPy does not: there is nothing to tell a formula by.
            return replace(errors, written_lost=np.ones(errors.outside.shape, dtype=bool))
        plain = self.fitted(written, rule)
        if plain is None:
            return errors
        lost = judge(plain, self.exact(rule), self.case.form, self.largest)
        return replace(errors, written_lost=lost.halved(self.case.form))


def fitted(got: Any, due: tuple[int, ...]) -> Array | None:
    """An array in the shape that is due; None unless only axes of length one differ.

    Several arrays of one shape may stand for one array, nested too.
    """
    got = _stacked(got)
    if got is None:
        return None
    if [n for n in got.shape if n != 1] != [n for n in due if n != 1]:
        return None
    return np.asarray(got.reshape(due))


def _stacked(got: Any) -> Array | None:
    if not isinstance(got, tuple):
        return np.asarray(got)
    parts = [_stacked(each) for each in got]
    known = [part for part in parts if part is not None]
    same = len({part.shape for part in known}) == 1 and len(known) == len(parts)
    return np.stack(known) if same else None


def without_subnormals(case: Case) -> Case | None:
    """The case as a machine sees it that takes subnormal inputs for zero; None without any."""
    inputs = {name: _normal(given, case.form) for name, given in case.inputs.items()}
    same = all(inputs[name] is given for name, given in case.inputs.items())
    return None if same else case.anew(inputs)


def _normal(given: Any, form: Format) -> Any:
    if isinstance(given, tuple):
        parts = tuple(_normal(each, form) for each in given)
        return given if all(a is b for a, b in zip(parts, given, strict=True)) else parts
    wide = given.astype(np.float64)
    tiny = (wide != 0) & (np.abs(wide) < form.normal)
    return np.where(tiny, np.zeros_like(given), given) if tiny.any() else given


@dataclass(frozen=True)
class Reading:
    """All probes of a check read against one rule."""

    rule: Rule
    probes: Sequence[Probe]
    errors: Sequence[Errors | None]
    form: Format
    ordinary: bool

    @cached_property
    def wrong(self) -> list[tuple[int, int]]:
        """(probe, flat point) of every result that follows another formula."""
        return self._where(lambda e: e.wrong(self.form, ordinary=self.ordinary))

    @cached_property
    def outside(self) -> list[tuple[int, int]]:
        """(probe, flat point) of every result outside the band."""
        return self._where(lambda e: e.outside)

    @cached_property
    def halved(self) -> list[tuple[int, int]]:
        """(probe, flat point) of every result off by more than half its digits."""
        return self._where(lambda e: e.halved(self.form))

    def _where(self, mask: Callable[[Errors], Any]) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        for i, errors in enumerate(self.errors):
            if errors is None:
                found.append((i, -1))
            else:
                found.extend((i, int(j)) for j in np.flatnonzero(mask(errors)))
        return found

    @property
    def misfit(self) -> bool:
        """Whether some result has a shape that the rule does not give."""
        return any(errors is None for errors in self.errors)


def read(probes: Sequence[Probe], rule: Rule, form: Format, *, ordinary: bool) -> Reading:
    """Hold every probe against a rule."""
    found = [_judged(probe, rule, form, ordinary) for probe in probes]
    return Reading(rule, probes, found, form, ordinary)


def _judged(probe: Probe, rule: Rule, form: Format, ordinary: bool) -> Errors | None:
    errors = probe.errors(rule)
    if errors is None or ordinary or not errors.wrong(form, ordinary=False).any():
        return errors
    return probe.excused(errors, rule)


def explain(
    probes: Sequence[Probe],
    candidates: Iterable[Rule],
    form: Format,
    *,
    ordinary: bool,
    inside: bool = False,
) -> Reading | None:
    """The first rule that explains every result (``inside``: within its band), if one does."""
    return next(explanations(probes, candidates, form, ordinary=ordinary, inside=inside), None)


def explanations(
    probes: Sequence[Probe],
    candidates: Iterable[Rule],
    form: Format,
    *,
    ordinary: bool,
    inside: bool = False,
) -> Iterator[Reading]:
    """Every rule that explains every result, in their order."""
    order = list(probes)
    for rule in candidates:
        kept: list[Errors | None] = []
        far = next((i for i, probe in enumerate(order) if probe.far(rule)), None)
        if far is not None:
            # What rules one formula out is the likeliest to rule out the next.
            order.insert(0, order.pop(far))
            continue
        for probe in probes:
            errors = _judged(probe, rule, form, ordinary)
            if errors is None:
                break
            if (errors.outside if inside else errors.wrong(form, ordinary=ordinary)).any():
                break
            kept.append(errors)
        else:
            if any(errors is not None and errors.decided.any() for errors in kept):
                yield Reading(rule, probes, kept, form, ordinary)


@lru_cache(maxsize=128)
def candidates(identifier: str) -> tuple[Rule, ...]:
    """Every rule of a formula that could explain an implementation, the likeliest first."""
    return tuple(rules(load(identifier), {name: item.text for name, item in generated().items()}))


def assess(
    formula: Formula,
    probes: Sequence[Probe],
    rule: Rule,
    form: Format,
    *,
    ordinary: bool,
    only_lost: bool = False,
    written: bool = False,
    plausible: Callable[[], Iterable[Rule]] | None = None,
) -> tuple[Outcome, Reading]:
    """Judge the probes of one check against the rule that the implementation follows.

    Args:
        rule: the formula, or the convention that the value check recognised.
        ordinary: the inputs are ordinary ones, on which every right algorithm agrees.
        only_lost: let accuracy pass; report only results that lost half their digits or more.
        written: the spec's own expression is run, so it cannot be another formula.
        plausible: the rules that earlier checks have not refuted; None for all.
    """
    reading = read(probes, rule, form, ordinary=ordinary)
    if reading.wrong and not (written and not ordinary and not reading.misfit):
        found = explain(probes, _others(formula, rule, plausible), form, ordinary=ordinary)
        if found is not None and found.outside:
            # Of two constants that share half of their digits, the one within the band is meant.
            others = _others(formula, rule, plausible)
            found = explain(probes, others, form, ordinary=ordinary, inside=True) or found
        if found is not None:
            return _explained(found), found
        return _outcome(reading, FAILS, rule, ""), reading
    if ordinary and reading.outside:
        # Coarse formats hardly tell a formula that is badly computed from another that is not.
        found = explain(probes, _others(formula, rule, plausible), form, ordinary=True, inside=True)
        if found is not None:
            return _explained(found), found
    flagged = reading.halved if only_lost else reading.outside
    if flagged:
        return _outcome(reading, INACCURATE, rule, describe(reading, flagged)), reading
    verdict = CONVENTION if rule.kind == "convention" else CONFORMS
    return _outcome(reading, verdict, rule, rule.hint if rule.name else ""), reading


def _others(
    formula: Formula, rule: Rule, plausible: Callable[[], Iterable[Rule]] | None
) -> Iterator[Rule]:
    known = candidates(formula.id) if plausible is None else plausible()
    return (other for other in known if other.key != rule.key)


def _explained(reading: Reading) -> Outcome:
    rule = reading.rule
    verdict = {"formula": CONFORMS, "convention": CONVENTION}.get(rule.kind, FAILS)
    if verdict != FAILS and reading.outside:
        return _outcome(reading, INACCURATE, rule, describe(reading, reading.outside))
    return _outcome(reading, verdict, rule, rule.hint)


def _outcome(reading: Reading, verdict: str, rule: Rule, message: str) -> Outcome:
    ulp, ratio, worst, points = _worst(reading)
    return Outcome(verdict, message, rule.label or None, ulp, ratio, worst, None, points)


def _worst(reading: Reading) -> tuple[float | None, float | None, Mapping[str, Any] | None, int]:
    ulp: float | None = None
    best: tuple[float, int, int] | None = None
    points = 0
    for i, errors in enumerate(reading.errors):
        if errors is None:
            continue
        known = errors.decided
        points += int(known.sum())
        normal = errors.ulp[known & ~errors.subnormal & ~np.isnan(errors.ulp)]
        if normal.size:
            ulp = max(ulp or 0.0, float(normal.max()))
        if known.any():
            ratios = np.where(known, errors.ratio, -1.0).ravel()
            j = int(np.argmax(ratios))
            if best is None or ratios[j] > best[0]:
                best = (float(ratios[j]), i, j)
    if best is None:
        return ulp, None, None, points
    return ulp, best[0], _spot(reading, best[1], best[2]), points


def _spot(reading: Reading, i: int, j: int) -> dict[str, Any]:
    errors = reading.errors[i]
    return point(reading.probes[i].case, j, () if errors is None else errors.ulp.shape)


def describe(reading: Reading, flagged: Sequence[tuple[int, int]]) -> str:
    """Say in a sentence or two where and how results leave the band."""
    count = sum(int(e.decided.sum()) for e in reading.errors if e is not None)
    groups: dict[str, list[tuple[int, int]]] = {
        "nonfinite": [],
        "flushed": [],
        "inputs_flushed": [],
        "lost": [],
    }
    absolute = True
    for i, j in flagged:
        errors = reading.errors[i]
        if errors is None:
            continue
        kind = next(
            (
                k
                for k in ("nonfinite", "flushed", "inputs_flushed")
                if getattr(errors, k).ravel()[j]
            ),
            "lost",
        )
        groups[kind].append((i, j))
        absolute &= kind != "lost" or bool(errors.absolute.ravel()[j])
    said = {
        "nonfinite": "not finite where the exact value is",
        "lost": "lose digits",
        "flushed": "flushed to zero where the exact result is subnormal",
        "inputs_flushed": "take a subnormal input for zero",
    }
    parts = [f"{len(flagged)} of {count} results outside the rounding band"]
    parts += [
        f"{len(spots)} {said[kind]}, first at {_first(reading, spots)}"
        for kind, spots in groups.items()
        if spots
    ]
    if groups["lost"] and absolute:
        parts.append(
            "absolutely accurate: relative digits are lost, but the error stays within "
            f"{K}u of the largest value"
        )
    return "; ".join(parts)


def _first(reading: Reading, spots: Sequence[tuple[int, int]]) -> str:
    """The flagged point of smallest magnitude, as text."""
    found = [(_spot(reading, i, j), reading.probes[i].of) for i, j in spots]
    best, of = min(
        found,
        key=lambda spot: max(
            float(np.abs(numbers(v)).max(initial=0.0)) if not isinstance(v, str) else np.inf
            for v in spot[0].values()
        ),
    )
    said = ", ".join(f"{name} = {text(value)}" for name, value in best.items())
    return f"{said} ({of})" if of else said
