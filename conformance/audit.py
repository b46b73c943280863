"""The sensitivity audit: does the suite see every single fault, and nothing where there is none?

Faulty implementations are derived from the spec: every single change to a formula's expression
or to the statements of its program, and every mistake that its entry declares or that is
generated for it. Each is run as written, and each change once more as a wrong derivative under
the right values. It is

- caught, if a check objects to it that does not object to the unchanged expression as written;
- a convention, if the suite takes it for a declared convention and the oracle proves it to be it;
- equivalent, if the oracle proves it equal to the formula (see :mod:`equivalence`);
- a survivor otherwise. Before that it is computed exactly and tried once more, so that the
  rounding of a naive expression does not hide what it computes.

A false alarm is an objection to what is right: to the reference, to the formula rounded once from
its exact value, or to a changed expression that is proven equal to the formula.
"""

import ast
import os
import random
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass, replace
from multiprocessing import get_context

from nnconform.adapters import SUBMISSION, Missing, Target, resolve
from nnconform.adapters.protocol import Implementation
from nnconform.conformance.assess import candidates
from nnconform.conformance.equivalence import equal, equal_slopes
from nnconform.conformance.exactly import Mixed, exactly, written
from nnconform.conformance.formats import FORMATS, Format
from nnconform.conformance.outcome import (
    CONFORMS,
    CONVENTION,
    ERROR,
    FAILS,
    UNSUPPORTED,
    Outcome,
)
from nnconform.conformance.runner import Request, judge
from nnconform.conformance.subject import Subject
from nnconform.spec import (
    REDUCTIONS,
    Expression,
    Formula,
    Program,
    Rule,
    load,
    mutations,
    parse,
    program_mutations,
)

CAUGHT, EQUIVALENT, SURVIVOR, FALSE_ALARM = "caught", "equivalent", "survivor", "false alarm"

_CHANGE = "change"
_QUIET = frozenset({CONFORMS, UNSUPPORTED})
Verdicts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule that differs from the formula in one place.

    Attributes:
        change: the place, in words.
        slope: only the derivative is that of the rule; the values are right.
    """

    rule: Rule
    change: str
    slope: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one mutant, or one objection to something right.

    Attributes:
        verdict: "caught", "convention", "equivalent", "survivor" or "false alarm".
        expression: what was run.
        change: where it differs from the formula.
        check: the check that objected, "" where none did.
        said: the verdict of that check, and the variant that it named.
        mutant: False for an objection to the reference, or to the formula rounded once.
    """

    formula: str
    verdict: str
    expression: str
    change: str
    check: str = ""
    said: str = ""
    mutant: bool = True

    def as_dict(self) -> dict[str, str]:
        """The finding as plain data."""
        return {key: value for key, value in asdict(self).items() if key != "mutant"}


@dataclass(frozen=True, slots=True)
class Findings:
    """The findings of one audit, and what was asked."""

    findings: Sequence[Finding]
    seed: int
    dtype: str
    sample: float = 1.0


@dataclass(frozen=True, slots=True)
class Trial:
    """One formula under audit."""

    formula: Formula
    form: Format
    seed: int

    def objections(
        self, implementation: Implementation, checks: tuple[str, ...] = ()
    ) -> Iterator[tuple[str, Outcome]]:
        """What the checks (all, without a choice) say, apart from that it conforms."""
        target = Target(SUBMISSION, "cpu", self.form.name, "eager")
        request = Request((), (self.formula.id,), checks=checks, seed=self.seed)
        for check, outcome, _ in judge(Subject(self.formula, target, implementation), request):
            if outcome.verdict not in _QUIET:
                yield check, outcome

    def proven(self, mutant: Mutant, other: Rule) -> bool:
        """Whether the oracle proves a mutant, or its derivative, equal to another rule."""
        prove = equal_slopes if mutant.slope else equal
        return prove(self.formula, mutant.rule, other, self.form, self.seed)


