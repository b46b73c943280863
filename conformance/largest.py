"""The largest magnitude that a function takes: what small errors are measured against."""

from collections.abc import Mapping

import numpy as np

from nnconform.conformance.balls import SYSTEM, precision, scaled, to_balls
from nnconform.conformance.cases import value_cases
from nnconform.conformance.formats import Format
from nnconform.spec import Formula, Rule


def largest(formula: Formula, rule: Rule, form: Format, parameters: Mapping[str, float]) -> float:
    """The largest magnitude that the function takes: its range, or what ordinary inputs give."""
    ends = formula.range if rule.name == "" else None
    if ends is not None and all(end.names <= set(parameters) for end in ends):
        with precision(128):
            given = {n: to_balls(np.asarray(v)).item() for n, v in parameters.items()}
            values = [np.asarray(end.evaluate(SYSTEM, given), dtype=object) for end in ends]
            bound = max(float(np.abs(scaled(value).hi)) for value in values)
        if np.isfinite(bound):
            return bound
    return _ordinary_largest(formula.id, rule, form)


def _ordinary_largest(identifier: str, rule: Rule, form: Format) -> float:
    case = value_cases(identifier, form, 0, 0)[1]
    exact = case.exact(rule, reduced=False)
    values = np.abs(exact.low.to_float()[exact.decided])
    return float(np.nanmax(values)) if values.size else 1.0
