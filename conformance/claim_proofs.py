"""Proofs of claims for all values at once, by exact algebra on unknowns (``symbols.py``)."""

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial
from itertools import product
from typing import Any

import numpy as np

from nnconform.conformance.algebra import RatioSystem, never
from nnconform.conformance.claim_draws import arrays, constants, named_axes
from nnconform.conformance.claim_values import Choices, Evaluation
from nnconform.conformance.symbols import Case, ImpossibleError, Ratio
from nnconform.spec import Arrays, Claim, ClaimInput, ConditionRule

# An axis with a name is proven at this size; a number of layers or steps at each of these.
_SIZE, _COUNTS, _LABELS = 2, (1, 2, 3), (0, 1, 2, 3)
_MOST = 16
_OPERATORS: Mapping[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


def proved(
    claim: Claim, choices: Choices, condition: ConditionRule | None = None, *, value: bool = True
) -> bool:
    """Whether the claim is ``value`` for all values of its inputs, by a proof.

    Axes with names have two elements; counts and labels take a few values each. Without a proof
    the answer is False, whatever the truth is.
    """
    whole = _whole(claim)
    if len(whole) > _MOST:
        return False
    return all(
        never(
            not value,
            partial(_holds, claim=claim, choices=choices, condition=condition, known=known),
        )
        for known in whole
    )


def scope_of(claim: Claim) -> str:
    """What a proof covers, for people."""
    said = [f"{axis} = {_SIZE}" for axis in named_axes(claim)]
    counts = [name for name, given in claim.file.inputs.items() if given.domain == "count"]
    said += [f"{name} in {', '.join(map(str, _counts(claim.file.inputs[name])))}"
             for name in counts]  # fmt: skip
    return f"all values, with {'; '.join(said)}" if said else "all values"


def _counts(given: ClaimInput) -> tuple[int, ...]:
    if given.between is None:
        return _COUNTS
    low, high = (int(Fraction(str(bound))) for bound in given.between)
    return tuple(range(low, min(high, low + 2) + 1))


def _whole(claim: Claim) -> list[dict[str, Any]]:
    """The values of the inputs that are whole numbers, which no unknown can stand for."""
    ways: dict[str, list[Any]] = {}
    sizes = dict.fromkeys(named_axes(claim), _SIZE)
    if any(given.domain == "integer" for given in claim.file.inputs.values()):
        return [{}] * (_MOST + 1)
    for name, given in claim.file.inputs.items():
        if given.domain in {"count", "label"}:
            [shape] = arrays(given, sizes)
            values = _counts(given) if given.domain == "count" else _LABELS
            size = int(np.prod(shape, dtype=int))
            ways[name] = [np.array(v).reshape(shape) if shape else v[0]
                          for v in product(values, repeat=size)]  # fmt: skip
    return [dict(zip(ways, values, strict=True)) for values in product(*ways.values())]


def _holds(
    case: Case, claim: Claim, choices: Choices, condition: ConditionRule | None, known: Any
) -> bool:
    evaluation = Evaluation(claim, RatioSystem(case), choices)
    values = {**_constants(case, claim), **_unknowns(case, claim), **known}
    scope, wanted = evaluation.admitted(values, condition)
    for rule, left, right in wanted:
        if not np.all(_OPERATORS[rule.operator](left, right)):
            raise ImpossibleError
    return all(
        bool(np.all(_OPERATORS[rule.operator](left, right)))
        for rule, left, right in evaluation.compared(scope)
    )


def _constants(case: Case, claim: Claim) -> dict[str, Any]:
    found = {}
    for name, array in constants(claim).items():
        whole = array.dtype.kind == "i"
        exact = array if whole else np.frompyfunc(lambda v: case.number(Fraction(v)), 1, 1)(array)
        found[name] = exact if np.ndim(exact) else np.asarray(exact, dtype=object).item()
    return found


def _unknowns(case: Case, claim: Claim) -> dict[str, Any]:
    sizes = dict.fromkeys(named_axes(claim), _SIZE)
    found: dict[str, Any] = {}
    for name, given in claim.file.inputs.items():
        if given.domain in {"count", "label"}:
            continue
        parts = [_array(case, name, given, shape) for shape in arrays(given, sizes)]
        found[name] = Arrays(parts) if given.shape.startswith("[") else parts[0]
    return found


def _array(case: Case, name: str, given: ClaimInput, shape: tuple[int, ...]) -> Any:
    if given.domain == "distribution":
        weights = _filled(shape, lambda: case.unknown("input", name, positive=True))
        return weights / np.sum(weights, axis=-1, keepdims=True)
    found = _filled(shape, lambda: _unknown(case, name, given))
    return found if shape else found.item()


def _filled(shape: tuple[int, ...], make: Callable[[], Any]) -> Any:
    found = np.empty(shape, dtype=object)
    for index in np.ndindex(shape):
        found[index] = make()
    return found


def _unknown(case: Case, name: str, given: ClaimInput) -> Ratio:
    ends = {"binary": (0, 1), "sign": (1, -1)}.get(given.domain)
    if ends is not None:
        return case.number(ends[case.choose(2)])
    positive = {"positive": True, "probability": True, "nonnegative": False, "unit": False}
    made = case.unknown("input", name, positive=positive.get(given.domain))
    if given.domain in {"probability", "unit"}:
        case.given(1 - made, strict=given.domain == "probability")
    if given.between is not None:
        low, high = (case.number(str(bound)) for bound in given.between)
        case.given(made - low, strict=False)
        case.given(high - made, strict=False)
    return made
