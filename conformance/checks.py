"""The checks that hold results against the oracle: value, gradient, accuracy and others."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar, cast

import numpy as np

from nnconform.adapters.as_written import ArrayNumbers, function
from nnconform.adapters.protocol import AS_WRITTEN, Missing
from nnconform.conformance import cases
from nnconform.conformance.assess import (
    Oracle,
    Probe,
    Reading,
    assess,
    candidates,
    explanations,
    read,
)
from nnconform.conformance.cases import Case
from nnconform.conformance.filtering import GRADIENT
from nnconform.conformance.gradient_cases import gradient_cases
from nnconform.conformance.hints import hints
from nnconform.conformance.largest import largest
from nnconform.conformance.outcome import FAILS, Counterexample, Outcome
from nnconform.conformance.readable import point
from nnconform.conformance.shrink import shrink
from nnconform.conformance.slopes import slopes
from nnconform.conformance.subject import CallFailed, NotOffered, Subject
from nnconform.spec import Rule

_T = TypeVar("_T")


@dataclass(frozen=True)
class Plan:
    """What every check needs to know.

    Attributes:
        rule: the formula, or the convention that the value check has found.
        seen: the probes of the value check, empty where it came to nothing.
        known: the rules that may explain this implementation; None for all of the formula's.
    """

    subject: Subject
    seed: int
    rule: Rule
    seen: Sequence[Probe] = ()
    known: Sequence[Rule] | None = None
    _found: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, key: str, compute: Callable[[], _T]) -> _T:
        """What several checks need, computed for the first; a call that failed, fails once."""
        if key not in self._found:
            try:
                self._found[key] = compute()
            except (CallFailed, NotOffered) as failed:
                self._found[key] = failed
        found = self._found[key]
        if isinstance(found, Exception):
            raise found
        return cast("_T", found)

    @cached_property
    def plausible(self) -> tuple[Rule, ...]:
        """The rules that the value check has not refuted: only these may explain another check."""
        known = candidates(self.subject.formula.id) if self.known is None else tuple(self.known)
        if not self.seen:
            return known
        form = self.subject.form
        found = explanations(self.seen, known, form, ordinary=True)
        return tuple(reading.rule for reading in found)


def identify(subject: Subject, seed: int, examples: int) -> tuple[Outcome, Plan]:
    """Run the value check, and find the rule that the implementation follows.

    Returns:
        The outcome, and the plan of the other checks: they hold to the formula, or to the
        convention that explains every result.
    """
    formula, form = subject.formula, subject.form
    probes = [
        probe(subject, case, subject.value(case), formula.rule)
        for case in cases.value_cases(formula.id, form, seed, examples)
        if subject.answers(case) and not _tells_nothing(subject, case)
    ]
    outcome, reading = assess(formula, probes, formula.rule, form, ordinary=True)
    if outcome.verdict == FAILS:
        outcome = _with_counterexample(
            subject, outcome, read(probes, formula.rule, form, ordinary=True)
        )
        if outcome.variant is None:
            outcome = replace(outcome, message=hints(probes, formula.rule))
    followed = reading.rule if reading.rule.kind in {"formula", "convention"} else formula.rule
    return outcome, Plan(subject, seed, followed, probes)


def _tells_nothing(subject: Subject, case: Case) -> bool:
    """An expression on each element alone treats one as it treats many; compiling it costs time."""
    whole = cases.single_array(subject.formula) is not None
    return _written(subject) and whole and case.shape == (1,)


def probe(subject: Subject, case: Case, got: Any, rule: Rule, *, reduced: bool = True) -> Probe:
    """Results and what the rule allows for them: reduced, or a value for each kernel element."""

    def oracle(given: Case, candidate: Rule) -> Any:
        return given.exact(candidate, reduced=reduced)

    def written(given: Case, candidate: Rule) -> Any:
        return as_written(given, candidate if reduced else replace(candidate, reduction="none"))

    bound = largest(subject.formula, rule, subject.form, case.parameters)
    return Probe(case, got, oracle, bound, written)


def as_written(case: Case, rule: Rule) -> Any:
    """The rule's expression in NumPy's own arithmetic; None where that takes a derivative."""
    with np.errstate(all="ignore"):
        plain = function(rule, ArrayNumbers(np, case.form.dtype))
        try:
            return plain(*case.copies(), **case.parameters)
        except Missing:
            return None


def conclude(
    plan: Plan,
    probes: Sequence[Probe],
    otherwise: str = "",
    *,
    only_lost: bool = False,
    written: bool | None = None,
) -> Outcome:
    """Judge the probes of a check that goes beyond ordinary inputs.

    Args:
        otherwise: what a failure is where no rule explains it; hints where empty.
        only_lost: see :func:`assess`.
        written: see :func:`assess`; None for what the target says.
    """
    subject = plan.subject
    outcome, _ = assess(
        subject.formula,
        probes,
        plan.rule,
        subject.form,
        ordinary=False,
        only_lost=only_lost,
        written=_written(subject) if written is None else written,
        plausible=lambda: plan.plausible,
    )
    if outcome.verdict != FAILS:
        return outcome
    reading = read(probes, plan.rule, subject.form, ordinary=False)
    message = outcome.message or otherwise or hints(probes, plan.rule)
    return replace(outcome, counterexample=from_point(reading), message=message)


def _written(subject: Subject) -> bool:
    return subject.target.provenance == AS_WRITTEN


def examples(plan: Plan) -> Outcome | None:
    """The documents' worked inputs; the exact value is due, not the printed one."""
    subject = plan.subject
    probes = []
    for case in worked_cases(subject):
        if subject.answers(case):
            probes.append(probe(subject, case, subject.value(case), plan.rule))
    if not probes:
        return None
    # The inputs are ordinary ones: what is wrong there is wrong, however it came about.
    return conclude(plan, probes, written=False)


