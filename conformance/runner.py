"""Run checks and yield records as they happen, in this process or in several."""

import logging
import os
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass, replace
from itertools import count
from multiprocessing import get_context
from typing import Any, Protocol

from nnconform.adapters import (
    AS_WRITTEN,
    BUILTIN,
    SUBMISSION,
    Adapter,
    AdapterError,
    Missing,
    Target,
    Unsupported,
    offered,
    resolve,
)
from nnconform.conformance.checks import Plan
from nnconform.conformance.domains import WHOLE
from nnconform.conformance.formats import FORMATS
from nnconform.conformance.outcome import (
    CONVENTION,
    ERROR,
    FAILS,
    UNSUPPORTED,
    Counterexample,
    Outcome,
)
from nnconform.conformance.replaying import command
from nnconform.conformance.subject import CallFailed, NotOffered, Subject
from nnconform.conformance.suites import Check, suite
from nnconform.reports.record import Record, result_id
from nnconform.spec import Formula, load

EXAMPLES = 25

ALL_CHECKS = (
    "contract", "value", "gradient", "properties", "limits", "stability", "accuracy", "examples",
    "statistics",
)  # fmt: skip
# Fewer formulas than this are checked faster than a second process starts.
_WORTH_A_POOL = 8
# Each formula leaves a process with up to 0.1 GiB of code that JAX has compiled.
_TIDY_EVERY = 2
# Verdicts on a builtin to which the arguments that give the documents' form are added.
_OTHERS = (CONVENTION, FAILS)
_LOG = logging.getLogger(__name__)
_FORMULAS = count(1)


class Owner(Protocol):
    """Who is checked, as a record names it."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Request:
    """What to run: empty selections mean everything that the adapter offers."""

    adapters: tuple[str, ...]
    formulas: tuple[str, ...]
    dtypes: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    examples: int = EXAMPLES
    seed: int = 0
    explicit: bool = False  # the formulas were named: say so where one is missing


def targets(adapter: Adapter, request: Request) -> list[Target]:
    """The combinations of provenance, device, dtype and mode to run.

    Without a selection an adapter runs its default dtypes, its first device and its first mode.
    """
    dtypes = request.dtypes or getattr(adapter, "default_dtypes", adapter.dtypes)
    devices = request.devices or adapter.devices[:1]
    modes = request.modes or adapter.modes[:1]
    return [
        Target(provenance, device, dtype, mode)
        for provenance in adapter.provenances
        for mode in modes
        for device in devices
        for dtype in dtypes
    ]


def targets_of(adapter: Adapter, request: Request, formula: Formula) -> list[Target]:
    """The targets of one formula: where nothing in it is rounded, the widest dtype says it all."""
    found = targets(adapter, request)
    rounded = any(given.domain not in WHOLE for given in formula.inputs.values())
    if rounded or formula.kind != "program":
        return found
    offered = {target.dtype for target in found} & set(adapter.dtypes)
    if not offered:
        return found
    widest = min(offered, key=lambda name: FORMATS[name].u)
    return [target for target in found if target.dtype == widest]


def run(request: Request, jobs: int = 0) -> Iterator[list[Record]]:
    """Yield the records of each formula as soon as they are there.

    Args:
        request: what to run.
        jobs: processes; 0 for as many as there are cores, where that is worth it.
    """
    jobs = jobs or ((os.cpu_count() or 1) if len(request.formulas) >= _WORTH_A_POOL else 1)
    if jobs == 1:
        for identifier in request.formulas:
            yield run_formula(request, identifier)
    else:
        yield from _in_processes(request, list(request.formulas), jobs)


def _in_processes(request: Request, waiting: list[str], jobs: int) -> Iterator[list[Record]]:
    """Share the formulas out; after a process has died, the rest go on one by one."""
    done: set[str] = set()
    with _pool(jobs) as pool:
        futures = {
            pool.submit(run_formula, request, identifier): identifier for identifier in waiting
        }
        try:
            for future in as_completed(futures):
                records = future.result()
                done.add(futures[future])
                yield records
        except BrokenProcessPool:
            pass
    for identifier in waiting:
        if identifier not in done:
            yield _alone(request, identifier)


def _alone(request: Request, identifier: str) -> list[Record]:
    found: list[Record] = []
    for name in request.adapters:
        with _pool(1) as pool:
            try:
                one = replace(request, adapters=(name,))
                found.extend(pool.submit(run_formula, one, identifier).result())
            except BrokenProcessPool:
                found.append(_died(request, name, identifier))
    return found


def _died(request: Request, name: str, identifier: str) -> Record:
    adapter, formula = resolve(name), load(identifier)
    outcome = Outcome(ERROR, "the process died while this formula was checked")
    first = suite(formula).first
    return record(adapter, formula, targets(adapter, request)[0], first, outcome, 0.0, request.seed)


def _pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_one_thread)


def _one_thread() -> None:
    # The processes share the cores already; a framework's own threads would only get in the way.
    os.environ.setdefault("OMP_NUM_THREADS", "1")


def run_formula(request: Request, identifier: str) -> list[Record]:
    """Check one formula on every target of every adapter; the oracle's work is shared."""
    formula = load(identifier)
    found: list[Record] = []
    for name in request.adapters:
        adapter = resolve(name)
        for target in targets_of(adapter, request, formula):
            found.extend(run_target(adapter, formula, target, request))
    _tidy(request)
    return found


