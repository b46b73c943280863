"""A function that is at hand, as an implementation of a formula."""

from collections.abc import Callable
from typing import Any
from warnings import catch_warnings, simplefilter

import numpy as np

from nnconform.spec import Formula

from ._passing import adapted
from ._plain import Plain


def implementation(
    formula: Formula, function: Callable[..., Any], gradient: Callable[..., Any] | None = None
) -> Plain:
    """Return ``function`` (and its gradient) as an implementation of ``formula``.

    Both take the inputs by position and the parameters by keyword; the gradient returns an array
    for each differentiable input.
    """
    count, names = len(formula.inputs), tuple(formula.defaults)
    keywords = [name for name, given in formula.inputs.items() if given.keyword]
    called, taken = adapted(function, count, names, keywords)
    functions = {"": quiet(called)}
    if gradient is not None:
        functions["_gradient"] = quiet(adapted(gradient, count, names)[0])
    return Plain(getattr(function, "__name__", "the function"), formula, functions, taken)


def quiet(function: Callable[..., Any]) -> Callable[..., Any]:
    """Keep its warnings from the caller's test suite: overflow is provoked here on purpose."""

    def call(*inputs: Any, **parameters: Any) -> Any:
        with np.errstate(all="ignore"), catch_warnings():
            simplefilter("ignore")
            return function(*inputs, **parameters)

    return call
