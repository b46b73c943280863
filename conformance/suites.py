"""Which checks a formula gets: the one place that knows the kinds of formulas."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from nnconform.conformance import checks, program_checks
from nnconform.conformance.check_contract import contract
from nnconform.conformance.check_limits import limits
from nnconform.conformance.check_properties import properties
from nnconform.conformance.checks import Plan
from nnconform.conformance.outcome import Outcome
from nnconform.conformance.subject import Subject
from nnconform.spec import Formula

Check = Callable[[Plan], Outcome | None]
Identify = Callable[[Subject, int, int], tuple[Outcome, Plan]]


@dataclass(frozen=True, slots=True)
class Suite:
    """The value check, which finds the rule that is followed, and the checks that hold to it."""

    identify: Identify
    others: Mapping[str, Check]


_SUITES = {
    "pointwise": Suite(
        checks.identify,
        {
            "contract": contract,
            "gradient": checks.gradient,
            "properties": properties,
            "limits": limits,
            "stability": checks.stability,
            "accuracy": checks.accuracy,
            "examples": checks.examples,
        },
    ),
    "program": Suite(
        program_checks.identify,
        {
            "contract": program_checks.contract,
            "gradient": program_checks.gradient,
            "properties": program_checks.properties,
            "limits": program_checks.limits,
            "stability": program_checks.stability,
            "accuracy": program_checks.accuracy,
        },
    ),
}


def suite(formula: Formula) -> Suite:
    """The checks of a formula, by its kind."""
    return _SUITES[formula.kind]
