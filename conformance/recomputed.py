"""The quantities of a worked example, exactly: from its inputs, and from what is printed.

Every decimal is taken as it is printed, not as the nearest float. A document that goes on with a
rounded number carries the rounding into all that follows: what it should have printed there is
found by putting its own printed numbers in place of every earlier quantity.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
from flint import arb

from nnconform.conformance.balls import SYSTEM, Balls
from nnconform.conformance.domains import WHOLE
from nnconform.conformance.programs import row
from nnconform.spec import Arrays, Example, Formula, Program, Rule, Statement, callables


class Chain:
    """The quantities of one example, in the order in which they are computed.

    Balls are as wide as the precision at the time of asking.
    """

    def __init__(self, formula: Formula, example: Example) -> None:
        """Take the example's inputs, and what it prints, as exact decimals."""
        self._formula = formula
        self._rule = _rule(formula, example)
        self._given = _given(formula, example)
        self._picked = {
            n: str(example.parameters[n]) for n in formula.choices if n in example.parameters
        }
        self._printings = _printings(formula, example)

    def exact(self, quantity: str) -> Balls:
        """The quantity as it follows from the inputs; of one result, any name is its name."""
        scope = self._scope
        if quantity not in scope and len(self._formula.returns) == 1:
            quantity = self._formula.returns[0]
        return row(scope[quantity])

    def carried(self, quantity: str) -> list[Balls]:
        """The quantity as it follows from the printed quantities before it.

        Returns:
            a value for each way to read what is printed twice; none where nothing before it is.
        """
        index = self._assigned.get(quantity)
        if index is None:
            return []
        read = list(dict.fromkeys(self._printed_before(index)))
        if not read:
            return []
        found = []
        for numbers in product(*(self._printings[name] for name in read)):
            known = dict(zip(read, numbers, strict=True))
            found.append(row(self._value(index, known)))
        return found

    # -- the whole chain ---------------------------------------------------------------------

    @cached_property
    def _scope(self) -> Mapping[str, Any]:
        """Every quantity by its name."""
        kernel = self._rule.kernel
        if not isinstance(kernel, Program):
            return {"result": self._reduced(kernel.evaluate(SYSTEM, self._given))}
        scope = {**self._given, **self._functions}
        results: dict[str, Any] = {}
        if kernel.over or kernel.gradient is not None:
            results = dict(zip(kernel.returns, kernel.evaluate(SYSTEM, scope), strict=True))
        if not kernel.over:
            for statement in kernel.statements:
                statement.assign(statement.value.evaluate(SYSTEM, scope), scope)
        return scope | results

    def _reduced(self, kernel: Any) -> Balls:
        array = np.asarray(kernel, dtype=object)
        if self._rule.reduction == "none":
            return array
        total = np.asarray(array.sum(), dtype=object)
        return total / array.size if self._rule.reduction == "mean" else total

    @cached_property
    def _functions(self) -> Mapping[str, Any]:
        kernel = self._rule.kernel
        assert isinstance(kernel, Program)
        choices = self._formula.choices_of({**self._picked, **self._rule.chosen})
        return callables(kernel, SYSTEM, choices)

    # -- from what is printed ----------------------------------------------------------------

    @cached_property
    def _statements(self) -> Sequence[Statement]:
        """The statements that run once each, in their order."""
        kernel = self._rule.kernel
        steps = not isinstance(kernel, Program) or kernel.over or kernel.gradient is not None
        return () if steps else tuple(kernel.statements)  # type: ignore[union-attr]

    @cached_property
    def _assigned(self) -> Mapping[str, int]:
        """Which statement assigns a name last."""
        return {name: i for i, each in enumerate(self._statements) for name in each.targets}

    def _sources(self, index: int) -> Iterator[tuple[str, int]]:
        """The quantities that a statement reads, and the statements that assign them."""
        for name in self._statements[index].value.names:
            before = [i for i in range(index) if name in self._statements[i].targets]
            if before:
                yield name, before[-1]

    def _is_printed(self, name: str, index: int) -> bool:
        return name in self._printings and self._assigned[name] == index

    def _printed_before(self, index: int) -> Iterator[str]:
        for name, source in self._sources(index):
            if self._is_printed(name, source):
                yield name
            else:
                yield from self._printed_before(source)

    def _value(self, index: int, known: Mapping[str, Any]) -> Any:
        scope = {**self._given, **self._functions}
        for name, source in self._sources(index):
            if self._is_printed(name, source):
                scope[name] = known[name]
            else:
                self._statements[source].assign(self._value(source, known), scope)
        return self._statements[index].value.evaluate(SYSTEM, scope)


def flat(printed: Any) -> Iterator[str]:
    """The numbers of a (nested) list as they are printed."""
    if isinstance(printed, list):
        for item in printed:
            yield from flat(item)
    elif printed is not None:
        yield printed


def _rule(formula: Formula, example: Example) -> Rule:
    if example.variant is None:
        return formula.rule
    return next(rule for rule in formula.variants if rule.name == example.variant)


def _given(formula: Formula, example: Example) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for name, declared in formula.inputs.items():
        whole, shape = declared.domain in WHOLE, declared.shape
        if shape.startswith("["):
            given[name] = Arrays(_balls(each, whole) for each in example.inputs[name])
            continue
        given[name] = _balls(example.inputs[name], whole)
        rank = len(shape.split()) if formula.kind == "pointwise" and shape not in {"", "*"} else 0
        while np.ndim(given[name]) < rank:
            given[name] = np.asarray(given[name])[None]
    for name, parameter in formula.parameters.items():
        value = example.parameters.get(name, str(parameter.default))
        whole = parameter.domain in WHOLE
        given[name] = int(float(str(value))) if whole else arb(str(value))
    return given


def _printings(formula: Formula, example: Example) -> dict[str, list[Any]]:
    """By quantity, each of the different ways in which it is printed."""
    found: dict[str, list[Any]] = {}
    for table in example.printed_in.values():
        for name, printed in table.items():
            if printed not in found.setdefault(name, []):
                found[name].append(printed)
    return {name: [_balls(p, False) for p in printings] for name, printings in found.items()}


def _balls(value: Any, whole: bool) -> Any:
    """Decimals exactly as printed, not as the nearest float."""
    if isinstance(value, list):
        items = [_balls(item, whole) for item in value]
        return np.array(items, dtype=np.int64 if whole else object)
    return int(value) if whole else number(value)


def number(text: str) -> arb:
    """A printed number, infinities and NaN included, as a ball."""
    special = {"inf": arb.pos_inf(), "-inf": arb.neg_inf(), "nan": arb.nan()}
    text = text.lower().lstrip("+").replace("infinity", "inf")
    return special[text] if text in special else arb(text)