def worked_cases(subject: Subject) -> list[Case]:
    """The worked examples as calls, rounded to the format."""
    formula, found = subject.formula, []
    for example in formula.examples.values():
        drawn = {n: cases.as_input(formula, n, example.inputs[n]) for n in formula.inputs}
        parameters = {
            **cases.defaults(formula),
            **{n: float(str(v)) for n, v in example.parameters.items()},
        }
        found.append(
            Case(formula, subject.form, cases.rounded(formula, drawn, subject.form), parameters)
        )
    return found


def gradient(plan: Plan) -> Outcome | None:
    """The derivative, any value between the one-sided ones at a kink."""
    return plan.once("gradient", lambda: _gradient(plan))


def _gradient(plan: Plan) -> Outcome | None:
    names = plan.subject.formula.differentiable
    if not names:
        return None
    probes = gradient_probes(plan)
    choices: dict[str, Any] = {}
    for name, held in probes:
        cotangent = _cotangent(plan, held.case)
        here = _choices(held.case, plan.rule, name, held.got, cotangent, len(names))
        choices |= {k: c for k, c in here.items() if c not in choices.values()}
    outcome = conclude(plan, [held for _, held in probes])
    taken = "; ".join(
        f"takes {c['taken']:g} as the {where}" for where, c in list(choices.items())[:3]
    )
    message = "; ".join(part.rstrip(".") for part in (outcome.message, taken) if part)
    return replace(outcome, choices=choices, message=message)


def gradient_probes(plan: Plan) -> list[tuple[str, Probe]]:
    """The gradients in each differentiable input, under its name."""
    return plan.once("gradient probes", lambda: _gradient_probes(plan))


def _gradient_probes(plan: Plan) -> list[tuple[str, Probe]]:
    subject, formula = plan.subject, plan.subject.formula
    names = formula.differentiable
    found: list[tuple[str, Probe]] = []
    for case in gradient_cases(formula.id, subject.form, plan.seed):
        if not subject.answers(case):
            continue
        cotangent = _cotangent(plan, case)
        for name, got in zip(names, slopes(subject, case, names, cotangent), strict=True):
            size = _gradient_size(plan, case, name, cotangent)
            found.append((name, Probe(case, got, gradient_of(name, cotangent), size)))
    return found


def gradient_of(name: str, cotangent: Any) -> Oracle:
    """What a rule allows as the gradient in an input."""
    return lambda case, rule: case.gradient(rule, name, cotangent)


def _cotangent(plan: Plan, case: Case) -> Any:
    """Weights for formulas that return more than a number a sample; None stands for ones."""
    if plan.rule.reduction != "none" or plan.subject.formula.elementwise:
        return None
    shape = case.exact(plan.rule).low.hi.shape
    rng = cases.random(plan.subject.formula, plan.seed, f"cotangent {shape}")
    return rng.integers(-4, 5, size=shape) / 2