def run(
    identifiers: Sequence[str],
    *,
    seed: int = 0,
    dtype: str = "float64",
    jobs: int = 0,
    sample: float = 1.0,
) -> Iterator[list[Finding]]:
    """Audit formulas; yield the findings of each as soon as they are there.

    Args:
        identifiers: the formulas.
        seed: what the inputs are drawn from.
        dtype: the format that the implementations compute in.
        jobs: processes; 0 for as many as there are cores.
        sample: the share of the mutants that is tried; the same ones for the same seed.
    """
    jobs = jobs or os.cpu_count() or 1
    if jobs == 1 or len(identifiers) == 1:
        yield from (audit(identifier, seed, dtype, sample) for identifier in identifiers)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        futures = [pool.submit(audit, name, seed, dtype, sample) for name in identifiers]
        for future in as_completed(futures):
            yield future.result()


def auditable(identifiers: Sequence[str]) -> tuple[str, ...]:
    """Those of the formulas that are computed: a distribution has no value to compare."""
    return tuple(name for name in identifiers if load(name).kind != "distribution")


def audit(
    identifier: str, seed: int = 0, dtype: str = "float64", sample: float = 1.0
) -> list[Finding]:
    """Audit one formula: its false alarms, then each of its mutants, or a sample of them."""
    formula = load(identifier)
    trial = Trial(formula, FORMATS[dtype], seed)
    plain = written(formula, formula.rule, trial.form)
    usual = {check: outcome.verdict for check, outcome in trial.objections(plain)}
    drawn = random.Random(f"{seed} {identifier}")
    chosen = [mutant for mutant in mutants(formula) if drawn.random() < sample]
    tried = (_tried(trial, mutant, usual) for mutant in chosen)
    return [*_false_alarms(trial), *(finding for finding in tried if finding is not None)]


def mutants(formula: Formula) -> Iterator[Mutant]:
    """Every single change to the formula, then every mistake declared or generated for it."""
    own = formula.rule
    seen = {_identity(own)}
    for mutant in (*_changes(formula), *_mistakes(formula)):
        if _identity(mutant.rule) not in seen:
            seen.add(_identity(mutant.rule))
            yield mutant
            if formula.differentiable and mutant.rule.name.startswith(_CHANGE):
                yield replace(mutant, change=f"derivative of {mutant.change}", slope=True)


def _identity(rule: Rule) -> tuple[object, ...]:
    text = rule.kernel.text
    if not isinstance(rule.kernel, Program):
        text = ast.unparse(ast.parse(text, mode="eval"))
    return text, rule.reduction, tuple(rule.fixed.items()), rule.order


def _changes(formula: Formula) -> Iterator[Mutant]:
    own = replace(formula.rule, kind="mistake", limits={})
    # A name may be read in place of another of the same shape.
    names = {**{n: given.shape for n, given in formula.inputs.items()}}
    names |= dict.fromkeys(formula.parameters, "")
    for i, (kernel, change) in enumerate(_kernels(own.kernel, names)):
        yield Mutant(replace(own, name=f"{_CHANGE} {i}", kernel=kernel), change)
    for reduction in REDUCTIONS if formula.file.formula.kernel else ():
        change = f"reduction {own.reduction} -> {reduction}"
        yield Mutant(replace(own, name=f"{_CHANGE} of {reduction}", reduction=reduction), change)


def _kernels(
    kernel: Expression | Program, names: Mapping[str, str]
) -> Iterator[tuple[Expression | Program, str]]:
    if isinstance(kernel, Program):
        yield from program_mutations(kernel, names)
        return
    for text, change in mutations(kernel.text, names):
        yield parse(text, frozenset(names), where=change), change


def _mistakes(formula: Formula) -> Iterator[Mutant]:
    for rule in candidates(formula.id):
        if rule.kind == "mistake":
            yield Mutant(rule, f"mistake {rule.label}")


# -- verdicts -------------------------------------------------------------------------------------


