"""Which checks a formula gets: the one place that knows the kinds of formulas."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from nnconform.conformance import (
    checks,
    program_checks,
    program_contract,
    program_examples,
    program_value,
)
from nnconform.conformance.check_contract import contract
from nnconform.conformance.check_extremes import accuracy, stability
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
    """The first check, which finds the rule that is followed, and the checks that hold to it.

    Attributes:
        first: the name of the first check.
    """

    identify: Identify
    others: Mapping[str, Check]
    first: str = "value"


def _draws(subject: Subject, seed: int, examples: int) -> tuple[Outcome, Plan]:
    # SciPy's distributions take longer to import than most formulas take to check.
    from nnconform.conformance.distribution_checks import identify

    return identify(subject, seed, examples)


def _draws_contract(plan: Plan) -> Outcome | None:
    from nnconform.conformance.distribution_checks import contract

    return contract(plan)


_SUITES = {
    "pointwise": Suite(
        checks.identify,
        {
            "contract": contract,
            "gradient": checks.gradient,
            "properties": properties,
            "limits": limits,
            "stability": stability,
            "accuracy": accuracy,
            "examples": checks.examples,
        },
    ),
    "program": Suite(
        program_value.identify,
        {
            "contract": program_contract.contract,
            "gradient": program_checks.gradient,
            "properties": program_checks.properties,
            "limits": program_checks.limits,
            "stability": program_checks.stability,
            "accuracy": program_checks.accuracy,
            "examples": program_examples.examples,
        },
    ),
    "distribution": Suite(_draws, {"contract": _draws_contract}, first="statistics"),
}


def suite(formula: Formula) -> Suite:
    """The checks of a formula, by its kind."""
    return _SUITES[formula.kind]
