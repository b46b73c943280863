"""Prove that the spec is sound: by exact arithmetic, on generated inputs."""

from collections.abc import Callable, Iterator, Mapping

from nnconform.adapters import Missing, Target, resolve
from nnconform.conformance.check_spec_pointwise import pointwise_problems
from nnconform.conformance.check_spec_programs import program_problems
from nnconform.conformance.draws import plan
from nnconform.conformance.formats import FORMATS
from nnconform.conformance.outcome import CONFORMS
from nnconform.conformance.subject import Subject
from nnconform.conformance.suites import suite
from nnconform.spec import Formula, load

_FORM = FORMATS["float64"]


def problems(identifier: str) -> Iterator[str]:
    """Every flaw of one entry, as a line that names file and key."""
    formula = load(identifier)
    yield from _KINDS[formula.kind](formula)
    yield from _apart_from_the_reference(formula)


def _equal_distributions(formula: Formula) -> Iterator[str]:
    """No variant says the same as the formula or another variant, for every call."""
    calls = plan(formula.id, _FORM.name, 0)
    known: dict[str, str] = {}
    for rule in (formula.rule, *formula.variants):
        said = [(call.shape(rule), *map(repr, call.arguments(rule).values())) for call in calls]
        key = repr((rule.family, rule.shared, rule.repeatable, said))
        first = known.setdefault(key, rule.name or "the formula")
        if first != (rule.name or "the formula"):
            yield f"{formula.where}: [variants.{rule.name}] never differs from {first}"


def _apart_from_the_reference(formula: Formula) -> Iterator[str]:
    """The NumPy reference, which knows nothing of the spec, computes the same.

    Of a formula that is a derivative this is the independent check: the exact answer comes from
    differences of the stated function, the reference's from the chain rule, by hand.
    """
    adapter = resolve("numpy")
    target = Target(adapter.provenances[0], "cpu", _FORM.name, "eager")
    try:
        subject = Subject(formula, target, adapter.implementation(formula, target))
    except Missing:
        return
    outcome, _ = suite(formula).identify(subject, 0, 0)
    if outcome.verdict != CONFORMS:
        named = f" ({outcome.variant})" if outcome.variant else ""
        yield (
            f"{formula.where}: [formula] is not what the reference computes: "
            f"{outcome.verdict}{named} {outcome.message}".rstrip()
        )


_KINDS: Mapping[str, Callable[[Formula], Iterator[str]]] = {
    "pointwise": pointwise_problems,
    "program": program_problems,
    "distribution": _equal_distributions,
}
