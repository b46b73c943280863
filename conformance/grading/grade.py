"""Grade one submission: points, reasons, and never a score for a failure of our own."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from typing import Any

from nnconform.adapters.isolation import SandboxError
from nnconform.adapters.protocol import (
    SUBMISSION,
    AdapterError,
    Missing,
    NotImported,
    Target,
    Unsupported,
)
from nnconform.conformance.outcome import (
    CONFORMS,
    CONVENTION,
    ERROR,
    FAILS,
    INACCURATE,
    UNSUPPORTED,
    Outcome,
)
from nnconform.conformance.runner import Request, judge
from nnconform.conformance.subject import Subject
from nnconform.conformance.suites import suite
from nnconform.reports.grading.record import (
    NOT_GRADED,
    CheckGrade,
    Grade,
    QuestionGrade,
    tidy,
)
from nnconform.reports.record import plain
from nnconform.reports.wording import one_line, visible
from nnconform.spec import Formula, load

from .assignment import Assignment
from .opening import Watched, opened
from .sentences import (
    hint,
    in_words,
    is_absolutely_accurate,
    is_our_fault,
    mistake,
    property_name,
    sentence,
)
from .settled import settle

_PRINTED = 2000
_NOTHING = Fraction(0)
_RIGHT = frozenset({CONFORMS, CONVENTION, INACCURATE})


class _OurFault(Exception):
    """Our own code failed while a question was judged."""


def grade(path: Path, name: str, assignment: Assignment) -> Grade:
    """Grade one submission.

    Args:
        path: a Python file, a notebook, or a folder.
        name: how reports call it.

    Returns:
        the grade; whatever the submission does ends in one.
    """
    settle()
    begun = time.monotonic()
    done: dict[str, QuestionGrade] = {}
    said: dict[str, list[str]] = {"errors": [], "faults": [], "printed": []}
    level = ""
    for names in _rounds(assignment):
        level = _opened_round(path, assignment, names, done, said) or level
    questions = tuple(done[each] for each in assignment.questions)
    points = [each.points for each in questions]
    total = None if None in points else tidy(sum(p for p in points if p is not None))
    return Grade(
        submission=name,
        points=total,
        max_points=tidy(sum(each.max_points for each in questions)),
        questions=questions,
        level=level,
        seconds=round(time.monotonic() - begun, 3),
        printed=visible("".join(said["printed"])[:_PRINTED]),
        errors=tuple(dict.fromkeys(said["errors"])),
        faults=tuple(dict.fromkeys(said["faults"])),
    )


def refused(name: str, assignment: Assignment, reason: str) -> Grade:
    """The grade of what is no submission at all: no points, and why."""
    return _unjudged(name, assignment, 0.0, reason, errors=(reason,))


def not_graded(name: str, assignment: Assignment, fault: str) -> Grade:
    """The grade where our own code failed: no score."""
    return _unjudged(name, assignment, None, _SORRY, faults=(fault,))


_SORRY = "Not graded: the grader itself failed here; your instructor has been told."


def _unjudged(
    name: str, assignment: Assignment, points: float | None, said: str, **more: tuple[str, ...]
) -> Grade:
    questions = tuple(_question(assignment, each, points, said) for each in assignment.questions)
    whole = tidy(sum(each.max_points for each in questions))
    return Grade(submission=name, points=points, max_points=whole, questions=questions, **more)  # type: ignore[arg-type]  # errors or faults


def _rounds(assignment: Assignment) -> Iterator[list[str]]:
    """The questions in rounds that have each formula once, for a binding is of a formula."""
    left = list(assignment.questions)
    while left:
        taken: dict[str, str] = {}
        for name in left:
            taken.setdefault(assignment.questions[name].formula, name)
        yield list(taken.values())
        left = [name for name in left if name not in taken.values()]


def _opened_round(
    path: Path,
    assignment: Assignment,
    names: Sequence[str],
    done: dict[str, QuestionGrade],
    said: dict[str, list[str]],
) -> str:
    """Grade some questions; those that our own code failed on once more, in a new process."""
    level = ""
    for attempt in (1, 2):
        left = [name for name in names if name not in done or done[name].points is None]
        if not left:
            break
        try:
            with opened(path, _bindings(assignment, left), assignment) as adapter:
                level = adapter.level
                for name in left:
                    done[name] = _guarded(adapter, assignment, name, said["faults"], attempt)
                said["printed"].append(adapter.printed)
                said["errors"].extend(adapter.errors)
        except SandboxError as error:
            said["faults"].append(f"attempt {attempt}: {one_line(str(error))}")
            for name in left:
                done[name] = _question(assignment, name, None, _SORRY)
        except AdapterError as error:
            reason = one_line(str(error)).replace(str(path), path.name)
            said["errors"].append(reason)
            for name in left:
                done[name] = _question(assignment, name, 0.0, f"Not run: {reason}.")
    return level


def _bindings(assignment: Assignment, names: Sequence[str]) -> Mapping[str, Any]:
    questions = (assignment.questions[name] for name in names)
    return {each.formula: each.binding for each in questions if each.binding is not None}


def _guarded(
    adapter: Any, assignment: Assignment, name: str, faults: list[str], attempt: int
) -> QuestionGrade:
    try:
        return _graded(adapter, assignment, name)
    except Exception as error:
        fault = f"{name}, attempt {attempt}: {type(error).__name__}: {one_line(str(error))[:300]}"
        faults.append(fault)
        return _question(assignment, name, None, _SORRY)


def _graded(adapter: Any, assignment: Assignment, name: str) -> QuestionGrade:
    formula = load(assignment.questions[name].formula)
    shares = assignment.shares(name)
    faults: list[str] = []
    outcomes = dict(_outcomes(adapter, assignment, formula, shares, faults))
    faults += [outcome.message for outcome in outcomes.values() if is_our_fault(outcome)]
    if faults:
        raise _OurFault(faults[0])
    first = suite(formula).first
    counted = _counted(assignment, name, shares, outcomes, first)
    whole = sum(counted.values(), _NOTHING)
    worth = Fraction(str(assignment.questions[name].points))
    right = outcomes[first].verdict in _RIGHT
    open_ = _others_count(assignment, outcomes[first])
    checks, total = [], _NOTHING
    for check, share in counted.items():
        most = worth * share / whole
        kept = _kept(assignment, name, outcomes[check]) if check == first or open_ else _NOTHING
        total += most * kept
        checks.append(
            _check(assignment, name, check, outcomes[check], most, most * kept, right=right)
        )
    # Whole hundredths, as grade books have them; what is full stays exactly full.
    points = float(worth) if total == worth else round(float(total), 2)
    return _question(assignment, name, points, _summary(checks, first, open_), tuple(checks))


def _outcomes(
    adapter: Any,
    assignment: Assignment,
    formula: Formula,
    shares: Mapping[str, Fraction],
    faults: list[str],
) -> Iterator[tuple[str, Outcome]]:
    first = suite(formula).first
    target = Target(SUBMISSION, "cpu", assignment.dtype, "eager")
    request = Request(
        ("submission",), (formula.id,), checks=(first, *shares), examples=assignment.examples,
        seed=assignment.seed, explicit=True,
    )  # fmt: skip
    try:
        watched = Watched(adapter.implementation(formula, target), faults)
        subject = Subject(formula, target, watched)
    except NotImported as reason:
        if str(reason) not in adapter.errors:
            adapter.errors.append(str(reason))
        yield first, Outcome(ERROR, str(reason))
        return
    except (Missing, Unsupported) as reason:
        yield first, Outcome(UNSUPPORTED, str(reason))
        return
    for check, outcome, _ in judge(subject, request):
        yield check, outcome


def _counted(
    assignment: Assignment,
    name: str,
    shares: Mapping[str, Fraction],
    outcomes: Mapping[str, Outcome],
    first: str,
) -> dict[str, Fraction]:
    """The checks that count, with their shares.

    Left out is what a formula gives nothing to ask for, and a derivative that nobody asked for
    and that is not offered. Where the first check has no answer at all, the others say no more.
    """
    if outcomes[first].verdict in {ERROR, UNSUPPORTED}:
        return {first: Fraction(1)}
    found: dict[str, Fraction] = {}
    for check, share in shares.items():
        outcome = outcomes.get(check)
        if outcome is None:
            continue
        if outcome.verdict != UNSUPPORTED or assignment.required(name, check):
            found[check] = share
    # A first check that carries no points still says whether anything was there.
    return found or {first: Fraction(1)}


def _others_count(assignment: Assignment, first: Outcome) -> bool:
    """Whether the checks beside the first one give points."""
    match assignment.other_checks:
        case "always":
            return True
        case "when_right":
            return first.verdict in _RIGHT
    explained = first.verdict == FAILS and first.variant is not None
    return explained or first.verdict in _RIGHT


def _kept(assignment: Assignment, name: str, outcome: Outcome) -> Fraction:
    """The part of a check's points that an outcome gets."""
    match outcome.verdict:
        case "conforms":
            return Fraction(1)
        case "convention":
            return Fraction(int(assignment.accepts(name, outcome.variant or "")))
        case "inaccurate" if is_absolutely_accurate(outcome):
            return Fraction(1)
        case "inaccurate":
            return assignment.kept_of_inaccurate(name)
    return _NOTHING


