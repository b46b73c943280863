"""The checks of distributions: calls with many seeds, and what statistics say of their results."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from nnconform.adapters.protocol import SUBMISSION
from nnconform.conformance import cases, draws, masks, statistics
from nnconform.conformance.assess import candidates
from nnconform.conformance.checks import Plan
from nnconform.conformance.draws import Draw
from nnconform.conformance.formats import FORMATS, Array, keeps_digits
from nnconform.conformance.outcome import (
    CONFORMS,
    CONVENTION,
    FAILS,
    INACCURATE,
    Counterexample,
    Outcome,
)
from nnconform.conformance.setting import K
from nnconform.conformance.statistics import ALPHA, Sample, Slack, Test
from nnconform.conformance.subject import CallFailed, Subject
from nnconform.spec import Rule, ids, load

# Small sizes for the contract: single inputs and outputs, and no two of a kind.
_FANS = {
    2: ((1, 4), (5, 1), (3, 2)),
    4: ((1, 4, 1, 2), (5, 1, 2, 3), (1, 2, 3, 1)),
}
# Seeds that are tried before all are said to give the same; two of them may, with one draw a call.
_OTHERS = 20
# Fewer different numbers among the elements than this share are worth a word.
_FEW = 0.01
# Means and spreads are told apart by a few percent; nothing is decided by this, only worded.
_APART, _SIGNIFICANT = 0.03, 7.0
_SHAPES = ((1,), (7,), (2, 3), (2, 3, 4), (0,))


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that an implementation answered.

    Attributes:
        repeats: one seed gave one result.
        differs: two seeds gave two results.
    """

    samples: Sequence[Sample]
    repeats: bool
    differs: bool


def identify(subject: Subject, seed: int, _: int) -> tuple[Outcome, Plan]:
    """Find the distribution that the results come from."""
    evidence = _evidence(subject, seed)
    outcome, rule = _judged(subject, evidence)
    return outcome, Plan(subject, seed, rule)


def _evidence(subject: Subject, seed: int) -> Evidence:
    calls = [
        c for c in draws.plan(subject.formula.id, subject.form.name, seed) if _asked(subject, c)
    ]
    samples = [_sample(subject, call) for call in calls]
    again = _sample(subject, calls[0]).values
    small = next(call for call in calls if call.role == "small")
    usual = small.parameters["seed"]
    others = [
        _sample(subject, replace(small, parameters={**small.parameters, "seed": usual + i})).values
        for i in range(_OTHERS)
    ]
    differs = any(not _same(others[0], other) for other in others)
    return Evidence(samples, _same(samples[0].values, again), differs)


def _asked(subject: Subject, call: Draw) -> bool:
    """Whether the call can be put: one that has no seed is asked without."""
    usual = {**call.parameters, "seed": subject.formula.defaults["seed"]}
    return subject.answers(replace(call, parameters=usual))  # type: ignore[arg-type]


def _sample(subject: Subject, call: Draw) -> Sample:
    return Sample(call, numbers(result(subject, call)))


def result(subject: Subject, call: Draw) -> Array:
    """What the implementation draws.

    Raises:
        CallFailed: it raises, or returns rows of unequal length.
    """
    got: Any = subject.value(call)  # type: ignore[arg-type]
    try:
        array = np.array(got)
    except ValueError:
        raise CallFailed(f"returned rows of unequal length ({call.where})") from None
    return array


def numbers(got: Array) -> Array:
    """A result as float64, which holds every narrower number."""
    return got.astype(np.float64)


def _same(a: Array, b: Array) -> bool:
    return a.shape == b.shape and bool(np.array_equal(a, b, equal_nan=True))


# -- verdicts ------------------------------------------------------------------------------------


