"""The checks of a run one by one, as pytest asks for them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from nnconform.adapters import (
    SUBMISSION,
    Adapter,
    Missing,
    Target,
    Unsupported,
    resolve,
)
from nnconform.conformance.runner import (
    ALL_CHECKS,
    Request,
    draws_nothing,
    record_id,
    run_target,
    targets,
    targets_of,
)
from nnconform.conformance.suites import suite
from nnconform.reports.record import Record
from nnconform.spec import Formula, load


@dataclass(frozen=True, slots=True)
class Planned:
    """One check that is to be run, under the id of its record."""

    id: str
    request: Request
    adapter: str
    formula: str
    target: Target
    check: str


def planned(request: Request) -> Iterator[Planned]:
    """Every check that applies, in the order of a run, without running any.

    Raises:
        AdapterError: an adapter cannot be loaded.
    """
    for name in request.adapters:
        adapter = resolve(name)
        for target in targets(adapter, request):
            for identifier in request.formulas:
                if target not in targets_of(adapter, request, load(identifier)):
                    continue
                if _is_asked(adapter, load(identifier), target, request):
                    for check in request.checks or ALL_CHECKS:
                        if applies(check, load(identifier)):
                            yield Planned(
                                record_id(adapter, load(identifier), target, check),
                                request,
                                name,
                                identifier,
                                target,
                                check,
                            )


def _is_asked(adapter: Adapter, formula: Formula, target: Target, request: Request) -> bool:
    """False for what a file does not define: it is not asked for it, unless by name."""
    if draws_nothing(formula, target):
        return False
    if target.provenance != SUBMISSION or request.explicit:
        return True
    try:
        adapter.implementation(formula, target)
    except (Missing, Unsupported):
        return False
    return True


def applies(check: str, formula: Formula) -> bool:
    """Whether the spec gives a check anything to ask of the formula."""
    checks = suite(formula)
    if check != checks.first and check not in checks.others:
        return False
    if check == "gradient":
        return bool(formula.differentiable)
    return bool(formula.examples) if check == "examples" else True


def result(planned: Planned) -> Record:
    """Run one planned check; the checks of one formula on one target share their work."""
    records = _results(planned.request, planned.adapter, planned.formula, planned.target)
    return records.get(planned.check) or next(iter(records.values()))


@lru_cache(maxsize=64)
def _results(request: Request, name: str, identifier: str, target: Target) -> Mapping[str, Record]:
    found = run_target(resolve(name), load(identifier), target, request)
    return {each.check: each for each in found}
