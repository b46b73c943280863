"""The checks that go over the whole range of the inputs: stability and accuracy."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from nnconform.conformance import cases
from nnconform.conformance.assess import Probe
from nnconform.conformance.checks import Plan, conclude, gradient_probes, probe
from nnconform.conformance.compare import joined
from nnconform.conformance.filtering import GRADIENT, VALUE
from nnconform.conformance.mass_sweep import confirmed, slope_is_right, swept, with_counts
from nnconform.conformance.outcome import Outcome
from nnconform.conformance.profile import profiled
from nnconform.conformance.subject import CallFailed, NotOffered

_OTHERWISE = "another formula at extreme inputs: finite, and off by more than half the digits"


def stability(plan: Plan) -> Outcome:
    """Extreme finite inputs: finite where the formula is, and never half the digits lost."""
    form = plan.subject.form
    given = [_results(plan, cases.extreme_case(plan.subject.formula.id, form, plan.seed))]
    outcome = conclude(plan, [*given, *confirmed(plan)], _OTHERWISE, only_lost=True)
    return with_counts(outcome, plan, lambda errors: errors.halved(form), "lose half their digits")


def accuracy(plan: Plan) -> Outcome:
    """The error in ULP against the band, over the whole useful range."""
    spread = _results(
        plan, cases.spread_case(plan.subject.formula.id, plan.subject.form, plan.seed)
    )
    outcome = conclude(plan, [spread, *confirmed(plan)], _OTHERWISE)
    outcome = with_counts(outcome, plan, lambda errors: errors.outside, "lie outside the band")
    return replace(outcome, profile=_profile(plan, spread))


def _results(plan: Plan, case: cases.Case) -> Probe:
    return probe(
        plan.subject, case, plan.subject.samples(case, plan.rule), plan.rule, reduced=False
    )


# -- profile --------------------------------------------------------------------------------------


def _profile(plan: Plan, spread: Probe) -> dict[str, Any] | None:
    """The error over the range of the only array: of the sweep, or of what else was measured."""
    name = cases.single_array(plan.subject.formula)
    if name is None:
        return None
    form, sweep = plan.subject.form, swept(plan)
    if sweep is not None:
        quantities = {
            of: profiled(sweep.x, measured.errors, form, exhaustive=sweep.exhaustive)
            for of, measured in sweep.measured.items()
        }
    else:
        quantities = {VALUE: _sampled(plan, name, [spread]), GRADIENT: _slopes(plan, name)}
    known = {of: each for of, each in quantities.items() if each is not None}
    return {"input": name, "quantities": known} if known else None


def _slopes(plan: Plan, name: str) -> dict[str, Any] | None:
    """The slopes that the gradient check has measured, at the default parameters."""
    if not slope_is_right(plan):
        return None
    try:
        probes = gradient_probes(plan)
    except (CallFailed, NotOffered):
        return None
    usual = cases.defaults(plan.subject.formula)
    return _sampled(
        plan, name, [held for of, held in probes if of == name and held.case.parameters == usual]
    )


def _sampled(plan: Plan, name: str, probes: Sequence[Probe]) -> dict[str, Any] | None:
    pairs = [(held, held.errors(plan.rule)) for held in probes]
    found = [(held.case.inputs[name], errors) for held, errors in pairs if errors is not None]
    if not found:
        return None
    x = np.concatenate([given.astype(np.float64) for given, _ in found])
    return profiled(x, joined([errors for _, errors in found]), plan.subject.form, exhaustive=False)