def _judged(subject: Subject, evidence: Evidence) -> tuple[Outcome, Rule]:
    own, *others = candidates(subject.formula.id)
    points = sum(sample.values.size for sample in evidence.samples)
    first = refuted(subject, own, evidence)
    if first is None:
        return Outcome(CONFORMS, _few(own, evidence), points=points), own
    allowed = [own, *(rule for rule in others if rule.kind == "convention")]
    mistakes = [rule for rule in others if rule.kind == "mistake"]
    for coarse in (False, True) if own.family == "masked" else (False,):
        for rule in (*allowed, *mistakes):
            if refuted(subject, rule, evidence, coarse=coarse) is not None:
                continue
            if rule.kind == "mistake":
                return _failed(own, evidence, first, rule), own
            seen = refuted(subject, rule, evidence) if coarse else None
            said = _told(seen) if seen else f"{rule.hint} {_few(own, evidence)}".strip()
            verdict = INACCURATE if coarse else CONVENTION
            return Outcome(verdict, said, variant=rule.label or None, points=points), rule
    return _failed(own, evidence, first, None), own


def _few(rule: Rule, evidence: Evidence) -> str:
    """That a law was drawn with few digits, where it was; masks have two values anyway."""
    values = evidence.samples[0].values
    several = len(np.unique(values))
    if rule.family == "masked" or several >= _FEW * values.size:
        return ""
    return f"Only {several} different numbers come up ({evidence.samples[0].draw.where})."


def _failed(own: Rule, evidence: Evidence, first: Test, mistake: Rule | None) -> Outcome:
    return Outcome(
        FAILS,
        mistake.hint if mistake else _explained(own, evidence, first),
        variant=mistake.label if mistake else None,
        points=sum(sample.values.size for sample in evidence.samples),
        counterexample=_shown(own, evidence, first),
    )


def refuted(
    subject: Subject, rule: Rule, evidence: Evidence, *, coarse: bool = False
) -> Test | None:
    """The first thing that the rule does not explain; None where it explains everything.

    Args:
        coarse: what a mask keeps may have lost half its digits.
    """
    return next(
        (test for test in tests(subject, rule, evidence, coarse) if not test.p > ALPHA), None
    )


def tests(subject: Subject, rule: Rule, evidence: Evidence, coarse: bool) -> Iterator[Test]:
    """Everything that is asked of the results under a rule, the cheap questions first."""
    u = subject.form.u
    for sample in evidence.samples:
        due = sample.draw.shape(rule)
        if sample.values.shape != due:
            yield Test(
                f"returns shape {sample.values.shape} where {due} is due", 0.0, sample.draw.where
            )
            return
        if not np.isfinite(sample.values).all():
            yield Test("returns values that are not finite", 0.0, sample.draw.where)
            return
    yield Test("one seed gives one result", float(evidence.repeats == rule.repeatable))
    if _random(rule, evidence.samples[0]):
        yield Test(
            "two seeds give two results", float(evidence.differs == ("seeds" not in rule.shared))
        )
    if rule.family == "any":
        yield from statistics.anything(rule, evidence.samples)
    elif rule.family == "masked":
        yield from masks.tests(rule, evidence.samples, u**0.5 if coarse else None)
    else:
        # Uniform numbers that are made of the bits of a significand are 2u apart.
        yield from statistics.numbers(rule, evidence.samples, Slack(K * u, 2 * u))


def _random(rule: Rule, sample: Sample) -> bool:
    """Whether the rule leaves anything to chance."""
    given = sample.draw.arguments(rule)
    return float(given.get("keep", 0.5)) not in (0.0, 1.0)


# -- words ---------------------------------------------------------------------------------------


def _told(test: Test) -> str:
    chance = f" (p = {test.p:.0e})" if 0 < test.p < 1 else ""
    return f"{test.name}{chance}{f', {test.where}' if test.where else ''}"


_SEEDS = {
    "one seed gives one result": "the seed is ignored: the same seed gives another result",
    "two seeds give two results": "the seed is ignored: two seeds give the same result",
}


def _explained(rule: Rule, evidence: Evidence, first: Test) -> str:
    """What can be said of results that no known mistake explains."""
    telling = first.name == masks.MISFIT
    said = _SEEDS.get(first.name) or ("" if telling else next(_moments(rule, evidence), ""))
    drawn = 0 < first.p < 1 or first.name.startswith("independence")
    return said or (f"not what is due: {_told(first)}" if drawn else _told(first))


