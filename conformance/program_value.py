"""The value check of programs: the rule that is followed, and the layout of its data."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from typing import Any

from nnconform.conformance import program_cases
from nnconform.conformance.assess import assess, candidates, read
from nnconform.conformance.checks import Plan
from nnconform.conformance.hints import hints
from nnconform.conformance.layouts import laid_out
from nnconform.conformance.outcome import (
    CONFORMS,
    CONVENTION,
    FAILS,
    Outcome,
)
from nnconform.conformance.program_cases import Call
from nnconform.conformance.program_probes import answers, probe
from nnconform.conformance.shrink_calls import shrink
from nnconform.conformance.subject import CallFailed, NotOffered, Subject
from nnconform.spec import LayoutRule

# Layouts that one implementation may combine: rows of examples and transposed weights, say.
_COMBINED = 3


def identify(subject: Subject, seed: int, examples: int) -> tuple[Outcome, Plan]:
    """Run the value check: find the rule that is followed, and the layout of its data."""
    first: tuple[Outcome, Plan] | None = None
    failed: CallFailed | None = None
    try:
        first = _attempt(subject, seed, examples)
        if first[0].verdict != FAILS or first[0].variant is not None:
            return _shown(first)
    except CallFailed as error:
        if error.timed_out:
            raise
        failed = error
    for layouts in _layouts(subject):
        found = _laid_out(subject, layouts, seed, examples)
        if found is not None:
            return found
    if first is None:
        raise failed or CallFailed("gave no answer")
    return _shown(first)


def _attempt(subject: Subject, seed: int, examples: int) -> tuple[Outcome, Plan]:
    formula, form = subject.formula, subject.form
    calls = program_cases.value_calls(formula.id, form, seed, examples)
    probes = answers(subject, calls, formula.rule)
    if not probes:
        raise NotOffered(f"no ordinary call of this formula fits {form.name}")
    taken = subject.taken
    # What an implementation is asked for by name, it does not choose itself.
    possible = [rule for rule in candidates(formula.id) if not taken & set(rule.chosen)]
    outcome, reading = assess(
        formula, probes, formula.rule, form, ordinary=True, plausible=lambda: possible
    )
    followed = reading.rule if reading.rule.kind in {"formula", "convention"} else formula.rule
    return outcome, Plan(subject, seed, followed, probes, possible)


def _shown(found: tuple[Outcome, Plan]) -> tuple[Outcome, Plan]:
    """Add the smallest counterexample to a failure."""
    outcome, plan = found
    if outcome.verdict != FAILS:
        return found
    subject, rule = plan.subject, plan.subject.formula.rule
    reading = read(plan.seen, rule, subject.form, ordinary=True)
    wrong = {i for i, _ in reading.wrong or reading.outside}
    call: Any = min((plan.seen[i].case for i in wrong), key=lambda case: case.shape)

    def shows(smaller: Call) -> bool:
        try:
            got = subject.value(smaller)
        except (CallFailed, NotOffered):
            return False
        there = read([probe(subject, smaller, got, rule)], rule, subject.form, ordinary=True)
        return bool(there.wrong or (not reading.wrong and there.outside))

    small = shrink(call, shows)
    example = probe(subject, small, subject.value(small), rule).shown(rule)
    message = outcome.message if outcome.variant else hints(plan.seen, rule)
    return replace(outcome, counterexample=example, message=message), plan


def _layouts(subject: Subject) -> Iterator[tuple[LayoutRule, ...]]:
    known = subject.formula.layouts
    for count in range(1, min(len(known), _COMBINED) + 1):
        yield from combinations(known, count)


def _laid_out(
    subject: Subject, layouts: tuple[LayoutRule, ...], seed: int, examples: int
) -> tuple[Outcome, Plan] | None:
    """The value check in another layout; None where that explains nothing."""
    implementation = laid_out(subject, [each.name for each in layouts])
    try:
        outcome, plan = _attempt(replace(subject, implementation=implementation), seed, examples)
    except (CallFailed, NotOffered):
        return None
    if outcome.verdict == FAILS and outcome.variant is None:
        return None
    name = "+".join(part for part in (outcome.variant, *(each.name for each in layouts)) if part)
    said = " ".join(part for part in (outcome.message, *(each.hint for each in layouts)) if part)
    verdict = CONVENTION if outcome.verdict == CONFORMS else outcome.verdict
    outcome = replace(outcome, verdict=verdict, variant=name, message=said)
    return (outcome, plan) if verdict != FAILS else _shown((outcome, plan))
