"""A filter from the specification alone, for what no reference computes widely enough."""

from collections.abc import Callable, Mapping
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from nnconform.adapters.as_written import ArrayNumbers, function as as_function
from nnconform.conformance.filtering import GRADIENT
from nnconform.conformance.formats import Array, Floats
from nnconform.conformance.oracle import Exact
from nnconform.conformance.sweeping.piecewise import Piecewise, clipped, meets, widened
from nnconform.conformance.sweeping.spaces import FEW, plane

if TYPE_CHECKING:
    from nnconform.conformance.sweeping.truth import Truth

Filter = Callable[..., Any]
# Pairs by which an expression of two variables is tried.
_SAMPLE = 2**12


def specified(due: "Truth", kind: Any) -> Filter | None:
    """The values that the specification makes due, in wider arithmetic.

    Args:
        kind: that arithmetic: ``np.float64`` or ``np.longdouble``.

    Returns:
        a function of all inputs of the formula; None where the machine's numbers have too few
        digits, or where an expression of two variables cancels: there only balls decide.
    """
    if np.finfo(kind).nmant < due.form.precision + 9:
        return None
    alone = due.formula is due.base and due.quantity == GRADIENT
    written = None if alone else as_function(due.formula.rule, ArrayNumbers(np, kind))
    domains = {name: due.base.inputs[name].domain for name in due.varying}
    few = {name: FEW[domain] for name, domain in domains.items() if domain in FEW}
    many = [name for name in due.varying if name not in few]
    if len(many) != 1:
        return written if written and _keeps_digits(due, written, domains, kind) else None
    return _by_lines(due, many[0], few, written, kind)


def _by_lines(
    due: "Truth", name: str, few: Mapping[str, tuple[float, ...]], written: Filter | None, kind: Any
) -> Filter:
    """Along one variable; one such line for each choice of those that take few values."""
    choices = [dict(zip(few, values, strict=True)) for values in product(*few.values())]
    lines = [(choice, _line(due, name, choice, written, kind)) for choice in choices]
    names = list(due.formula.inputs)

    def values(*given: Array, **parameters: float) -> Array:
        inputs = dict(zip(names, given, strict=True))
        if not few:
            return lines[0][1](inputs[name])
        out = np.empty(inputs[name].shape, dtype=kind)
        for choice, along in lines:
            within = np.all([inputs[n] == value for n, value in choice.items()], axis=0)
            out[within] = along(inputs[name][within])
        return out

    return values


def _line(
    due: "Truth", name: str, held: Mapping[str, float], written: Filter | None, kind: Any
) -> Piecewise:
    still = {n: kind(value) for n, value in {**due.fixed, **held}.items()}

    def asked(x: Floats) -> Exact:
        return due.exact({name: x, **{n: np.full(x.shape, value) for n, value in held.items()}})

    def expression(x: Array) -> Array:
        given = [x if n == name else still[n] for n in due.formula.inputs]
        return np.asarray(written(*given, **due.parameters))  # type: ignore[misc]

    return Piecewise(asked, expression if written else None, due.form, kind)


def _keeps_digits(due: "Truth", written: Filter, domains: Mapping[str, str], kind: Any) -> bool:
    """Whether an expression of two variables cancels nowhere, as far as a sample shows."""
    sample = plane(due.form, _SAMPLE, domains, _SAMPLE).sample(0, _SAMPLE)
    with np.errstate(all="ignore"):
        given = [{**due.fixed, **sample}[n].astype(kind) for n in due.formula.inputs]
        found = clipped(np.asarray(written(*given, **due.parameters)), due.form)
        exact = widened(due.exact(sample), due.form, kind)
    return bool(meets(found, exact, due.form).all())