def _moments(rule: Rule, evidence: Evidence) -> Iterator[str]:
    """How mean and spread differ from what is due, over the large calls."""
    large = [sample for sample in evidence.samples if sample.draw.role == "large"]
    if any(s.values.shape != s.draw.shape(rule) or not np.isfinite(s.values).all() for s in large):
        return
    if rule.family == "masked":
        for sample in large:
            got, drop = float((sample.values == 0).mean()), 1 - sample.draw.arguments(rule)["keep"]
            if abs(got - drop) > _APART:
                yield f"the share of zeros is {got:.3g} instead of {drop:.3g} ({sample.draw.where})"
        return
    found = [moments for sample in large if (moments := _moment(rule, sample)) is not None]
    if not found:
        return
    if few := _few(rule, evidence):
        yield few
    ratios = [got / scale for _, got, _, scale in found]
    for sample, (mean, got, centre, _) in zip(large, found, strict=True):
        if abs(mean - centre) > _SIGNIFICANT * got / sample.values.size**0.5:
            yield f"the mean is {mean:.3g} instead of {centre:.3g} ({sample.draw.where})"
    if max(abs(ratio - 1) for ratio in ratios) <= _APART:
        return
    if max(ratios) - min(ratios) <= _APART * max(ratios):
        yield f"the variance is {np.mean(ratios) ** 2:.3g} times what is due, for every shape"
    elif np.ptp([got for _, got, _, _ in found]) <= _APART * found[0][1]:
        yield f"the standard deviation is {found[0][1]:.3g} for every shape; it depends on them"
    else:
        i = int(np.argmax(np.abs(np.log(np.maximum(ratios, 1e-300)))))
        _, got, _, scale = found[i]
        yield f"the standard deviation is {got:.3g} instead of {scale:.3g} ({large[i].draw.where})"


def _moment(rule: Rule, sample: Sample) -> tuple[float, float, float, float] | None:
    """Mean and standard deviation, found and due."""
    given = sample.draw.arguments(rule)
    if rule.family == "normal":
        law = float(given["mean"]), float(given["scale"])
    elif rule.family == "uniform":
        low, high = float(given["low"]), float(given["high"])
        law = (low + high) / 2, (high - low) / 12**0.5
    else:
        return None
    return float(sample.values.mean()), float(sample.values.std()), *law


def _shown(rule: Rule, evidence: Evidence, first: Test) -> Counterexample:
    """The call that shows the fault; of arrays a small one, beside the figures of the large one."""
    where = [s for s in evidence.samples if s.draw.where == first.where]
    sample = (where or evidence.samples)[0]
    inputs = sample.draw.inputs
    if not all(isinstance(x, int) for x in inputs.values()):
        inputs = min((s.draw for s in evidence.samples), key=_size).inputs
    return Counterexample(
        _plain(inputs), dict(sample.draw.parameters), due(rule, sample.draw), _figures(rule, sample)
    )


def _size(draw: Draw) -> int:
    return sum(np.size(x) for x in draw.inputs.values())


