"""Implementations made for a test: plain functions, and rules of the spec run as written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnconform.adapters import SUBMISSION, Array, Missing, Target
from nnconform.adapters.as_written import evaluate
from nnconform.conformance.checks import Plan
from nnconform.conformance.exactly import exactly
from nnconform.conformance.formats import FORMATS
from nnconform.conformance.subject import Subject
from nnconform.spec import Rule, ids, load

POINTWISE, PROGRAMS, DISTRIBUTIONS = (
    tuple(i for i in ids() if load(i).kind == kind)
    for kind in ("pointwise", "program", "distribution")
)


@dataclass(frozen=True)
class Fake:
    """A function of arrays as an implementation; ``slopes`` gives the gradient in each input."""

    function: Callable[..., Any]
    slopes: Callable[..., Sequence[Array]] | None = None
    taken: frozenset[str] | None = None

    def value(self, inputs: Sequence[Array], parameters: Mapping[str, float]) -> Array:
        result: Array = self.function(*inputs, **parameters)
        return result

    def gradient(
        self,
        inputs: Sequence[Array],
        parameters: Mapping[str, float],
        wrt: Sequence[int],
        cotangent: Array | None,
    ) -> list[Array]:
        if self.slopes is None:
            raise Missing("no derivative here")
        found = self.slopes(*inputs, cotangent=cotangent, **parameters)
        return [found[i] for i in wrt]


def subject(
    identifier: str,
    function: Callable[..., Any],
    *,
    dtype: str = "float64",
    slopes: Callable[..., Sequence[Array]] | None = None,
    taken: frozenset[str] | None = None,
    provenance: str = SUBMISSION,
) -> Subject:
    target = Target(provenance, "cpu", dtype, "eager")
    return Subject(load(identifier), target, Fake(function, slopes, taken))


def plan(identifier: str, function: Callable[..., Any], **options: Any) -> Plan:
    tested = subject(identifier, function, **options)
    return Plan(tested, 0, tested.formula.rule)


def written(rule: Rule) -> Callable[..., Any]:
    """The rule computed naively with NumPy, without a word about overflow."""

    def function(*inputs: Array, **parameters: float) -> Array:
        with np.errstate(all="ignore"):
            return np.asarray(evaluate(rule, inputs, parameters, np))

    return function


def rounded(identifier: str, rule: Rule, dtype: str = "float64") -> Subject:
    """An implementation of a rule that rounds each exact result once."""
    formula = load(identifier)
    target = Target(SUBMISSION, "cpu", dtype, "eager")
    return Subject(formula, target, exactly(formula, rule, FORMATS[dtype]))


def noted(function: Callable[..., Any], seen: list[Any]) -> Callable[..., Any]:
    """The function, which notes what it is called with."""

    def call(*inputs: Array, **parameters: float) -> Any:
        seen.append(inputs)
        return function(*inputs, **parameters)

    return call


def sigmoid(z: Array) -> Array:
    """A right sigmoid."""
    with np.errstate(over="ignore"):
        small = np.exp(-np.abs(z))
    return np.asarray(np.where(z >= 0, 1 / (1 + small), small / (1 + small)).astype(z.dtype))


def mse(y: Array, y_hat: Array) -> Array:
    """A right mean squared error."""
    with np.errstate(over="ignore"):
        return np.asarray(np.mean((y - y_hat) ** 2), dtype=y.dtype)