def _check(
    assignment: Assignment,
    name: str,
    check: str,
    outcome: Outcome,
    most: Fraction,
    got: Fraction,
    *,
    right: bool,
) -> CheckGrade:
    accepted = outcome.verdict != CONVENTION or assignment.accepts(name, outcome.variant or "")
    said = sentence(check, outcome, accepted=accepted, right=right)
    if not got and _kept(assignment, name, outcome):
        said = f"{said} It gives no points while the value is wrong."
    return CheckGrade(
        check=check,
        verdict=outcome.verdict,
        points=round(float(got), 2),
        max_points=round(float(most), 2),
        visible=not assignment.is_hidden(name, check),
        sentence=said,
        mistake=visible(mistake(outcome)),
        hint=hint(outcome),
        counterexample=_example(check, outcome),
        detail=one_line(outcome.message)[:600],
    )


def _example(check: str, outcome: Outcome) -> Mapping[str, Any] | None:
    """The counterexample as plain data; a property is called by its name, for its statement may
    be the formula itself.
    """
    shown = outcome.counterexample
    if shown is None:
        return None
    values = {**asdict(shown)}
    del values["reproduce"]
    if isinstance(shown.expected, str) and check == "properties":
        values["expected"] = f"the property {property_name(outcome)}"
    found: Any = plain(values)
    return dict(found)


