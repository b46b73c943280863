"""The contract check: shapes, dtypes, strides, side effects, and the same answer twice."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from nnconform.adapters.protocol import AS_WRITTEN, SUBMISSION, Array
from nnconform.conformance import cases
from nnconform.conformance.balls import Scaled
from nnconform.conformance.cases import Case
from nnconform.conformance.checks import Plan, counterexample
from nnconform.conformance.compare import judge
from nnconform.conformance.formats import keeps_digits
from nnconform.conformance.outcome import CONFORMS, FAILS, Outcome
from nnconform.conformance.subject import CallFailed, NotOffered, Subject

Problem = tuple[str, Case, Any]


def contract(plan: Plan) -> Outcome:
    """Ask for the right shape and dtype on every layout, without side effects."""
    case = cases.value_cases(plan.subject.formula.id, plan.subject.form, plan.seed, 0)[1]
    got = np.asarray(plan.subject.value(case))
    problems = [*_plain(plan, case, got), *_side_effects(plan, case), *_strided(plan, case, got)]
    notes: list[str] = []
    for other in _layouts(plan, case):
        problems.extend(_layout(plan, other, notes))
    choices = dict(_mismatched(plan, case))
    points = 4 + len(notes)
    if problems:
        _, shown, result = problems[0]
        empty = shown.shape == (0,)
        due = np.empty(0) if empty else shown.exact(plan.rule).low.to_float()
        return Outcome(
            FAILS,
            "; ".join(dict.fromkeys(p for p, _, _ in problems)),
            points=points,
            counterexample=counterexample(shown, due, result),
            choices=choices,
        )
    return Outcome(CONFORMS, "; ".join(notes), points=points, choices=choices)


def _plain(plan: Plan, case: Case, got: Array) -> Iterator[Problem]:
    """Shape and dtype of an ordinary call."""
    due = case.exact(plan.rule).low.hi.shape
    if got.shape != due:
        yield f"returns shape {got.shape} where {due} is due", case, got
    if not fits_dtype(plan.subject, got):
        yield misfit(plan.subject, got), case, got


def fits_dtype(subject: Subject, got: Array) -> bool:
    """Whether a result has the dtype of its inputs; a submission's may hold more digits."""
    if got.dtype == subject.form.dtype:
        return True
    return subject.target.provenance == SUBMISSION and keeps_digits(got.dtype, subject.form)


def misfit(subject: Subject, got: Array) -> str:
    """What is said of a result whose dtype does not fit."""
    return f"returns dtype {got.dtype} for inputs of {subject.form.dtype}"


def _side_effects(plan: Plan, case: Case) -> Iterator[Problem]:
    """Inputs stay as they were, results stay as they are, and one question has one answer."""
    inputs = [a.copy() for a in case.inputs.values()]
    first = plan.subject.raw(case, inputs)
    for name, before, after in zip(case.inputs, case.inputs.values(), inputs, strict=True):
        if before.tobytes() != after.tobytes():
            yield f"modifies its input {name}", case, after
    kept = first.copy()
    other = case.anew(
        {
            n: a if a.dtype.kind in "iu" else a[::-1].copy() if a.ndim else a
            for n, a in case.inputs.items()
        }
    )
    plan.subject.value(other)
    if not _same(first, kept):
        yield (
            "a later call changes the result of an earlier one (one buffer is returned twice)",
            case,
            first,
        )
    again = np.asarray(plan.subject.value(case))
    if not _same(again, kept):
        yield "the same call gives another answer the second time", case, again


def _same(a: Array, b: Array) -> bool:
    return a.shape == b.shape and a.tobytes() == b.tobytes()


