"""How a submission's function wants its inputs and its hyperparameters."""

import inspect
from collections.abc import Callable, Sequence
from inspect import Parameter
from typing import Any

import numpy as np

Function = Callable[..., Any]

_BY_POSITION = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)


def adapted(
    function: Function, inputs: int, names: Sequence[str], keywords: Sequence[str] = ()
) -> tuple[Function, frozenset[str]]:
    """Return ``function`` as one that takes keyword parameters, and which of them reach it.

    Args:
        function: takes ``inputs`` arrays by position, and its parameters in any of these ways:
            by the keywords ``names``, or some of them; by position after the inputs, as many as
            there are ``names``; not at all.
        inputs: how many arrays come first.
        names: the parameters of the formula.
        keywords: names of the inputs, where they are passed by keyword if it knows them.

    Returns:
        a function of the inputs and keywords ``names``; those of ``names`` that it passes on.
    """
    if keywords:
        function = _named(function, keywords)
    every = frozenset(names)
    if not names:
        return function, every
    further = _further(function, inputs)
    if further is None or any(p.kind is Parameter.VAR_KEYWORD for p in further):
        return function, every
    known = {p.name for p in further if p.kind is not Parameter.POSITIONAL_ONLY}
    if known.issuperset(names):
        return function, every
    positions = [p for p in further if p.kind in _BY_POSITION]
    open_ended = any(p.kind is Parameter.VAR_POSITIONAL for p in further)
    common = every & known
    fit = len(positions) == len(names) or (open_ended and len(positions) < len(names))
    if fit and not common:
        return lambda *arrays, **given: function(*arrays, *(given[n] for n in names)), every

    def partly(*arrays: Any, **given: Any) -> Any:
        return function(*arrays, **{n: v for n, v in given.items() if n in common})

    return partly, common


def _named(function: Function, names: Sequence[str]) -> Function:
    """Pass the inputs by keyword where the function has exactly these names."""
    further = _further(function, 0)
    if further is None or not {p.name for p in further}.issuperset(names):
        return function

    def call(*inputs: Any, **given: Any) -> Any:
        return function(**dict(zip(names, inputs, strict=True)), **given)

    return call


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
