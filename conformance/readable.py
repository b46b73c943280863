"""Inputs and numbers as a record shows them."""

from typing import Any

import numpy as np

from nnconform.conformance.cases import Case
from nnconform.conformance.formats import Array
from nnconform.conformance.programs import flat

# More numbers than this say nothing to a reader.
_READABLE = 100


def point(case: Case, flat: int, shape: tuple[int, ...]) -> dict[str, Any]:
    """The inputs behind one element of a result of ``shape``; all of them where it is reduced."""
    found: dict[str, Any] = {}
    if case.formula.kind != "pointwise":
        return {name: _shortened(given) for name, given in case.inputs.items()}
    for name, array in case.inputs.items():
        values = np.asarray(array)
        if values.dtype.kind not in "iu":
            values = values.astype(np.float64)
        if flat < 0 or not shape or values.ndim == 0:
            found[name] = values.tolist()
        elif case.formula.elementwise:
            found[name] = values.reshape(-1)[flat].item()
        else:
            found[name] = values[np.unravel_index(flat, shape)[0]].tolist()
    return found


def _shortened(given: Any) -> Any:
    """An input as lists of numbers, or its size in words where nobody would read them all."""
    size = len(flat(given))
    return listed(given) if size <= _READABLE else f"{size} numbers"


def listed(given: Any) -> Any:
    """Arrays, nested or not, as lists of Python numbers."""
    if isinstance(given, tuple):
        return [listed(each) for each in given]
    values = np.asarray(given)
    return values.tolist() if values.dtype.kind in "iub" else values.astype(np.float64).tolist()


def numbers(value: Any) -> Array:
    """All numbers of nested lists in one row."""
    if isinstance(value, list):
        return np.concatenate([numbers(item) for item in value]) if value else np.empty(0)
    return np.atleast_1d(np.asarray(value, dtype=np.float64))


def text(value: Any) -> str:
    """A number or nested list as short text, exact enough to be typed in again."""
    if isinstance(value, list):
        return "[" + ", ".join(text(item) for item in value) + "]"
    return f"{value:.9g}" if isinstance(value, float) else str(value)
