"""Soundness of the pointwise entries of the spec: expressions, kernels, limits, derivatives."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from nnconform.conformance import cases
from nnconform.conformance.cases import Case
from nnconform.conformance.check_limits import tends_to
from nnconform.conformance.check_properties import exact_function, holds, property_cases, statements
from nnconform.conformance.check_spec_variants import equal_variants
from nnconform.conformance.formats import FORMATS, Floats
from nnconform.spec import Formula, Rule, load

_FORM = FORMATS["float64"]


def pointwise_problems(formula: Formula) -> Iterator[str]:
    """Every flaw of a formula of single elements."""
    points = list(_points(formula))
    yield from _undecided(formula, points)
    yield from _broken_properties(formula)
    yield from _wrong_derivative(formula)
    yield from _wrong_limits(formula)
    yield from equal_variants(formula, lambda rule: _results(formula, rule, points))


def _points(formula: Formula) -> Iterator[Case]:
    yield from cases.value_cases(formula.id, _FORM, 0, 4)
    yield cases.spread_case(formula.id, _FORM, 0)
    yield cases.extreme_case(formula.id, _FORM, 0)


def _undecided(formula: Formula, points: list[Case]) -> Iterator[str]:
    """The formula has a value at every ordinary input (huge ones may go undecided)."""
    for case in points[:-2]:
        if not case.exact(formula.rule, reduced=False).decided.all():
            yield f"{formula.where}: [formula] has no exact value at some ordinary inputs"
            return


def _broken_properties(formula: Formula) -> Iterator[str]:
    for claim in statements(formula):
        for case in property_cases(formula, _FORM, 0):
            truth = holds(claim, case, exact_function(case, formula.rule), 0)
            if not truth.all():
                shown = {n: np.asarray(a).tolist() for n, a in case.inputs.items()}
                yield (
                    f"{formula.where}: [properties.{claim.name}] does not hold for the formula: "
                    f"{claim.holds.text} at {str(shown)[:200]}"
                )
                break


def _wrong_derivative(formula: Formula) -> Iterator[str]:
    """An entry with derivative_of must be the derivative of its base."""
    base = formula.file.formula.derivative_of
    if base is None:
        return
    inner = load(base)
    case = cases.spread_case(formula.id, _FORM, 0)
    name = next(iter(inner.inputs))
    if formula.elementwise:
        given = Case(inner, _FORM, case.inputs, case.parameters)
        due, got = given.gradient(inner.rule, name, None), case.exact(formula.rule, reduced=False)
        apart = np.abs(got.low.to_float() - due.low.to_float()) > 4 * np.spacing(
            np.abs(due.high.to_float())
        )
        if (apart & got.decided & due.decided & ~due.free).any():
            yield f"{formula.where}: [formula] is not the derivative of {base}"
        return
    got = case.exact(formula.rule, reduced=False)
    size = case.shape[-1]
    for i in range(size):  # row i of the Jacobian: the gradient of component i
        weights = np.tile(np.eye(size)[i], (case.shape[0], 1))
        row = Case(inner, _FORM, case.inputs, case.parameters).gradient(inner.rule, name, weights)
        apart = (
            np.abs(got.low.to_float()[:, i, :] - row.low.to_float())
            > 4 * np.spacing(np.abs(row.low.to_float())) + 2.0**-1074
        )
        if (apart & row.decided & got.decided[:, i, :]).any():
            yield f"{formula.where}: [formula] is not the Jacobian of {base}"
            return


# Two inputs on the way to each kind of limit; huge ones would be decided by the limit itself.
_NEARER = {
    "+inf": (50.0, 500.0),
    "-inf": (-50.0, -500.0),
    "0": (1e-3, 1e-9),
    "1": (1 - 1e-3, 1 - 1e-9),
}


def _wrong_limits(formula: Formula) -> Iterator[str]:
    """Each stated limit is what the rule comes nearer to, or grows like."""
    for rule in (formula.rule, *formula.variants):
        place = f"variants.{rule.name}.limits" if rule.name else "limits"
        for name, table in rule.limits.items():
            for key in table:
                # A cut-off takes effect at a distance of its own from the ends of a domain.
                known = _NEARER if not rule.name else {"+inf", "-inf"}
                if key in known and not _approaches(formula, rule, name, key):
                    yield f"{formula.where}: [{place}.{name}] {key} is not what the rule tends to"


def _approaches(formula: Formula, rule: Rule, name: str, key: str) -> bool:
    stated = replace(rule, kernel=rule.limits[name][key], limits={})
    limit = tends_to(cases.at_limit(formula, _FORM, name, float(key), 0), stated, name, key)
    due, values = limit.low.to_float(), []
    for near in _NEARER[key]:
        case = cases.at_limit(formula, _FORM, name, float(key), 0)
        array = case.inputs[name].copy()
        array[array == float(key)] = near
        moved = case.anew({name: array})
        values.append(_numbers(moved, rule, False))
    with np.errstate(all="ignore"):
        far, close = (np.abs(value - due) for value in values)
        nearer = (close <= far) & (close <= 1e-2 * np.maximum(1, np.abs(due)))
        grows = np.isinf(due) & (np.abs(values[1]) > np.abs(values[0])) & (values[1] * due > 0)
    unknown = np.isnan(due) | np.isnan(values[0]) | np.isnan(values[1])
    return bool((nearer | grows | unknown).all())


def _results(formula: Formula, rule: Rule, points: list[Case]) -> list[Floats]:
    """What a rule gives at all points, reduced and not, and at its limits."""
    found = [_numbers(case, rule, reduced) for case in points[:-2] for reduced in (True, False)]
    found += [_numbers(case, rule, False) for case in points[-2:]]
    for name, table in formula.rule.limits.items():
        for key in table:
            case = cases.at_limit(formula, _FORM, name, float(key), 0)
            found.append(tends_to(case, rule, name, key).low.to_float())
    return found


def _numbers(case: Case, rule: Rule, reduced: bool) -> Floats:
    exact = case.exact(rule, reduced=reduced)
    values = exact.low.to_float().copy()
    values[~exact.decided] = np.nan
    return values
