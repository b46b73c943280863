"""A claim at one point, on any kind of number: what it compares, and whether that is decided."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import Any

import numpy as np
from flint import arb

from nnconform.conformance.balls import SYSTEM, BallSystem, exact_values, precision
from nnconform.conformance.symbols import UnprovableError
from nnconform.spec import (
    Claim,
    Comparison,
    ConditionRule,
    ExpectationRule,
    ProgramSystem,
    chosen,
    function,
    load,
)

# More bits only where the first do not decide.
_LADDER = (160, 640)
# Digits to which two sides must agree where balls cannot tell them apart.
_AGREED = arb(2) ** -300
# The quadrature: how far it goes, nodes a panel, and panels of the rougher and the finer rule.
_REACH, _NODES, _PANELS = 12, 20, (6, 12)

Point = Mapping[str, Any]
Choices = Mapping[str, str]
Sides = tuple[Comparison, Any, Any]


class Evaluation:
    """A claim with its choices made, on a number system."""

    def __init__(self, claim: Claim, system: ProgramSystem, choices: Choices) -> None:
        self.claim, self.system = claim, system
        self.calls: dict[str, Callable[..., Any]] = dict(chosen(choices, system))
        for identifier in claim.calls:
            shared = {n: c for n, c in choices.items() if n in load(identifier).choices}
            whole = function(identifier, system, reduced=True)
            self.calls[identifier] = partial(whole, **shared)
        for name, rule in claim.expectations.items():
            self.calls[name] = self._expectation(rule)

    def admitted(
        self, values: Point, condition: ConditionRule | None
    ) -> tuple[dict[str, Any], Iterator[Sides]]:
        """The point as the condition fixes it, and what has to be true of it to count."""
        scope = {**values, **self.calls}
        if condition is not None:
            for name, each in condition.set.items():
                scope[name] = each.evaluate(self.system, scope)
        when = condition.when if condition is not None else ()
        return scope, self._sides((*self.claim.given, *when), scope)

    def compared(self, scope: Point) -> Iterator[Sides]:
        """The two sides of everything that is to hold."""
        results = self.claim.program.evaluate(self.system, scope)
        named = dict(zip(self.claim.program.returns, results, strict=True))
        return self._sides(self.claim.holds, {**scope, **named})

    def _sides(self, rules: Sequence[Comparison], scope: Point) -> Iterator[Sides]:
        for rule in rules:
            left = rule.left.evaluate(self.system, scope)
            yield rule, left, rule.right.evaluate(self.system, scope)

    def _expectation(self, rule: ExpectationRule) -> Callable[..., Any]:
        def mean(*arguments: Any) -> Any:
            if not isinstance(self.system, BallSystem):
                raise UnprovableError
            given = {**self.calls, **dict(zip(rule.arguments, arguments, strict=True))}
            rough, fine = (
                np.sum(weights * rule.mean.evaluate(self.system, {**given, "u": nodes}))
                for nodes, weights in map(_normal_rule, _PANELS)
            )
            # The rule's own error, as far as a rule of half the panels shows it.
            return fine + arb(0, abs(fine - rough).upper()) + arb(0, 1e-13) * fine

        return mean


@cache
def _normal_rule(panels: int) -> tuple[Any, Any]:
    """Nodes and weights of a mean over a standard normal: Gauss-Legendre, with a joint at 0."""
    x, w = np.polynomial.legendre.leggauss(_NODES)
    half = _REACH / panels
    middles = -_REACH + half * (2 * np.arange(panels) + 1)
    nodes = (middles[:, None] + half * x).ravel()
    density = np.exp(-(nodes**2) / 2) / np.sqrt(2 * np.pi)
    weights = np.tile(half * w, panels) * density
    return tuple(np.array([arb(v) for v in row.tolist()], dtype=object)
                 for row in (nodes, weights))  # type: ignore[return-value] # fmt: skip


class Trial:
    """A claim with its choices made and a condition set, tried point by point on balls."""

    def __init__(self, claim: Claim, choices: Choices, condition: ConditionRule | None) -> None:
        self.claim, self.choices, self.condition = claim, choices, condition
        self._evaluations: dict[int, Evaluation] = {}

    def answer(self, point: Point) -> bool | None:
        """Whether the claim is true at a point; None where that is not decided, or not asked."""
        for bits in _LADDER:
            with precision(bits):
                last = bits == _LADDER[-1]
                evaluation, scope, wanted = self._admitted(bits, point)
                inside = _all(wanted, last)
                if inside is False:
                    return None
                answer = _all(evaluation.compared(scope), last) if inside else None
            if answer is not None:
                return answer
        return None

    def failing(self, point: Point) -> tuple[str, str, str]:
        """The first comparison that is false at a point, and its two sides."""
        with precision(_LADDER[-1]):
            evaluation, scope, _ = self._admitted(_LADDER[-1], point)
            for rule, left, right in evaluation.compared(scope):
                if _all([(rule, left, right)], True) is False:
                    return rule.text, shown(left), shown(right)
        raise AssertionError("the claim is true there")

    def _admitted(
        self, bits: int, point: Point
    ) -> tuple[Evaluation, dict[str, Any], Iterator[Sides]]:
        # Defaults become numbers of the precision at which an evaluation is made.
        if bits not in self._evaluations:
            self._evaluations[bits] = Evaluation(self.claim, SYSTEM, self.choices)
        evaluation = self._evaluations[bits]
        return evaluation, *evaluation.admitted(exact_values(point, {}), self.condition)


def _all(sides: Iterator[Sides] | Sequence[Sides], last: bool) -> bool | None:
    undecided = False
    for rule, left, right in sides:
        for a, b in np.nditer(
            [np.asarray(left, dtype=object), np.asarray(right, dtype=object)],
            flags=["refs_ok", "zerosize_ok"],
        ):
            found = _compared(_ball(a.item()), rule.operator, _ball(b.item()), last)
            if found is False:
                return False
            undecided |= found is None
    return None if undecided else True


def _ball(value: Any) -> arb:
    return value if isinstance(value, arb) else arb(int(value))


def _compared(a: arb, operator: str, b: arb, last: bool) -> bool | None:
    difference = a - b
    if difference > 0:
        return operator in {">", ">=", "!="}
    if difference < 0:
        return operator in {"<", "<=", "!="}
    if difference.is_zero():
        return operator in {"<=", ">=", "=="}
    agreed = last and difference.is_finite() and difference.rad() <= (1 + abs(a) + abs(b)) * _AGREED
    # Agreement to ninety digits; that one side is larger by less cannot be told.
    return True if agreed and operator in {"<=", ">=", "=="} else None


def shown(value: Any) -> str:
    """A number, or nested numbers, for a person."""
    if isinstance(value, tuple | list):
        return f"[{', '.join(shown(each) for each in value)}]"
    if isinstance(value, np.ndarray):
        return shown(value.tolist())
    if isinstance(value, arb):
        exact = float(value)
        return f"{exact:.10g}" if value.is_finite() else str(value)
    return f"{value:.10g}" if isinstance(value, float) else str(value)