def _plain(inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {n: x if isinstance(x, int) else numbers(x).tolist() for n, x in inputs.items()}


# What a distribution is, by its family and the arguments of that.
_WORDS = {
    "normal": "normal, mean {mean:.4g}, standard deviation {scale:.4g}",
    "truncated_normal": "normal, mean {mean:.4g}, standard deviation {scale:.4g}, cut at {cut:g}",
    "clipped_normal": "normal, mean {mean:.4g}, standard deviation {scale:.4g}, clipped at {cut:g}",
    "uniform": "uniform from {low:.4g} to {high:.4g}",
    "masked": "each kept with a probability of {keep:.4g}, else 0",
    "any": "any distribution with a root mean square of at most {spread:.4g}",
}


def due(rule: Rule, draw: Draw) -> str:
    """What a rule says of one call, in words."""
    arguments = {n: np.asarray(x).item() for n, x in draw.arguments(rule).items() if not np.ndim(x)}
    said = _WORDS[str(rule.family)].format_map(arguments)
    return said if rule.family == "masked" else f"shape {draw.shape(rule)}, {said}"


def _figures(rule: Rule, sample: Sample) -> str:
    values = sample.values
    if rule.family == "masked":
        return f"{(values != 0).mean():.4g} of {values.size} elements are not zero"
    moments = f"mean {values.mean():.4g}, standard deviation {values.std():.4g}"
    return f"shape {values.shape}, {moments}, from {values.min():.4g} to {values.max():.4g}"


# -- contract ------------------------------------------------------------------------------------


def contract(plan: Plan) -> Outcome:
    """Shapes, dtype, one seed one result, inputs left alone; nothing happens at inference."""
    subject = plan.subject
    state = np.random.get_state()
    problems: list[tuple[str, Draw]] = []
    calls = [call for call in _small(plan) if _asked(subject, call)]
    for call in calls:
        problems += [(said, call) for said in _faults(plan, call)]
    now = np.random.get_state()
    left = all(np.array_equal(a, b) for a, b in zip(state, now, strict=True))
    choices = {"numpy's global random state": {"taken": "left alone" if left else "changed",
                                               "allowed": ["anything"]}}  # fmt: skip
    if not problems:
        return Outcome(CONFORMS, points=len(calls), choices=choices)
    said = "; ".join(dict.fromkeys(problem for problem, _ in problems))
    draw = problems[0][1]
    given = _plain(draw.inputs), dict(draw.parameters)
    shown = Counterexample(*given, due(plan.rule, draw), problems[0][0])
    return Outcome(FAILS, said, points=len(calls), counterexample=shown, choices=choices)


def _small(plan: Plan) -> Iterator[Draw]:
    formula, form = plan.subject.formula, plan.subject.form
    rng = cases.random(formula, plan.seed, "contract")
    parameters = {**formula.defaults, "seed": int(rng.integers(2**31))}
    if not any(given.shape for given in formula.inputs.values()):
        for fans in _FANS[len(formula.inputs)]:
            yield Draw(formula, form, dict(zip(formula.inputs, fans, strict=True)), parameters)
        return
    for shape in _SHAPES:
        for training in (True, False):
            x = {name: draws.inputs(form, rng, shape) for name in formula.inputs}
            yield Draw(formula, form, x, {**parameters, "training": training})


def _faults(plan: Plan, call: Draw) -> Iterator[str]:
    subject, rule = plan.subject, plan.rule
    inputs = call.copies()
    try:
        got = np.array(subject.raw(call, inputs))  # type: ignore[arg-type]
    except ValueError:
        yield f"returns rows of unequal length ({call.where})"
        return
    if got.shape != call.shape(rule):
        yield f"returns shape {got.shape} where {call.shape(rule)} is due ({call.where})"
        return
    for name, was, now in zip(call.inputs, call.copies(), inputs, strict=True):
        if not _same(np.asarray(was), np.asarray(now)):
            yield f"modifies its input {name}"
    yield from _dtype(plan, call, got)
    if rule.repeatable and not _same(got, result(subject, call)):
        yield "the same seed gives another result the second time"
    if rule.family == "masked" and masks.mask(
        replace(rule, shared=()), Sample(call, numbers(got)), subject.form.u**0.5
    ) is None:  # fmt: skip
        yield f"{masks.MISFIT} ({call.where})"
    certain = rule.family == "masked" and float(call.arguments(rule)["keep"]) == 1
    if certain and not got.all():
        yield "drops units at inference"


def _dtype(plan: Plan, call: Draw, got: Array) -> Iterator[str]:
    """The dtype that is asked for, or one at least as fine where none is passed in."""
    form = plan.subject.form
    if got.dtype == form.dtype:
        return
    fine = got.dtype.kind not in "iub" and keeps_digits(got.dtype, form)
    told = any(not isinstance(x, int) for x in call.inputs.values())
    if not fine or (told and plan.subject.target.provenance != SUBMISSION):
        yield f"returns dtype {got.dtype} where {form.dtype} is asked for"


_TESTS = {"masked": masks.TESTS, "any": 0}


def false_alarm_rate() -> float:
    """How likely a run over every distribution and every dtype fails a right generator, at most."""
    families = [str(load(each).rule.family) for each in ids() if load(each).rule.family]
    tests = sum(_TESTS.get(family, statistics.TESTS) for family in families)
    return ALPHA * len(FORMATS) * tests