def _tried(trial: Trial, mutant: Mutant, usual: Verdicts) -> Finding | None:
    """Run a mutant; None where there is no derivative to run."""
    formula, form = trial.formula, trial.form
    naive: Implementation = written(formula, mutant.rule, form)
    if mutant.slope:
        naive = Mixed(written(formula, formula.rule, form), naive)
    found = _objection(trial, mutant, naive, usual)
    if found is not None and found.said.startswith(ERROR):
        return None if mutant.slope else found  # what raises is equal to nothing
    if (found is None or found.verdict == CAUGHT) and trial.proven(mutant, formula.rule):
        if found is not None and found.said.startswith(FAILS):
            return replace(found, verdict=FALSE_ALARM)
        return _finding(trial, mutant, EQUIVALENT)
    if found is None and not mutant.slope:
        # What it tends to is not stated for a mutant; the benefit of the doubt.
        rule = replace(mutant.rule, limits=formula.rule.limits)
        found = _objection(trial, mutant, exactly(formula, rule, form), {})
    return found or _finding(trial, mutant, SURVIVOR)


def _objection(
    trial: Trial, mutant: Mutant, implementation: Implementation, usual: Verdicts
) -> Finding | None:
    """The first check that objects, and not to the unchanged expression too."""
    refuted: set[str | None] = set()
    for check, outcome in trial.objections(implementation, ("gradient",) if mutant.slope else ()):
        if outcome.verdict == CONVENTION:
            if outcome.variant not in refuted and _is(trial, mutant, outcome.variant):
                return _finding(trial, mutant, CONVENTION, check, outcome)
            refuted.add(outcome.variant)  # that alone would be no objection
        elif outcome.verdict != usual.get(check):
            return _finding(trial, mutant, CAUGHT, check, outcome)
    return None


def _is(trial: Trial, mutant: Mutant, label: str | None) -> bool:
    """Whether the mutant is a convention of this label."""
    return any(
        trial.proven(mutant, known)
        for known in candidates(trial.formula.id)
        if known.kind == CONVENTION and known.label == label
    )


def _finding(
    trial: Trial, mutant: Mutant, verdict: str, check: str = "", outcome: Outcome | None = None
) -> Finding:
    rule, formula = mutant.rule, trial.formula
    text = "; ".join(line.strip() for line in rule.kernel.text.splitlines())
    text = f"{rule.reduction}({text})" if rule.reduction != "none" else text
    swapped = ", ".join(f"{a} read as {b}" for a, b in zip(formula.inputs, rule.order, strict=True)
                        if a != b)  # fmt: skip
    constants = ", ".join(f"{name} = {value:g}" for name, value in rule.fixed.items())
    where = "; ".join(part for part in (constants, swapped) if part)
    said = f"{outcome.verdict} {outcome.variant or ''}".strip() if outcome else ""
    expression = f"{text} with {where}" if where else text
    return Finding(formula.id, verdict, expression, mutant.change, check, said)


def _false_alarms(trial: Trial) -> Iterator[Finding]:
    """Objections to the reference, and to the formula computed exactly."""
    formula = trial.formula
    right = {"the formula rounded once": exactly(formula, formula.rule, trial.form)}
    for name, implementation in {**_reference(trial), **right}.items():
        for check, outcome in trial.objections(implementation):
            said = f"{outcome.verdict} {outcome.variant or ''}".strip()
            text = formula.rule.kernel.text
            told = f"{said}: {outcome.message}"
            yield Finding(formula.id, FALSE_ALARM, text, name, check, told, mutant=False)


def _reference(trial: Trial) -> dict[str, Implementation]:
    """The reference in NumPy, where there is one for the format."""
    adapter = resolve("numpy")
    if trial.form.name not in adapter.dtypes:
        return {}
    target = Target(adapter.provenances[0], "cpu", trial.form.name, "eager")
    try:
        return {"the reference": adapter.implementation(trial.formula, target)}
    except Missing:
        return {}


def share(findings: Sequence[Finding]) -> float:
    """The share of faults that were caught: of all but equal functions and conventions."""
    caught = sum(each.verdict == CAUGHT for each in findings)
    faults = caught + sum(each.verdict == SURVIVOR for each in findings)
    return caught / faults if faults else 1.0
