"""A sweep of all inputs, evaluated once for the checks limits, stability and accuracy."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from nnconform.conformance import cases, mass
from nnconform.conformance.assess import Probe
from nnconform.conformance.checks import Plan, gradient, gradient_of, probe
from nnconform.conformance.compare import Errors, Mask
from nnconform.conformance.filtering import GRADIENT, VALUE
from nnconform.conformance.formats import Array, Floats
from nnconform.conformance.largest import largest
from nnconform.conformance.mass import Measured, Sweep
from nnconform.conformance.outcome import CONFORMS, CONVENTION, INACCURATE, Outcome
from nnconform.conformance.subject import CallFailed, NotOffered
from nnconform.spec import derivative

Where = Callable[[Floats], Mask]
_NOUNS = {VALUE: "values", GRADIENT: "gradients"}


def swept(plan: Plan) -> Sweep | None:
    """The sweep of an implementation of the formula itself; None where nothing is swept.

    Raises:
        CallFailed, NotOffered: as the calls of the subject.
    """
    if plan.rule.name or not mass.applies(plan.subject.formula, plan.subject.form):
        return None
    return plan.once("sweep", lambda: _swept(plan))


def _swept(plan: Plan) -> Sweep:
    subject, form = plan.subject, plan.subject.form
    measured = {VALUE: mass.measure(subject, plan.seed, VALUE, _largest(plan, VALUE))}
    if slope_is_right(plan):
        measured[GRADIENT] = mass.measure(subject, plan.seed, GRADIENT, _largest(plan, GRADIENT))
    case = mass.swept_case(subject.formula.id, form, plan.seed)
    return Sweep(case, mass.is_exhaustive(form), measured)


def slope_is_right(plan: Plan) -> bool:
    """Whether a gradient in the only array is offered and is the formula's.

    Another one is the business of the gradient check alone, and no fault of the value's accuracy.
    """
    name = cases.single_array(plan.subject.formula)
    if name not in plan.subject.formula.differentiable:
        return False
    try:
        outcome = gradient(plan)
    except (CallFailed, NotOffered):
        return False
    return outcome is not None and outcome.verdict in {CONFORMS, INACCURATE}


def _largest(plan: Plan, quantity: str) -> float:
    """The largest magnitude of the quantity: the gradient's by its own entry, if it has one."""
    formula, form = plan.subject.formula, plan.subject.form
    entry = formula if quantity == VALUE else derivative(formula.id)
    if entry is not None:
        return largest(entry, entry.rule, form, cases.defaults(formula))
    ordinary = cases.value_cases(formula.id, form, 0, 0)[1]
    exact = ordinary.gradient(plan.rule, cases.single_array(formula) or "", None)
    return float(np.abs(exact.high.to_float()[exact.decided]).max(initial=0.0))


def confirmed(plan: Plan, where: Where = np.isfinite) -> list[Probe]:
    """What the balls are to decide of a sweep: the suspects and a sample, among some inputs."""
    sweep = swept(plan)
    if sweep is None:
        return []
    chosen = np.asarray(where(sweep.x))
    found = []
    for quantity, measured in sweep.measured.items():
        rows = mass.suspects(sweep, quantity, chosen, plan.seed)
        if rows.size:
            found.append(_probe(plan, quantity, cases.rows_of(sweep.case, rows), measured, rows))
    return found


def _probe(plan: Plan, quantity: str, case: cases.Case, measured: Measured, rows: Array) -> Probe:
    got = measured.got[rows]
    if quantity == VALUE:
        return probe(plan.subject, case, got, plan.rule, reduced=False)
    oracle = gradient_of(cases.single_array(case.formula) or "", None)
    return Probe(case, got, oracle, _largest(plan, quantity), of=quantity)


def with_counts(
    outcome: Outcome,
    plan: Plan,
    flagged: Callable[[Errors], Mask],
    what: str,
    where: Where = np.isfinite,
) -> Outcome:
    """Say of all inputs of the sweep how many are at fault; the balls have seen a part of them."""
    sweep = swept(plan)
    if sweep is None:
        return outcome
    chosen = np.asarray(where(sweep.x))
    count = int(chosen.sum())
    said = [outcome.message]
    if outcome.verdict not in {CONFORMS, CONVENTION}:
        for quantity, measured in sweep.measured.items():
            off = int((flagged(measured.errors) & chosen).sum())
            if off:
                every = "all " if sweep.exhaustive else ""
                said.append(f"{off} of {every}{count} {_NOUNS[quantity]} {what} in the mass check")
    return replace(
        outcome,
        points=outcome.points + count * len(sweep.measured),
        message="; ".join(part for part in said if part),
    )