def _tidy(request: Request) -> None:
    """Let adapters that compile drop what they hold, now and then: it is memory that only grows."""
    if next(_FORMULAS) % _TIDY_EVERY:
        return
    for name in request.adapters:
        forget = getattr(resolve(name), "forget", None)
        if forget is not None:
            forget()


def run_target(
    adapter: Adapter, formula: Formula, target: Target, request: Request
) -> Iterator[Record]:
    """Check one formula on one target."""
    if draws_nothing(formula, target):
        return
    first = suite(formula).first
    for name, known in (
        ("dtype", adapter.dtypes),
        ("device", adapter.devices),
        ("mode", adapter.modes),
    ):
        asked = getattr(target, name)
        if asked not in known:
            outcome = Outcome(
                UNSUPPORTED, f"{name} {asked} is not available here (there is {', '.join(known)})"
            )
            yield record(adapter, formula, target, first, outcome, 0.0, request.seed)
            return
    try:
        subject = Subject(formula, target, offered(adapter, formula, target))
    except (Missing, Unsupported, AdapterError) as reason:
        broken = isinstance(reason, AdapterError)
        if target.provenance == SUBMISSION and not request.explicit and not broken:
            return  # a file offers some of the formulas; the others are not asked of it
        outcome = Outcome(ERROR if broken else UNSUPPORTED, str(reason))
        yield record(adapter, formula, target, first, outcome, 0.0, request.seed)
        return
    told: set[str | None] = set()
    for check, outcome, seconds in judge(subject, request):
        # Said of every failure, and once of each convention.
        if outcome.verdict in _OTHERS and target.provenance == BUILTIN:
            if outcome.verdict == FAILS or outcome.variant not in told:
                outcome = _with_document_form(outcome, adapter, formula)
            told.add(outcome.variant)
        yield record(adapter, formula, target, check, outcome, seconds, request.seed)


def draws_nothing(formula: Formula, target: Target) -> bool:
    """As written, a distribution gives the arguments of its family, and no numbers from it."""
    return formula.kind == "distribution" and target.provenance == AS_WRITTEN


def _with_document_form(outcome: Outcome, adapter: Adapter, formula: Formula) -> Outcome:
    """Say which arguments give the documents' form, where the adapter knows some."""
    form = getattr(adapter, "document_form", {}).get(formula.id)
    if form is None:
        return outcome
    said = f"{outcome.message.rstrip('.')}. " if outcome.message else ""
    return replace(outcome, message=f"{said}The documents' form: {form}.")


