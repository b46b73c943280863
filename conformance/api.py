"""Checks of one function, for anybody's test suite."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from nnconform.adapters import SUBMISSION, Target
from nnconform.adapters.callables import implementation
from nnconform.conformance.runner import ALL_CHECKS, EXAMPLES, Request, judge, record
from nnconform.conformance.subject import Subject
from nnconform.reports.explain import explain
from nnconform.reports.record import VERDICTS, Record
from nnconform.spec import NNConformError, load

_PASSING = frozenset({"conforms", "convention", "unsupported"})


class NotConforming(AssertionError):
    """A function departs from its formula; ``records`` hold every check's result."""

    def __init__(self, message: str, records: tuple[Record, ...]) -> None:
        super().__init__(message)
        self.records = records


@dataclass(frozen=True, slots=True)
class _Owner:
    """Stands for the function where a record names its adapter."""

    name: str
    version: str = ""


def assert_conforms(
    formula: str,
    function: Callable[..., Any],
    *,
    gradient: Callable[..., Any] | None = None,
    dtype: str = "float64",
    checks: Collection[str] = (),
    allow: Collection[str] = (),
    examples: int = EXAMPLES,
    seed: int = 0,
) -> tuple[Record, ...]:
    """Assert that a function of NumPy arrays computes a formula of the spec.

    Args:
        formula: the formula's id, such as "huber".
        function: takes the inputs by position and the parameters by keyword.
        gradient: takes the same and returns the gradient of the (summed) result in every
            differentiable input; without it the gradient is not checked.
        dtype: "float16", "bfloat16", "float32" or "float64".
        checks: some of contract, value, gradient, properties, limits, stability, accuracy,
            examples; all where empty.
        allow: further verdicts that pass: "inaccurate" lets a right formula be badly computed.
        examples: drawn examples of the value check.
        seed: what the cases are drawn from.

    Returns:
        one record a check.

    Raises:
        NotConforming: an AssertionError with the counterexample and the diagnosis.
        NNConformError: unknown formula, dtype or check.
    """
    __tracebackhide__ = True  # pytest shows the caller's line
    entry = load(formula)
    _known("dtype", [dtype], ("float16", "bfloat16", "float32", "float64"))
    _known("check", checks, ALL_CHECKS)
    _known("verdict", allow, VERDICTS)
    target = Target(SUBMISSION, "cpu", dtype, "eager")
    subject = Subject(entry, target, implementation(entry, function, gradient))
    request = Request((), (formula,), checks=tuple(checks), examples=examples, seed=seed)
    owner = _Owner(getattr(function, "__name__", type(function).__name__))
    records = tuple(
        record(owner, entry, target, check, outcome, seconds, seed)
        for check, outcome, seconds in judge(subject, request)
    )
    passing = _PASSING | frozenset(allow)
    failing = [found for found in records if found.verdict not in passing]
    if failing:
        raise NotConforming("\n".join(explain(found) for found in failing), records)
    return records


def _known(kind: str, given: Collection[str], known: Collection[str]) -> None:
    for value in given:
        if value not in known:
            raise NNConformError(f"unknown {kind} {value!r}; expected one of {', '.join(known)}")
