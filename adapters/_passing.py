"""How a submission's function wants its hyperparameters."""

import inspect
from collections.abc import Callable, Sequence
from inspect import Parameter
from typing import Any

import numpy as np

Function = Callable[..., Any]

_BY_POSITION = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)


def adapted(function: Function, inputs: int, names: Sequence[str]) -> tuple[Function, bool]:
    """Return ``function`` as one that takes keyword parameters, and whether they reach it.

    Args:
        function: takes ``inputs`` arrays by position, and its parameters in any of these ways:
            by the keywords ``names``; by position after the inputs, as many as there are
            ``names``; not at all.
        inputs: how many arrays come first.
        names: the parameters of the formula.

    Returns:
        a function of the inputs and keywords ``names``; False if it drops the keywords.
    """
    if not names:
        return function, True
    further = _further(function, inputs)
    if further is None or any(p.kind is Parameter.VAR_KEYWORD for p in further):
        return function, True
    keywords = {p.name for p in further if p.kind is not Parameter.POSITIONAL_ONLY}
    if keywords.issuperset(names):
        return function, True
    positions = [p for p in further if p.kind in _BY_POSITION]
    open_ended = any(p.kind is Parameter.VAR_POSITIONAL for p in further)
    if len(positions) == len(names) or (open_ended and len(positions) < len(names)):
        return lambda *arrays, **given: function(*arrays, *(given[n] for n in names)), True
    return lambda *arrays, **given: function(*arrays), False


def _further(function: Function, inputs: int) -> list[Parameter] | None:
    """The parameters after the inputs; None where the function cannot tell."""
    if isinstance(function, np.vectorize):
        function = function.pyfunc
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        return None
    taken = 0
    while taken < inputs and taken < len(parameters) and parameters[taken].kind in _BY_POSITION:
        taken += 1
    return parameters[taken:]