def _summary(checks: Sequence[CheckGrade], first: str, open_: bool) -> str:
    """One sentence on a question, from the checks that a student may see."""
    lost = [check for check in checks if check.points < check.max_points]
    if not lost:
        named = [c.mistake for c in checks if c.verdict == CONVENTION and c.visible and c.mistake]
        return f"Right, in another accepted form: {in_words(named[0])}." if named else "Right."
    shown = [check for check in lost if check.visible]
    if not shown:
        return "Points were lost in checks that are not shown."
    # The first check explains the others.
    best = next((check for check in shown if check.check == first), shown[0])
    tail = "" if open_ else " The other checks give no points while this one is wrong."
    many = len(checks) > 1 and best.check == first and best.verdict == FAILS
    return f"{best.sentence}{tail if many else ''}"


def _question(
    assignment: Assignment,
    name: str,
    points: float | None,
    said: str,
    checks: tuple[CheckGrade, ...] = (),
) -> QuestionGrade:
    question = assignment.questions[name]
    formula = load(question.formula)
    return QuestionGrade(
        name=name,
        title=question.title or formula.file.title,
        formula=formula.id,
        points=points,
        max_points=question.points,
        sentence=said,
        checks=checks,
        latex=formula.file.latex if assignment.show_formula else "",
    )


__all__ = ["NOT_GRADED", "grade", "not_graded", "refused"]
