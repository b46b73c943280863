"""A function that is at hand, as an implementation of a formula."""

from collections.abc import Callable
from typing import Any

from nnconform.spec import Formula

from ._passing import adapted
from ._plain import Plain


def implementation(formula: Formula, function: Callable[..., Any],
                   gradient: Callable[..., Any] | None = None) -> Plain:
    """Return ``function`` (and its gradient) as an implementation of ``formula``.

    Both take the inputs by position and the parameters by keyword; the gradient returns an array
    for each differentiable input.
    """
    count, names = len(formula.inputs), tuple(formula.parameters)
    called, accepts = adapted(function, count, names)
    functions = {"": called}
    if gradient is not None:
        functions["_gradient"] = adapted(gradient, count, names)[0]
    return Plain(getattr(function, "__name__", "the function"), formula, functions, accepts)
