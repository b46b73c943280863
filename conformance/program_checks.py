"""The checks of programs: whole calls are judged, whatever layout the implementation wants."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations
from typing import Any

import numpy as np

from nnconform.adapters._plain import steps
from nnconform.adapters.as_written import ArrayNumbers
from nnconform.adapters.protocol import SUBMISSION, Array, Implementation
from nnconform.conformance import cases, program_cases
from nnconform.conformance.assess import Probe, assess, candidates, fitted, listed, read
from nnconform.conformance.check_properties import holds, statements, widened
from nnconform.conformance.checks import Plan, as_written, conclude
from nnconform.conformance.compare import Errors
from nnconform.conformance.formats import Floats, Format
from nnconform.conformance.hints import hints
from nnconform.conformance.outcome import (
    CONFORMS,
    CONVENTION,
    FAILS,
    Counterexample,
    Outcome,
)
from nnconform.conformance.program_cases import Call
from nnconform.conformance.programs import nested, shape_of
from nnconform.conformance.shrink_calls import shrink
from nnconform.conformance.subject import CallFailed, NotOffered, Subject
from nnconform.spec import Arrays, LayoutRule, Rule

# Layouts that one implementation may combine: rows of examples and transposed weights, say.
_COMBINED = 3
# What a property hands over (``x + 1``) is rounded to the format, which moves a result by a band.
_ROUNDED = 2.0


@dataclass(frozen=True)
class CallProbe(Probe):
    """The results of one call of a program.

    Attributes:
        held: the rule that the call is judged by; the others are candidates to explain it.
    """

    case: Call
    held: Rule | None = None

    def errors(self, rule: Rule) -> Errors | None:
        """The errors against a rule; none of a candidate's results may stay undecided."""
        judged = (self.case.formula.rule, *([] if self.held is None else [self.held]))
        if any(rule.key == each.key for each in judged):
            return super().errors(rule)
        found = super().errors(rule)
        # What is undefined by the rule came out as NaN: that is what the rule says.
        undefined = None if found is None else ~found.decided & ~np.isnan(self.numbers)
        return found if undefined is None or not undefined.any() else None

    def far(self, rule: Rule) -> bool:
        """Whether the results are far from those of another rule."""
        if rule.key == self.case.formula.rule.key:
            return False
        try:
            rough = self.case.roughly(rule)
        except ValueError:  # the shapes do not fit the rule: a transpose that is missing, say
            return True
        row = self.numbers
        if row.shape != rough.shape:
            return True
        with np.errstate(all="ignore"):
            off = np.abs(row - rough) > self.case.form.u**0.375 * np.abs(rough).max(initial=0.0)
        return bool((off & np.isfinite(rough)).any())

    def fitted(self, got: Any, rule: Rule) -> Array | None:
        """All results in one row, where their number and shapes are as due."""
        parts = _arranged(got, self.due(rule))
        return None if parts is None else np.concatenate([np.ravel(p) for p in parts])

    def due(self, rule: Rule) -> Any:
        """The shapes of the results of a rule; of one result, its shape."""
        shapes = self.case.shapes(rule)
        return shapes[0] if len(shapes) == 1 else shapes


def _arranged(got: Any, due: Any) -> list[Array] | None:
    if all(isinstance(n, int) for n in due):
        array = fitted(got, due)
        return None if array is None else [array]
    if (not isinstance(got, tuple) and np.ndim(got) == 0) or len(got) != len(due):
        return None
    found: list[Array] = []
    for each, shape in zip(got, due, strict=True):
        parts = _arranged(each, shape)
        if parts is None:
            return None
        found.extend(parts)
    return found


@dataclass(frozen=True)
class LaidOut:
    """An implementation that is called in another layout of the same data."""

    inner: Implementation
    layouts: tuple[LayoutRule, ...]
    inputs: tuple[str, ...]
    returns: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The layouts by name."""
        return tuple(layout.name for layout in self.layouts)

    @property
    def taken(self) -> frozenset[str] | None:
        """The hyperparameters that can be passed."""
        return getattr(self.inner, "taken", None)

    def value(self, inputs: Sequence[Any], parameters: Mapping[str, Any]) -> Any:
        """Turn the inputs, call, and turn the results back."""
        given = dict(zip(self.inputs, inputs, strict=True))
        for layout in self.layouts:
            given |= {n: turned(each, given) for n, each in layout.call.items()}
        results = self.inner.value(list(given.values()), parameters)
        single = len(self.returns) == 1
        parts = (results,) if single or not isinstance(results, tuple) else results
        if len(parts) != len(self.returns):
            return results
        named = dict(zip(self.returns, parts, strict=True))
        for layout in reversed(self.layouts):
            named |= {n: turned(each, named) for n, each in layout.returns.items()}
        return next(iter(named.values())) if single else tuple(named.values())

    def gradient(self, *_: Any) -> list[Array]:
        """Gradients are asked for in the documents' own layout only."""
        return self.inner.gradient(*_)