def _gradient_size(plan: Plan, case: Case, name: str, cotangent: Any) -> float:
    exact = case.gradient(plan.rule, name, cotangent)
    values = np.abs(exact.high.to_float()[exact.decided])
    return float(values[np.isfinite(values)].max(initial=0.0))


def _choices(
    case: Case, rule: Rule, name: str, got: Any, cotangent: Any, wanted: int
) -> Mapping[str, Any]:
    """What is taken where the derivative is free, by a description of the place."""
    got = np.asarray(got)
    exact = case.gradient(rule, name, cotangent)
    if got.shape != exact.free.shape or not exact.free.any():
        return {}
    low, high = exact.low.to_float(), exact.high.to_float()
    # A mean divides the slope of a sample by their number.
    scale = case.shape[0] if rule.reduction == "mean" else 1
    found: dict[str, Any] = {}
    for index in zip(*np.nonzero(exact.free), strict=True):
        flat = int(np.ravel_multi_index(index, got.shape)) if got.shape else 0
        spot = point(case, flat, got.shape)
        of = f"derivative in {name}" if wanted > 1 or len(spot) > 1 else "derivative"
        where = f"{of} at " + ", ".join(
            f"{n} = {v:g}" if not isinstance(v, list) else f"{n} = {v}" for n, v in spot.items()
        )
        choice = {
            # As the format would hold the slope of one sample; a zero without its sign.
            "taken": float(case.form.round(float(got[index]) * scale)) + 0.0,
            "allowed": [float(low[index]) * scale, float(high[index]) * scale],
        }
        if choice not in found.values():  # one place for each choice is enough
            found[where] = choice
    return found


# -- counterexamples ------------------------------------------------------------------------------


def _with_counterexample(subject: Subject, outcome: Outcome, reading: Reading) -> Outcome:
    off = reading.wrong or reading.outside
    wrong = min(off, key=lambda at: reading.probes[at[0]].case.shape)
    case = reading.probes[wrong[0]].case

    def shows(smaller: Case) -> bool:
        try:
            got = subject.value(smaller)
        except (CallFailed, NotOffered):
            return False
        found = _read_one(subject, smaller, got)
        return bool(found.wrong or (not reading.wrong and found.outside))

    failing = wrong[1] if case.formula.rule.reduction == "none" else -1
    small = shrink(case, failing, shows)
    got = np.asarray(subject.value(small))
    due = _read_one(subject, small, got).probes[0].exact(subject.formula.rule).low.to_float()
    return replace(outcome, counterexample=counterexample(small, due, got))


def _read_one(subject: Subject, case: Case, got: Any) -> Reading:
    held = probe(subject, case, got, subject.formula.rule)
    return read([held], subject.formula.rule, subject.form, ordinary=True)


def counterexample(case: Case, due: Any, got: Any) -> Counterexample:
    """A call in plain numbers."""
    return Counterexample(point(case, -1, ()), dict(case.parameters), _plain(due), _plain(got))


def _plain(values: Any) -> Any:
    return np.asarray(values).astype(np.float64).tolist()


def from_point(reading: Reading) -> Counterexample:
    """The worst wrong result as a counterexample."""

    def size(at: tuple[int, int]) -> float:
        errors = reading.errors[at[0]]
        return (
            -1.0
            if errors is None
            else float(np.nan_to_num(errors.ratio.ravel()[at[1]], nan=np.inf))
        )

    off = reading.wrong or reading.outside
    if reading.probes[0].case.formula.kind != "pointwise":
        smallest = min({i for i, _ in off}, key=lambda i: reading.probes[i].case.shape)
        return reading.probes[smallest].shown(reading.rule)
    i, j = max(off, key=size)
    held = reading.probes[i]
    due = held.exact(reading.rule).low.to_float()
    got = np.asarray(held.got)
    if reading.errors[i] is None or j < 0:
        return Counterexample(
            point(held.case, -1, ()), dict(held.case.parameters), _plain(due), _plain(got)
        )
    spot = point(held.case, j, due.shape)
    return Counterexample(
        spot,
        dict(held.case.parameters),
        _plain(due.ravel()[j]),
        _plain(got.ravel()[j]),
        options={"gradient": True} if held.of == GRADIENT else {},
    )