def judge(subject: Subject, request: Request) -> Iterator[tuple[str, Outcome, float]]:
    """Run the checks on a subject, first the one that finds the rule that the others hold to."""
    wanted = request.checks or ALL_CHECKS
    begun = time.perf_counter()
    checks = suite(subject.formula)
    plan = Plan(subject, request.seed, subject.formula.rule)
    stop = False
    try:
        value, plan = checks.identify(subject, request.seed, request.examples)
        value = _laid_out(value, plan)
    except NotOffered as reason:
        value, stop = Outcome(UNSUPPORTED, str(reason)), True
    except CallFailed as reason:
        # What never answers once would cost the time limit in every check.
        said = f"{reason}; the other checks are not run" if reason.timed_out else str(reason)
        value, stop = Outcome(ERROR, said), reason.timed_out
    except Exception as error:
        value = _our_fault(error)
    if stop or checks.first in wanted:
        yield checks.first, value, time.perf_counter() - begun
    for name, check in checks.others.items():
        if name in wanted and not stop:
            begun = time.perf_counter()
            outcome = _guarded(check, plan)
            if outcome is not None:
                yield name, _laid_out(outcome, plan), time.perf_counter() - begun


def _laid_out(outcome: Outcome, plan: Plan) -> Outcome:
    """Say with a counterexample in which layout the implementation was called."""
    shown = outcome.counterexample
    if shown is None:
        return outcome
    names = getattr(plan.subject.implementation, "names", ())
    if not names:
        return outcome
    options = {**shown.options, "layouts": list(names)}
    return replace(outcome, counterexample=replace(shown, options=options))


def _guarded(check: Check, plan: Plan) -> Outcome | None:
    try:
        return check(plan)
    except NotOffered as reason:
        return Outcome(UNSUPPORTED, str(reason))
    except CallFailed as reason:
        return Outcome(ERROR, str(reason))
    except Exception as error:
        return _our_fault(error)


def _our_fault(error: Exception) -> Outcome:
    """Not the implementation's: say so, and go on with the other checks."""
    _LOG.debug("a check failed in nnconform's own code", exc_info=error)
    said = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
    return Outcome(ERROR, f"nnconform failed in its own code, please report it: {said}")


def record_id(adapter: Owner, formula: Formula, target: Target, check: str) -> str:
    """The id of the record that a check of a formula on a target makes."""
    return result_id(
        group=formula.group,
        formula=formula.id,
        check=check,
        adapter=adapter.name,
        mode=target.mode,
        device=target.device,
        dtype=target.dtype,
        provenance=target.provenance,
    )


def _spelled(adapter: Owner) -> str:
    """How the adapter is written on a command line: a file by its path."""
    return str(getattr(adapter, "path", "") or adapter.name)


def _plain(shown: Counterexample) -> dict[str, Any]:
    found = asdict(shown)
    del found["options"]  # the line to run has them
    return found


def record(
    adapter: Owner,
    formula: Formula,
    target: Target,
    check: str,
    outcome: Outcome,
    seconds: float,
    seed: int,
) -> Record:
    """Turn an outcome into the record that is stored."""
    shown = outcome.counterexample
    if shown is not None:
        shown = replace(shown, reproduce=command(_spelled(adapter), formula, target, check, shown))
    return Record(
        id=record_id(adapter, formula, target, check),
        formula=formula.id,
        group=formula.group,
        adapter=adapter.name,
        version=adapter.version,
        provenance=target.provenance,
        device=target.device,
        dtype=target.dtype,
        mode=target.mode,
        check=check,
        verdict=outcome.verdict,
        variant=outcome.variant,
        max_ulp=outcome.max_ulp,
        band_ratio=outcome.band_ratio,
        worst_input=outcome.worst_input,
        counterexample=None if shown is None else _plain(shown),
        message=outcome.message,
        examples=outcome.points,
        seconds=round(seconds, 4),
        seed=seed,
        choices=outcome.choices,
        profile=outcome.profile,
    )