def laid_out(subject: Subject, names: Sequence[str]) -> LaidOut:
    """The implementation of a subject, called in some layouts of its formula."""
    formula = subject.formula
    layouts = tuple(layout for layout in formula.layouts if layout.name in names)
    return LaidOut(subject.implementation, layouts, tuple(formula.inputs), formula.returns)


def turned(expression: Any, given: Mapping[str, Any]) -> Any:
    """A layout's expression; on a list it acts array by array."""
    name = next(iter(expression.names))
    system = ArrayNumbers(np, np.dtype(np.float64))
    if isinstance(given[name], list | tuple):
        turned = [expression.evaluate(system, {name: each}) for each in given[name]]
        return turned if isinstance(given[name], list) else tuple(turned)
    return expression.evaluate(system, given)


def probe(subject: Subject, case: Call, got: Any, rule: Rule) -> CallProbe:
    """Hold the results of a call against the oracle."""
    bound = _largest(case.formula.id, case.form, rule.key)
    return CallProbe(case, got, lambda call, other: call.exact(other), bound, as_written, rule)


@lru_cache(maxsize=256)
def _largest(identifier: str, form: Format, key: Any) -> float:
    """The largest magnitude of a rule's results on ordinary calls."""
    rule = next(each for each in candidates(identifier) if each.key == key)
    calls = program_cases.value_calls(identifier, form, 0, 0)
    values = [np.abs(call.exact(rule).low.to_float()) for call in calls]
    return float(max((v[np.isfinite(v)].max(initial=0.0) for v in values), default=0.0))


# -- value ----------------------------------------------------------------------------------------


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
    probes = _probes(subject, calls, formula.rule)
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


def _probes(subject: Subject, calls: Sequence[Call], rule: Rule) -> list[CallProbe]:
    """The answers to calls; without those that this implementation does not offer.

    Raises:
        CallFailed: as :meth:`Subject.value`.
        NotOffered: it offers none of them.
    """
    found, reasons = [], []
    for call in calls:
        if not subject.answers(call):
            continue
        try:
            found.append(probe(subject, call, subject.value(call), rule))
        except NotOffered as reason:
            reasons.append(reason)
    if reasons and not found:
        raise reasons[0]
    return found


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


# -- the other checks -----------------------------------------------------------------------------


def contract(plan: Plan) -> Outcome | None:
    """Dtypes, side effects, memory layouts; steps and trajectory say the same."""
    subject = plan.subject
    call = next((c for c in _ordinary(plan) if subject.answers(c)), None)
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


def _ordinary(plan: Plan) -> Sequence[Call]:
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
    form = plan.subject.form
    real = any(a.dtype.kind not in "iub" for g in _ordinary(plan)[0].inputs.values()
               for a in _leaves(g))  # fmt: skip
    for array in _leaves(got):
        if array.dtype == form.dtype or not real:
            continue
        enough = array.dtype.kind in "iub" or np.finfo(array.dtype).nmant >= form.precision - 1
        if plan.subject.target.provenance != SUBMISSION or not enough:
            yield f"returns dtype {array.dtype} for inputs of {form.dtype}"


def _effects(plan: Plan, call: Call, got: Any) -> Iterator[str]:
    """Inputs stay as they were, and one question has one answer."""
    inputs = call.copies()
    before = call.copies()
    again = cases.copied(plan.subject.raw(call, inputs))
    for name, was, now in zip(call.inputs, before, inputs, strict=True):
        if not _same(was, now):
            yield f"modifies its input {name}"
    other = next((c for c in _ordinary(plan)[1:] if plan.subject.answers(c)), None)
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
    probes = _probes(subject, calls, plan.rule)
    return conclude(plan, probes, otherwise, only_lost=only_lost) if probes else None


def gradient(plan: Plan) -> Outcome | None:
    """The derivatives of the result in every input that is differentiable."""
    subject, formula = plan.subject, plan.subject.formula
    names = formula.differentiable
    if not names or len(formula.returns) != 1:
        return None
    probes: list[Probe] = []
    weights: dict[int, Floats] = {}
    for call in _ordinary(plan):
        if not subject.answers(call):
            continue
        shape = call.shapes(plan.rule)[0]
        rng = cases.random(formula, plan.seed, f"cotangent {shape}")
        cotangent = np.asarray(rng.integers(1, 5, size=shape) / 2 * rng.choice([-1, 1], size=shape))
        weights[id(call)] = cotangent
        for name, got in zip(names, subject.gradient(call, names, cotangent), strict=True):
            exact = call.gradient(plan.rule, name, cotangent.ravel()).low.to_float()
            bound = float(np.abs(exact[np.isfinite(exact)]).max(initial=0.0))
            probes.append(Probe(call, np.ravel(got), _slopes(name, cotangent.ravel()), bound))
    if not probes:
        return None
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
    return replace(call, inputs=inputs, _known={})


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
