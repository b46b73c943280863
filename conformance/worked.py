"""The documents' worked numbers: printed against recomputed."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
from flint import arb

from nnconform.conformance.balls import SYSTEM, Balls, precision
from nnconform.spec import Example, Formula, Rule, load

AGREES, CARRIED, TRUNCATED, ERRATUM = "agrees", "carried", "truncated", "erratum"
_BITS = 256
_MORE = 6  # digits shown beyond the printed ones


@dataclass(frozen=True, slots=True)
class WorkedNumber:
    """One printed number.

    Attributes:
        printed: the document's own string; None where it prints no number.
        exact: the value, to the nearest float64; ``shown``: with more digits than printed.
        carried: the value recomputed from the document's own printed intermediates, if there are.
        kind: agrees, carried, truncated, erratum; None where no number is printed.
    """

    example: str
    quantity: str
    printed: str | None
    exact: float
    shown: str
    carried: float | None
    kind: str | None
    note: str

    def as_dict(self) -> dict[str, Any]:
        """The keys of ``nnconform examples --json``."""
        return {
            "example": self.example,
            "quantity": self.quantity,
            "printed": self.printed,
            "exact": self.exact,
            "carried": self.carried,
            "class": self.kind,
        }


def worked_numbers(identifier: str) -> Iterator[WorkedNumber]:
    """Recompute every worked number of a formula from its inputs as printed."""
    formula = load(identifier)
    for name, example in formula.examples.items():
        with precision(_BITS):
            results = np.atleast_1d(_result(formula, _rule(formula, example), example)).ravel()
            printed = list(_flat(example.printed))
            for i, value in enumerate(results.tolist()):
                text = printed[i] if i < len(printed) else None
                quantity = f"{example.quantity}[{i}]" if len(results) > 1 else example.quantity
                yield _number(f"{identifier}.{name}", quantity, text, arb(value), _note(example))


def _flat(printed: Any) -> Iterator[str]:
    if isinstance(printed, list):
        for item in printed:
            yield from _flat(item)
    elif printed is not None:
        yield printed


def _note(example: Example) -> str:
    parts = [
        f"by the convention {example.variant}" if example.variant else "",
        f"the document says: {example.says}" if example.says else "",
        example.note,
    ]
    return "; ".join(part for part in parts if part)


def _rule(formula: Formula, example: Example) -> Rule:
    if example.variant is None:
        return formula.rule
    return next(rule for rule in formula.variants if rule.name == example.variant)


def _result(formula: Formula, rule: Rule, example: Example) -> Balls:
    given: dict[str, Any] = {}
    for name, declared in formula.inputs.items():
        given[name] = _balls(example.inputs[name], declared.domain == "label")
        rank = len(declared.shape.split()) if declared.shape not in {"", "*"} else 0
        while np.ndim(given[name]) < rank:
            given[name] = np.asarray(given[name])[None]
    for name, parameter in formula.parameters.items():
        given[name] = arb(str(example.parameters.get(name, parameter.default)))
    kernel = np.asarray(rule.kernel.evaluate(SYSTEM, given), dtype=object)
    if rule.reduction == "none":
        return kernel
    total = np.asarray(kernel.sum(), dtype=object)
    return total / kernel.size if rule.reduction == "mean" else total


def _balls(value: Any, label: bool) -> Any:
    """Decimals exactly as printed, not as the nearest float."""
    if isinstance(value, list):
        items = [_balls(item, label) for item in value]
        return np.array(items, dtype=np.int64 if label else object)
    return int(value) if label else arb(value)


def _number(
    example: str, quantity: str, printed: str | None, value: arb, note: str
) -> WorkedNumber:
    digits = 0 if printed is None else -int(Decimal(printed).as_tuple().exponent)
    shown = value.str(max(digits, 0) + _MORE + 4, radius=False)
    kind = None if printed is None else classify(printed, value)
    return WorkedNumber(example, quantity, printed, float(value), shown, None, kind, note)


def classify(printed: str, value: arb, carried: arb | None = None) -> str:
    """Say how a printed number stands to its exact value.

    ``agrees``: the value rounds to the printed digits; ``truncated``: it was cut instead;
    ``carried``: right from the printed intermediates; ``erratum``: none of these.

    >>> classify("0.65", arb("0.65900114"))
    'truncated'
    """
    target = Decimal(printed)
    if _fits(target, value, (ROUND_HALF_UP, ROUND_HALF_EVEN)):
        return AGREES
    if carried is not None and _fits(target, carried, (ROUND_HALF_UP, ROUND_HALF_EVEN)):
        return CARRIED
    return TRUNCATED if _fits(target, value, (ROUND_DOWN,)) else ERRATUM


def _fits(target: Decimal, value: arb, modes: tuple[str, ...]) -> bool:
    exact = Decimal(value.str(40, radius=False))
    unit = Decimal(1).scaleb(int(target.as_tuple().exponent))
    return any(exact.quantize(unit, rounding=mode) == target for mode in modes)
