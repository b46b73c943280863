"""The curve of a formula and of its derivative over ordinary inputs, exact, for the reports."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from nnconform.conformance.cases import defaults
from nnconform.conformance.formats import FORMATS, Floats
from nnconform.conformance.oracle import Exact, gradients, values
from nnconform.spec import Formula, load

_FORM = FORMATS["float64"]
# Dyadic steps, so that kinks and margins of the default parameters are met exactly.
_RANGES: Mapping[str, Floats] = {
    "real": np.arange(-80, 81) / 16,
    "nonnegative": np.arange(0, 161) / 32,
    "positive": np.arange(1, 161) / 32,
    "probability": np.arange(1, 128) / 128,
}
# Where the other inputs are held: no end of their domain, and nothing that makes terms vanish.
_HELD: Mapping[str, float] = {
    "real": 0.5,
    "nonnegative": 1.0,
    "positive": 1.0,
    "probability": 0.5,
    "unit": 0.5,
    "binary": 1.0,
    "sign": 1.0,
}


@lru_cache(maxsize=256)
def curve(identifier: str) -> Mapping[str, object] | None:
    """Return value and gradient of one element over an ordinary range of one input.

    Args:
        identifier: a formula's id.

    Returns:
        ``input`` and what the others are held at (``fixed``), ``x``, ``value`` and ``gradient``
        (empty where the spec asks for none). A kink or a jump has its input three times: with what
        holds to the left, None, and with what holds to the right. None for formulas that do not
        work on each element alone.
    """
    formula = load(identifier)
    name = _moved(formula)
    if name is None:
        return None
    x = _RANGES[formula.inputs[name].domain]
    held = {n: _HELD[given.domain] for n, given in formula.inputs.items() if n != name}
    parameters = defaults(formula)
    inputs = {
        n: x if n == name else np.full(() if given.shape == "" else x.shape, held[n])
        for n, given in formula.inputs.items()
    }
    value = values(formula, formula.rule, inputs, parameters, _FORM, reduced=False)
    parts = [_ends(value, 1)]
    if name in formula.differentiable:
        slope = gradients(formula, formula.rule, inputs, parameters, _FORM, name, None)
        parts.append(_ends(slope, x.size if formula.rule.reduction == "mean" else 1))
    rows = list(_rows(x, parts))
    found = [list(column) for column in zip(*rows, strict=True)]
    return {
        "input": name,
        "fixed": {**held, **parameters},
        "x": found[0],
        "value": found[1],
        "gradient": found[2] if len(found) > 2 else [],
    }


def _moved(formula: Formula) -> str | None:
    """The input along which the curve runs."""
    if formula.kind != "pointwise" or not formula.elementwise:
        return None
    arrays = [n for n, given in formula.inputs.items() if given.shape != ""]
    known = all(given.domain in _HELD for given in formula.inputs.values())
    name = next((n for n in formula.differentiable if n in arrays), arrays[-1])
    return name if known and formula.inputs[name].domain in _RANGES else None


def _ends(exact: Exact, size: int) -> tuple[Floats, Floats]:
    """The lowest and the highest that is allowed at each point, of one element."""
    return exact.low.to_float() * size, exact.high.to_float() * size


def _rows(x: Floats, parts: list[tuple[Floats, Floats]]) -> Iterator[tuple[Any, ...]]:
    """Each point with its numbers; a point with a choice as left end, gap and right end."""
    for i, at in enumerate(x.tolist()):
        ends = [_sided(low, high, i) for low, high in parts]
        if all(left == right for left, right in ends):
            yield at, *(left for left, _ in ends)
            continue
        jump = ends[0][0] != ends[0][1]
        # Across a jump the value has no slope.
        yield at, ends[0][0], *(None if jump else left for left, _ in ends[1:])
        yield at, *(left if left == right else None for left, right in ends)
        yield at, ends[0][1], *(None if jump else right for _, right in ends[1:])


def _sided(low: Floats, high: Floats, i: int) -> tuple[float | None, float | None]:
    """The ends in the order in which the curve meets them."""
    ends = float(low[i]), float(high[i])
    if i and abs(ends[1] - low[i - 1]) < abs(ends[0] - low[i - 1]):
        ends = ends[1], ends[0]
    first, last = (float(f"{end:.6g}") if np.isfinite(end) else None for end in ends)
    return first, last
