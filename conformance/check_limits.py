"""The limits check: infinities, ends of the domain, signed zeros, subnormal inputs and NaN."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from nnconform.conformance import cases
from nnconform.conformance.assess import Probe
from nnconform.conformance.balls import Balls, BallSystem, exact_values, precision, scaled
from nnconform.conformance.cases import Case
from nnconform.conformance.checks import Plan, as_written, conclude
from nnconform.conformance.compare import Mask
from nnconform.conformance.formats import Floats
from nnconform.conformance.largest import largest
from nnconform.conformance.mass_sweep import confirmed, with_counts
from nnconform.conformance.oracle import Exact
from nnconform.conformance.outcome import Outcome
from nnconform.conformance.subject import CallFailed, NotOffered
from nnconform.spec import Expression, Rule


def limits(plan: Plan) -> Outcome | None:
    """Hold the results at the limits of every input against what the formula tends to."""
    probes = [
        _probe(plan, name, key)
        for name, table in plan.subject.formula.rule.limits.items()
        for key in table
    ]
    zeros = list(_zeros(plan))
    if not probes and not zeros:
        return None
    choices = dict(_nan(plan))
    otherwise = "tends to something else than the formula"

    def tiny(x: Floats) -> Mask:
        return np.abs(x) < plan.subject.form.normal

    try:
        outcome = conclude(plan, [*probes, *zeros, *confirmed(plan, tiny)], otherwise)
        outcome = with_counts(outcome, plan, lambda e: e.outside, "lie outside the band", tiny)
    except (CallFailed, NotOffered):
        # A call that fails on some finite input is the business of the other checks.
        outcome = conclude(plan, [*probes, *zeros], otherwise)
    said = [
        outcome.message,
        *(f"{where}: {c['taken']}" for where, c in choices.items() if c["taken"] != "nan"),
    ]
    return replace(outcome, message="; ".join(part for part in said if part), choices=choices)


def _probe(plan: Plan, name: str, key: str) -> Probe:
    case = cases.at_limit(plan.subject.formula, plan.subject.form, name, float(key), plan.seed)
    return Probe(
        case,
        plan.subject.samples(case, plan.rule),
        lambda case, rule: tends_to(case, rule, name, key),
        largest(plan.subject.formula, plan.rule, plan.subject.form, case.parameters),
        lambda case, rule: as_written(case, replace(rule, reduction="none")),
    )


def tends_to(case: Case, rule: Rule, name: str, key: str) -> Exact:
    """The kernel where it can be evaluated there, else the limit that the spec states."""
    names = tuple(case.formula.inputs)
    with precision(256):
        given = exact_values(case.inputs, {**case.parameters, **rule.fixed})
        given |= {n: given[source] for n, source in zip(names, rule.order, strict=True)}
        assert isinstance(rule.kernel, Expression)  # programs have no limits of this kind
        found = _evaluate(rule.kernel, given, case)
        stated = rule.limits.get(name, {}).get(key)
        if stated is not None:
            tends = np.broadcast_to(_evaluate(stated, given, case), found.shape)
            finite = np.isfinite(scaled(found).hi)
            found = np.where(finite, found, tends)
    value = scaled(found)
    return Exact(
        value,
        value,
        np.abs(np.where(np.isfinite(value.hi), value.hi, 0.0)) * case.form.u,
        1,
        ~np.isnan(value.hi),
        np.zeros(found.shape, dtype=bool),
    )


def _evaluate(expression: Expression, given: Any, case: Case) -> Balls:
    result = np.asarray(expression.evaluate(BallSystem(case.form), given), dtype=object)
    shape = case.shape if case.formula.elementwise else case.shape[:1]
    return np.broadcast_to(result, shape) if result.ndim == 0 else result


def _zeros(plan: Plan) -> Iterator[Probe]:
    """At zeros of either sign the formula's value at zero is due, with either sign."""
    formula = plan.subject.formula
    for name, given in formula.inputs.items():
        if given.domain == "real" and given.shape == "*":
            case = cases.at_limit(plan.subject.formula, plan.subject.form, name, -0.0, plan.seed)
            yield Probe(
                case,
                plan.subject.samples(case, plan.rule),
                lambda case, rule: case.exact(rule, reduced=False),
                largest(formula, plan.rule, plan.subject.form, case.parameters),
            )


def _nan(plan: Plan) -> Iterator[tuple[str, Any]]:
    """What comes out for NaN: no document says, so it is recorded, not judged."""
    formula = plan.subject.formula
    for name, given in formula.inputs.items():
        if (
            given.domain not in {"real", "probability", "positive", "nonnegative"}
            or given.shape == ""
        ):
            continue
        case = cases.at_limit(
            plan.subject.formula, plan.subject.form, name, float("nan"), plan.seed
        )
        try:
            got = np.asarray(plan.subject.samples(case, plan.rule)).astype(np.float64)
        except CallFailed:
            yield f"result for {name} = nan", {"taken": "raises an error", "allowed": ["anything"]}
            continue
        # Every planted NaN must come out of its sample, wherever in the sample it shows.
        samples = got.reshape(-1, 1) if formula.elementwise else got.reshape(len(got), -1)
        silent = samples[~np.isnan(samples).any(axis=1)]
        taken = "nan" if not silent.size else f"{silent[0, 0]:g}"
        yield f"result for {name} = nan", {"taken": taken, "allowed": ["anything"]}
