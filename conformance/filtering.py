"""What is allowed at tens of thousands of inputs: a float64 filter in front of the balls.

For formats narrower than float64 the reference's own error is about 2**-29 of an ULP, so it
decides nearly every point. Where it jumps (a kink of the function, a threshold), is not finite, or
does not exist, the balls decide; and at zero, which no relative step leaves.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

import nnconform.reference
from nnconform.conformance.balls import Scaled
from nnconform.conformance.cases import Case, rows_of, single_array
from nnconform.conformance.formats import Array, Floats
from nnconform.conformance.oracle import Exact, K
from nnconform.spec import Formula, derivative

VALUE, GRADIENT = "value", "gradient"

# Neighbouring float64 inputs give results as close as this, relatively, where nothing jumps.
_SMOOTH = 2.0**-20

Given = Mapping[str, Any]
Function = Callable[[Given], Floats]


def exactly(case: Case, quantity: str) -> Exact:
    """What the formula allows for the value, or for the slope in its array, by balls alone."""
    if quantity == VALUE:
        return case.exact(case.formula.rule, reduced=False)
    return case.gradient(case.formula.rule, single_array(case.formula) or "", None)


def allowed(case: Case, quantity: str) -> Exact:
    """The same, by the float64 reference of the formula or of its derivative where that decides.

    Args:
        case: one array of inputs and perhaps scalars, in a format narrower than float64.
        quantity: ``VALUE`` or ``GRADIENT``.
    """
    entry = case.formula if quantity == VALUE else derivative(case.formula.id)
    function = None if entry is None else _reference(entry)
    if function is None:
        return exactly(case, quantity)
    filtered, open_points = _filtered(case, function)
    if not open_points.size:
        return filtered
    return _patched(filtered, open_points, exactly(rows_of(case, open_points), quantity))


def _reference(entry: Formula) -> Function | None:
    function = getattr(nnconform.reference, entry.id, None)
    if function is None:
        return None

    def call(given: Given) -> Floats:
        inputs = [given[name] for name in entry.inputs]
        parameters = {name: given[name] for name in entry.defaults}
        return np.asarray(function(*inputs, **parameters), dtype=np.float64)

    return call


def _filtered(case: Case, function: Function) -> tuple[Exact, Array]:
    """What the reference allows, and the points that it does not decide."""
    given: dict[str, Any] = {n: a.astype(np.float64) for n, a in case.inputs.items()}
    given |= case.parameters
    f = function(given)
    band = np.abs(f) * case.form.u + _change(given, function, f, K * case.form.u) / K
    nothing = np.zeros(f.shape)
    value = Scaled(f, nothing, nothing.astype(np.int64))
    zero = given[single_array(case.formula) or ""] == 0
    decided = np.isfinite(f) & ~zero & ~_jumps(case, given, function)
    found = Exact(value, value, band, 1, decided, np.zeros(f.shape, dtype=bool))
    return found, np.flatnonzero(~decided)


def _change(given: Given, function: Function, f: Floats, step: float) -> Floats:
    """The sum over inputs and parameters of how far moving one by ``step`` of itself carries f."""
    total = np.zeros(f.shape)
    for name in given:
        moves = [_moved({**given, name: given[name] * (1 + s)}, function, f) for s in (step, -step)]
        total += np.maximum(*moves)
    return total


def _moved(given: Given, function: Function, f: Floats) -> Floats:
    try:
        with np.errstate(invalid="ignore"):
            change = np.abs(function(given) - f)
    except nnconform.reference.DomainError:  # a parameter at the end of its domain
        return np.zeros(f.shape)
    return np.where(np.isfinite(change), change, 0.0)


def _jumps(case: Case, given: Given, function: Function) -> Array:
    """Where the results at the next float64 below and above are no neighbours."""
    name = single_array(case.formula) or ""
    below, above = (
        function({**given, name: np.nextafter(given[name], end)}) for end in (-np.inf, np.inf)
    )
    with np.errstate(invalid="ignore"):
        gap, size = np.abs(above - below), np.maximum(np.abs(above), np.abs(below))
    return np.asarray(gap > _SMOOTH * np.maximum(size, case.form.tiny))


def _patched(whole: Exact, rows: Array, part: Exact) -> Exact:
    """The allowances with those of some points replaced."""

    def put(into: Array, values: Array) -> Array:
        found = into.copy()
        found[rows] = values
        return found

    def both(into: Scaled, values: Scaled) -> Scaled:
        return Scaled(
            put(into.hi, values.hi), put(into.lo, values.lo), put(into.scale, values.scale)
        )

    return Exact(
        both(whole.low, part.low),
        both(whole.high, part.high),
        put(whole.band, part.band),
        max(whole.terms, part.terms),
        put(whole.decided, part.decided),
        put(whole.free, part.free),
    )
