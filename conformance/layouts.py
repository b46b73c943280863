"""An implementation that takes and returns the same data in another layout."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnconform.adapters.as_written import ArrayNumbers
from nnconform.adapters.protocol import Array, Implementation
from nnconform.conformance.subject import Subject
from nnconform.spec import LayoutRule


@dataclass(frozen=True)
class LaidOut:
    """An implementation that is called in another layout of the same data."""

    inner: Implementation
    layouts: tuple[LayoutRule, ...]
    inputs: tuple[str, ...]
    returns: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The layouts by name."""
        return tuple(layout.name for layout in self.layouts)

    @property
    def taken(self) -> frozenset[str] | None:
        """The hyperparameters that can be passed."""
        return getattr(self.inner, "taken", None)

    def value(self, inputs: Sequence[Any], parameters: Mapping[str, Any]) -> Any:
        """Turn the inputs, call, and turn the results back."""
        given = dict(zip(self.inputs, inputs, strict=True))
        for layout in self.layouts:
            given |= {n: turned(each, given) for n, each in layout.call.items()}
        results = self.inner.value(list(given.values()), parameters)
        single = len(self.returns) == 1
        parts = (results,) if single or not isinstance(results, tuple) else results
        if len(parts) != len(self.returns):
            return results
        named = dict(zip(self.returns, parts, strict=True))
        for layout in reversed(self.layouts):
            named |= {n: turned(each, named) for n, each in layout.returns.items()}
        return next(iter(named.values())) if single else tuple(named.values())

    def gradient(self, *_: Any) -> list[Array]:
        """Gradients are asked for in the documents' own layout only."""
        return self.inner.gradient(*_)


def laid_out(subject: Subject, names: Sequence[str]) -> LaidOut:
    """The implementation of a subject, called in some layouts of its formula."""
    formula = subject.formula
    layouts = tuple(layout for layout in formula.layouts if layout.name in names)
    return LaidOut(subject.implementation, layouts, tuple(formula.inputs), formula.returns)


def turned(expression: Any, given: Mapping[str, Any]) -> Any:
    """A layout's expression; on a list it acts array by array."""
    name = next(iter(expression.names))
    system = ArrayNumbers(np, np.dtype(np.float64))
    if isinstance(given[name], list | tuple):
        turned = [expression.evaluate(system, {name: each}) for each in given[name]]
        return turned if isinstance(given[name], list) else tuple(turned)
    return expression.evaluate(system, given)
