"""The contract check of programs: dtypes, side effects, layouts in memory, and single steps."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from nnconform.adapters._plain import steps
from nnconform.adapters.protocol import Array
from nnconform.conformance import cases, program_cases
from nnconform.conformance.assess import read
from nnconform.conformance.check_contract import fits_dtype, misfit
from nnconform.conformance.checks import Plan
from nnconform.conformance.outcome import (
    CONFORMS,
    FAILS,
    Outcome,
)
from nnconform.conformance.program_cases import Call
from nnconform.conformance.program_probes import probe
from nnconform.conformance.subject import CallFailed, NotOffered


def contract(plan: Plan) -> Outcome | None:
    """Dtypes, side effects, memory layouts; steps and trajectory say the same."""
    subject = plan.subject
    call = next((c for c in ordinary(plan) if subject.answers(c)), None)
    if call is None:
        return None
    got = subject.value(call)
    problems = [*_dtypes(plan, got), *_effects(plan, call, got), *_views(plan, call, got)]
    problems += _by_steps(plan, call)
    if not problems:
        return Outcome(CONFORMS, points=4)
    return Outcome(
        FAILS,
        "; ".join(dict.fromkeys(problems)),
        points=4,
        counterexample=probe(subject, call, got, plan.rule).shown(plan.rule),
    )


def ordinary(plan: Plan) -> Sequence[Call]:
    """The fixed and chosen calls, the plainest one last."""
    # The second has all sizes different and every axis there.
    calls = program_cases.value_calls(plan.subject.formula.id, plan.subject.form, plan.seed, 0)
    return (*calls[1:], *calls[:1])


def _leaves(got: Any) -> Iterator[Array]:
    if isinstance(got, tuple | list):
        for each in got:
            yield from _leaves(each)
    else:
        yield np.asarray(got)


def _dtypes(plan: Plan, got: Any) -> Iterator[str]:
    real = any(a.dtype.kind not in "iub" for g in ordinary(plan)[0].inputs.values()
               for a in _leaves(g))  # fmt: skip
    for array in _leaves(got):
        if real and not fits_dtype(plan.subject, array):
            yield misfit(plan.subject, array)


def _effects(plan: Plan, call: Call, got: Any) -> Iterator[str]:
    """Inputs stay as they were, and one question has one answer."""
    inputs = call.copies()
    before = call.copies()
    again = cases.copied(plan.subject.raw(call, inputs))
    for name, was, now in zip(call.inputs, before, inputs, strict=True):
        if not _same(was, now):
            yield f"modifies its input {name}"
    other = next((c for c in ordinary(plan)[1:] if plan.subject.answers(c)), None)
    if other is not None:
        plan.subject.value(other)
    if not _same(again, got) or not _same(plan.subject.value(call), got):
        yield "the same call gives another answer the second time"


def _same(a: Any, b: Any) -> bool:
    pairs = list(zip(_leaves(a), _leaves(b), strict=False))
    return all(x.shape == y.shape and x.tobytes() == y.tobytes() for x, y in pairs)


def _views(plan: Plan, call: Call, got: Any) -> Iterator[str]:
    """Arrays in Fortran order give what their copies give."""
    inputs = [_fortran(given) for given in call.copies()]
    try:
        again = plan.subject.raw(call, inputs)
    except (CallFailed, NotOffered) as reason:
        yield f"an array in Fortran order is not taken: {reason}"
        return
    there = probe(plan.subject, call, cases.copied(again), plan.rule)
    if read([there], plan.rule, plan.subject.form, ordinary=True).wrong:
        here = probe(plan.subject, call, got, plan.rule)
        if not read([here], plan.rule, plan.subject.form, ordinary=True).wrong:
            yield "an array in Fortran order gives another result than its copy"


def _fortran(given: Any) -> Any:
    if isinstance(given, list):
        return [_fortran(each) for each in given]
    return np.asfortranarray(given) if isinstance(given, np.ndarray) and given.ndim else given


def _by_steps(plan: Plan, call: Call) -> Iterator[str]:
    """Where a submission offers single steps besides the trajectory, they make the same one."""
    implementation: Any = plan.subject.implementation
    both = {"", "_step"} <= set(getattr(implementation, "functions", ()))
    if not both or not steps(plan.subject.formula):
        return
    functions = {name: f for name, f in implementation.functions.items() if name != ""}
    subject = replace(plan.subject, implementation=replace(implementation, functions=functions))
    name = plan.subject.formula.id
    try:
        got = subject.value(call)
    except CallFailed as error:
        yield f"{name}_step: {error}"
        return
    if read([probe(subject, call, got, plan.rule)], plan.rule, subject.form, ordinary=True).wrong:
        yield f"{name}_step takes another path than {name}"
