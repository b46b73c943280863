"""The checks of programs: whole calls are judged, whatever layout the implementation wants."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from nnconform.adapters.protocol import Array
from nnconform.conformance import cases, program_cases
from nnconform.conformance.assess import Probe, candidates, read
from nnconform.conformance.check_properties import holds, statements, widened
from nnconform.conformance.checks import Plan, conclude
from nnconform.conformance.formats import Floats
from nnconform.conformance.outcome import (
    CONFORMS,
    CONVENTION,
    FAILS,
    Counterexample,
    Outcome,
)
from nnconform.conformance.program_cases import Call
from nnconform.conformance.program_contract import ordinary
from nnconform.conformance.program_probes import answers, probe
from nnconform.conformance.programs import nested, shape_of
from nnconform.conformance.readable import listed
from nnconform.conformance.subject import CallFailed, Subject
from nnconform.spec import Arrays, Rule

# What a property hands over (``x + 1``) is rounded to the format, which moves a result by a band.
_ROUNDED = 2.0


def stability(plan: Plan) -> Outcome | None:
    """Huge, tiny, constant and zero inputs: finite, and never half the digits lost."""
    calls = program_cases.extreme_calls(plan.subject.formula.id, plan.subject.form, plan.seed)
    otherwise = "another formula at extreme inputs: finite, and off by more than half the digits"
    return _judged(plan, calls, otherwise, only_lost=True)


def accuracy(plan: Plan) -> Outcome | None:
    """The error against the band on further calls, and over a thousand steps."""
    calls = program_cases.accuracy_calls(plan.subject.formula.id, plan.subject.form, plan.seed)
    return _judged(plan, calls, "", only_lost=False)


def _judged(
    plan: Plan, calls: Sequence[Call], otherwise: str, *, only_lost: bool
) -> Outcome | None:
    subject = plan.subject
    if plan.known is None:  # nothing was recognised: other networks are not tried one by one
        plan = replace(plan, known=[r for r in candidates(subject.formula.id) if not r.chosen])
    probes = answers(subject, calls, plan.rule)
    return conclude(plan, probes, otherwise, only_lost=only_lost) if probes else None


def gradient(plan: Plan) -> Outcome | None:
    """The derivatives of the result in every input that is differentiable."""
    subject, formula = plan.subject, plan.subject.formula
    names = formula.differentiable
    if not names or len(formula.returns) != 1:
        return None
    probes: list[Probe] = []
    weights: dict[int, Floats] = {}
    # The largest derivative in each input, over all calls: against it a result is small.
    sizes = dict.fromkeys(names, 0.0)
    named: list[str] = []
    for call in ordinary(plan):
        if not subject.answers(call):
            continue
        shape = call.shapes(plan.rule)[0]
        rng = cases.random(formula, plan.seed, f"cotangent {shape}")
        cotangent = np.asarray(rng.integers(1, 5, size=shape) / 2 * rng.choice([-1, 1], size=shape))
        weights[id(call)] = cotangent
        for name, got in zip(names, subject.gradient(call, names, cotangent), strict=True):
            exact = call.gradient(plan.rule, name, cotangent.ravel()).low.to_float()
            sizes[name] = max(
                sizes[name], float(np.abs(exact[np.isfinite(exact)]).max(initial=0.0))
            )
            named.append(name)
            probes.append(Probe(call, np.ravel(got), _slopes(name, cotangent.ravel()), 0.0))
    if not probes:
        return None
    probes = [replace(p, largest=sizes[n]) for p, n in zip(probes, named, strict=True)]
    outcome = conclude(plan, probes)
    if outcome.verdict != FAILS:
        return outcome
    reading = read(probes, plan.rule, subject.form, ordinary=False)
    wrong = {i for i, _ in reading.wrong or reading.outside}
    worst: Any = min((probes[i].case for i in wrong), key=lambda case: case.shape)
    return replace(
        outcome, counterexample=slopes_shown(subject, worst, plan.rule, weights[id(worst)])
    )


def slopes_shown(
    subject: Subject, call: Call, rule: Rule, weights: Floats | None
) -> Counterexample:
    """The gradients that are due and that come, of the sum of the results times ``weights``."""
    names = subject.formula.differentiable
    flat_weights = None if weights is None else np.ravel(weights)
    due = [
        call.gradient(rule, name, flat_weights).low.to_float().reshape(np.shape(call.inputs[name]))
        for name in names
    ]
    return Counterexample(
        {name: listed(given) for name, given in call.inputs.items()},
        dict(call.parameters),
        listed(tuple(due)),
        listed(tuple(subject.gradient(call, names, weights))),
        options={"gradient": True if weights is None else listed(weights)},
    )


def _slopes(name: str, cotangent: Array) -> Callable[[Any, Rule], Any]:
    return lambda call, rule: call.gradient(rule, name, cotangent)


def properties(plan: Plan) -> Outcome | None:
    """Hold every property of the spec, and its range, against the implementation."""
    formula, form = plan.subject.formula, plan.subject.form
    points = 0
    for call in program_cases.value_calls(formula.id, form, plan.seed, 0):
        if not plan.subject.answers(call):
            continue
        for claim in statements(formula):
            if not np.all(holds(claim, call, exact_function(call, plan.rule), plan.seed)):
                continue  # the convention that was recognised does not claim it
            points += 1
            if not np.all(holds(claim, call, _measured(plan, call), plan.seed)):
                got = plan.subject.value(call)
                shown = probe(plan.subject, call, got, plan.rule).shown(plan.rule)
                said = f"property {claim.name} is broken: {claim.holds.text}"
                return Outcome(FAILS, said, points=points, counterexample=shown)
    verdict = CONVENTION if plan.rule.kind == "convention" else CONFORMS
    return Outcome(verdict, variant=plan.rule.label or None, points=points) if points else None


def exact_function(call: Call, rule: Rule) -> Callable[..., Any]:
    """The rule itself as a function on balls."""

    def f(*arguments: Any) -> Any:
        other = _recast(call, arguments)
        exact = other.exact(rule)
        return _results(other, rule, exact.low.to_float(), _ROUNDED)

    return f


def _measured(plan: Plan, call: Call) -> Callable[..., Any]:
    def f(*arguments: Any) -> Any:
        other = _recast(call, arguments)
        row = probe(plan.subject, other, plan.subject.value(other), plan.rule)
        got = row.fitted(row.got, plan.rule)
        if got is None:
            raise CallFailed(
                f"returned shape {shape_of(row.got)} where {row.due(plan.rule)} is due"
            )
        return _results(other, plan.rule, got.astype(np.float64), plan.subject.form.u**-0.5)

    return f


def _recast(call: Call, arguments: tuple[Any, ...]) -> Call:
    inputs = {
        name: _rounded(value, before, call)
        for (name, before), value in zip(call.inputs.items(), arguments, strict=True)
    }
    return call.anew(inputs)


def _rounded(value: Any, before: Any, call: Call) -> Any:
    if isinstance(value, Arrays):
        return tuple(_rounded(v, b, call) for v, b in zip(value, before, strict=True))
    numbers = np.frompyfunc(float, 1, 1)(np.asarray(value, dtype=object))
    if np.asarray(before).dtype.kind in "iub":
        return np.asarray(numbers, dtype=np.asarray(before).dtype)
    return call.form.round(np.asarray(numbers, dtype=np.float64))


def _results(call: Call, rule: Rule, row: Array, width: float) -> Any:
    balls = widened(call.exact(rule), row, width)
    found = nested(balls, call.shapes(rule))
    return found[0] if len(found) == 1 else found


def limits(plan: Plan) -> Outcome | None:
    """What comes out where the documents leave it open is recorded, not judged."""
    formula = plan.subject.formula
    calls = program_cases.open_calls(formula.id, plan.seed)
    choices: dict[str, Any] = {}
    for call in calls:
        where = ", ".join(f"{n} = {listed(given)}" for n, given in call.inputs.items())
        try:
            taken = str(listed(plan.subject.value(call)))
        except CallFailed:
            taken = "raises an error"
        why = "; ".join(f.given.text for f in formula.unspecified)
        choices.setdefault(
            f"result where {why}: {where}", {"taken": taken, "allowed": ["anything"]}
        )
    if not choices:
        return None
    first = dict(list(choices.items())[:2])
    said = "; ".join(f"{each['taken']} {where.split(':')[0]}" for where, each in first.items())
    return Outcome(CONFORMS, said, points=len(choices), choices=first)
