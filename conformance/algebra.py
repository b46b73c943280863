"""The expression language on unknowns, and proofs by going through all cases."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from nnconform.conformance.balls import SYSTEM
from nnconform.conformance.symbols import Case, ImpossibleError, Ratio, UnprovableError

_CASES = 1500


class RatioSystem:
    """The expression language on quotients of polynomials."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.functions: Mapping[str, Callable[..., Any]] = {
            **SYSTEM.functions,
            **{name: _each(case, name) for name in ("exp", "log", "sqrt", "tanh")},
            "expm1": lambda x: _each(case, "exp")(x) - 1,
            "log1p": lambda x: _each(case, "log")(x + 1),
            "sign": np.frompyfunc(lambda x: case.number(0)._other(x).sign(), 1, 1),
            "sum": lambda x, **axes: np.sum(_plain(x), **axes),
            "mean": lambda x, **axes: np.mean(_plain(x), **axes),
        }

    def number(self, text: str) -> Ratio:
        """The literal as an exact constant."""
        try:
            return self.case.number(text)
        except ValueError:
            raise UnprovableError from None

    def stack(self, arrays: Sequence[Any]) -> Any:
        """The arrays along a new first axis."""
        return np.stack([np.asarray(array, dtype=object) for array in arrays])

    def gradient(self, function: Callable[..., Any], at: Sequence[Any]) -> Sequence[Any]:
        """Derivatives are not part of the algebra."""
        raise UnprovableError


def _plain(values: Any) -> Any:
    array = np.asarray(values)
    return array.astype(object) if array.dtype.kind in "iub" else array


def _each(case: Case, name: str) -> Callable[[Any], Any]:
    lifted = np.frompyfunc(lambda x: getattr(case.number(0)._other(x), name)(), 1, 1)
    return lambda values: lifted(values)


def never(value: bool, compute: Callable[[Case], bool]) -> bool:
    """Whether ``compute`` gives ``value`` in no case that is possible.

    Returns:
        True if that is proven; False if a case gives the value, or the algebra does not reach.
    """
    script: list[int] = []
    effort = 0
    for _ in range(_CASES):
        case = Case(script)
        case.effort = effort
        try:
            if compute(case) == value:
                return False
        except ImpossibleError:
            pass
        except UnprovableError:
            return False
        effort = case.effort
        script = case.script[: len(case.options)]
        while script and script[-1] + 1 == case.options[len(script) - 1]:
            script.pop()
        if not script:
            return True
        script[-1] += 1
    return False
