"""Walking along the gradients by a rule: the whole way, or one step with an explicit state."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ._double_double import DoubleDouble
from ._optimizer_rules import Averages, Rule
from ._precision import common_dtype
from ._validation import FloatArray, ShapeError


class State(NamedTuple):
    """What an optimizer remembers between two steps.

    Attributes:
        averages: the running averages of its equations.
        rest: what rounding took from the parameters, so that nothing is lost in a long run.
    """

    averages: Averages
    rest: DoubleDouble


def walk(function: str, rule: Rule, theta: FloatArray, grads: FloatArray) -> FloatArray:
    """Return the parameters after each step, rounded to float64 but not on their way."""
    _check_gradients(function, theta, grads)
    here, averages = DoubleDouble(theta), rule.start
    way = np.empty(grads.shape)
    for t, g in enumerate(grads):
        change, averages = rule.move(DoubleDouble(g), averages)
        here = here - change
        way[t] = here.value
    return way


def averages_along(
    function: str, rule: Rule, theta: FloatArray, grads: FloatArray
) -> tuple[FloatArray, ...]:
    """Return the running averages after each step, rounded to float64 but not on their way."""
    _check_gradients(function, theta, grads)
    averages = rule.start
    ways = tuple(np.empty(grads.shape) for _ in averages)
    for t, g in enumerate(grads):
        _, averages = rule.move(DoubleDouble(g), averages)
        for way, average in zip(ways, averages, strict=True):
            way[t] = average.value
    return ways


def one_step(
    function: str, rule: Rule, theta: FloatArray, g: FloatArray, state: State | None
) -> tuple[FloatArray, State]:
    """Return the parameters after one step, rounded to the dtype of the inputs, and the state."""
    dtype = common_dtype(function, {"theta": theta, "g": g})
    theta, g = np.asarray(theta, np.float64), np.asarray(g, np.float64)
    _check_step(function, theta, g, state)
    with np.errstate(all="ignore"):
        averages, rest = state or State(rule.start, DoubleDouble(0.0))
        change, averages = rule.move(DoubleDouble(g), averages)
        moved = DoubleDouble(theta) + rest - change
        rounded = np.asarray(moved.value.astype(dtype))
        rest = moved - DoubleDouble(rounded.astype(np.float64))
        return rounded, State(averages, _where_finite(rounded, rest))


def averages_after(state: State, dtype: np.dtype[np.floating]) -> list[FloatArray]:
    """Return the averages of ``state`` rounded to ``dtype``."""
    with np.errstate(all="ignore"):
        return [np.asarray(average.value.astype(dtype)) for average in state.averages]


def _where_finite(rounded: FloatArray, rest: DoubleDouble) -> DoubleDouble:
    # parameters that left the range stay where they are
    finite = np.isfinite(rounded)
    return DoubleDouble(
        np.where(finite, rest.head, 0.0), np.where(finite, rest.tail, 0.0), rest.exponent
    )


def _check_gradients(function: str, theta: FloatArray, grads: FloatArray) -> None:
    if grads.ndim != theta.ndim + 1 or grads.shape[1:] != theta.shape:
        raise ShapeError(
            f"{function}: grads must have the shape (steps, *theta.shape), "
            f"got {grads.shape} for theta of shape {theta.shape}"
        )


def _check_step(function: str, theta: FloatArray, g: FloatArray, state: State | None) -> None:
    if theta.shape != g.shape:
        raise ShapeError(
            f"{function}: theta and g must have one shape, got {theta.shape} and {g.shape}"
        )
    if state is not None and state.rest.head.shape != theta.shape:
        raise ShapeError(
            f"{function}: state is of parameters of shape {state.rest.head.shape}, "
            f"theta has shape {theta.shape}; begin with state=None"
        )
