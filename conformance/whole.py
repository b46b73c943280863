"""A rule on whole arrays of balls: for kernels that may join samples, as faulty ones do.

The oracle evaluates samples apart from one another, which a wrong axis breaks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from flint import arb

from nnconform.conformance.balls import Balls, BallSystem, exact_values, is_settled, precision
from nnconform.conformance.cases import Case
from nnconform.conformance.formats import Floats, Format
from nnconform.conformance.programs import ProgramSetting, flat
from nnconform.spec import Rule

# Wide enough for sums of terms from both ends of float64.
BITS = 2304
_SLOPE_BITS = 512
_STEP = 160
_PROGRAM_BITS = 384
_SETTLED_BITS = 80


@dataclass(frozen=True, slots=True)
class Slopes:
    """The two one-sided derivatives in each element of an input."""

    forward: Balls
    backward: Balls


def value(case: Case, rule: Rule, *, reduced: bool = True) -> Balls:
    """The result of a rule, or its kernel, on all samples at once."""
    with precision(BITS):
        return _result(case, rule, _given(case, rule), reduced=reduced)


def slopes(case: Case, rule: Rule, name: str, weights: Floats | None) -> Slopes:
    """The derivatives of ``sum(weights * result)`` in each element of the input ``name``.

    Difference quotients with a step far below any rounding; infinite at a jump.
    """
    with precision(_SLOPE_BITS):
        given = _given(case, rule)
        here = _total(case, rule, given, weights)
        pairs = [
            ((up - here) / step, (here - down) / step)
            for up, down, step in _moved(case, rule, name, given, weights)
        ]
        shape = np.shape(case.inputs[name])
        columns = (np.array(column, dtype=object) for column in zip(*pairs, strict=True))
        return Slopes(*(column.reshape(shape) for column in columns))


def _moved(
    case: Case, rule: Rule, name: str, given: Mapping[str, Any], weights: Floats | None
) -> Iterator[tuple[arb, arb, arb]]:
    """What comes of each element moved up and down, and by how much."""
    array = np.asarray(given[name], dtype=object)
    for index in np.ndindex(array.shape):
        step = arb(2) ** -_STEP * max(1.0, abs(float(array[index])))
        found = []
        for move in (step, -step):
            other = array.copy()
            other[index] = array[index] + move
            moved = other if other.ndim else other.item()
            found.append(_total(case, rule, {**given, name: moved}, weights))
        yield found[0], found[1], step


def _given(case: Case, rule: Rule) -> dict[str, Any]:
    return exact_values(case.inputs, {**case.parameters, **rule.fixed})


def _total(case: Case, rule: Rule, given: Mapping[str, Any], weights: Floats | None) -> arb:
    found = _result(case, rule, given, reduced=True)
    if weights is not None:
        found = found * np.frompyfunc(arb, 1, 1)(weights.astype(object))
    return arb(found.sum())


def _result(case: Case, rule: Rule, given: Mapping[str, Any], *, reduced: bool) -> Balls:
    names = tuple(case.formula.inputs)
    read = {**given, **{n: given[source] for n, source in zip(names, rule.order, strict=True)}}
    found = np.asarray(rule.kernel.evaluate(BallSystem(case.form), read), dtype=object)
    if reduced and rule.reduction != "none":
        total = found.sum() / (found.size if rule.reduction == "mean" else 1)
        return np.asarray(total, dtype=object)
    return found


def program(setting: ProgramSetting) -> Any:
    """The results of a program on balls, nested as they are, at one precision and without a band.

    Far cheaper than :meth:`ProgramSetting.results`; a ball may be wide where digits cancel.
    """
    with precision(_PROGRAM_BITS):
        return setting.on_balls()


def settled(results: Any, form: Format) -> bool:
    """Whether every ball is far narrower than a unit in the last place."""
    floor = arb(form.tiny) * arb(2) ** -20
    return all(is_settled(ball, _SETTLED_BITS, floor) for ball in flat(results).tolist())


def floats(balls: Balls) -> Floats:
    """The nearest float64 of each ball; NaN where it is not finite."""
    flat = [_float(ball) for ball in balls.ravel().tolist()]
    return np.array(flat, dtype=np.float64).reshape(balls.shape)


def _float(ball: Any) -> float:
    if not isinstance(ball, arb):
        return float(ball)
    return float(ball) if ball.is_finite() else np.nan