def _strided(plan: Plan, case: Case, plain: Array) -> Iterator[Problem]:
    """Views with gaps, and arrays in Fortran order, give what their contiguous copies give."""
    views: Mapping[str, Callable[[Array], Array]] = {
        "a strided view": lambda a: np.repeat(a, 2, axis=0)[::2] if a.ndim else a,
        "an array in Fortran order": lambda a: np.array(a, order="F"),
    }
    for name, view in views.items():
        try:
            got = np.asarray(plan.subject.raw(case, [view(a) for a in case.inputs.values()]))
        except (CallFailed, NotOffered) as reason:
            yield f"{name} is not taken: {reason}", case, np.nan
            continue
        if _differs(plan, case, got, plain):
            yield f"{name} gives another result than its contiguous copy", case, got


def _differs(plan: Plan, case: Case, got: Array, other: Array) -> bool:
    """Whether two results for the same inputs are further apart than half the digits."""
    if got.shape != other.shape:
        return True
    exact = case.exact(plan.rule)
    if exact.band.shape != got.shape:
        return not _same(got, other)
    nothing = np.zeros(got.shape)
    value = Scaled(other.astype(np.float64), nothing, nothing.astype(np.int64))
    errors = judge(got, replace(exact, low=value, high=value), plan.subject.form, np.inf)
    return bool(errors.halved(plan.subject.form).any())


def _layouts(plan: Plan, case: Case) -> Iterator[tuple[str, bool, Case]]:
    """Size-1 inputs; for formulas of any shape also 0-d and empty ones."""
    formula = plan.subject.formula
    first = cases.value_cases(formula.id, plan.subject.form, plan.seed, 0)[0]
    if plan.subject.target.provenance == AS_WRITTEN:
        return  # there is no function whose contract could be asked for
    yield "a size-1 input", True, first
    if len(case.shape) == 2 and all(given.shape in {"*", ""} for given in formula.inputs.values()):
        yield "a 0-d input", False, _reshaped(first, lambda a: a[0])
        yield "an empty input", False, _reshaped(first, lambda a: a[:0])


def _reshaped(case: Case, change: Callable[[Array], Array]) -> Case:
    return case.anew({n: np.asarray(change(a)) if a.ndim else a for n, a in case.inputs.items()})


def _layout(plan: Plan, layout: tuple[str, bool, Case], notes: list[str]) -> Iterator[Problem]:
    """A layout that is taken must give the right shape; one that is refused is noted."""
    name, needed, case = layout
    try:
        got = np.asarray(plan.subject.value(case))
    except CallFailed as reason:
        if needed:
            yield f"{name} is not taken: {reason}", case, np.nan
        else:
            notes.append(f"does not take {name}")
        return
    reduced = plan.rule.reduction != "none"
    due = () if reduced else case.exact(plan.rule).low.hi.shape if needed else case.shape
    if got.shape != due:
        if not needed and got.size == 1 and plan.subject.target.provenance == SUBMISSION:
            notes.append(f"returns shape {got.shape} for {name}")
        else:
            yield f"{name}: returns shape {got.shape} where {due} is due", case, got


def _mismatched(plan: Plan, case: Case) -> Iterator[tuple[str, Any]]:
    """What happens on shapes (n,) and (n, 1): no document says, so it is recorded, not judged."""
    formula = plan.subject.formula
    names = [n for n, given in formula.inputs.items() if given.shape == "n"]
    if (
        len(names) < 2
        or len(names) != len(formula.inputs)
        or plan.subject.target.provenance == AS_WRITTEN
    ):
        return
    inputs = [a[:, None].copy() if n == names[-1] else a.copy() for n, a in case.inputs.items()]
    where = f"{names[0]} of shape (n,) with {names[-1]} of shape (n, 1)"
    try:
        got = np.asarray(plan.subject.raw(case, inputs))
    except (CallFailed, NotOffered):
        yield where, {"taken": "raises an error", "allowed": ["anything"]}
        return
    plain = np.asarray(plan.subject.value(case))
    same = got.shape == plain.shape and not _differs(plan, case, got, plain)
    yield (
        where,
        {
            "taken": "treats them as one shape" if same else "broadcasts to (n, n)",
            "allowed": ["anything"],
        },
    )
