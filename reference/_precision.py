"""Compute in float64, round once: what every public function of this folder does."""

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Any, ParamSpec, TypeVar, cast

import numpy as np

from ._validation import Arrays, DomainError, FloatArray

_P = ParamSpec("_P")
_Result = TypeVar("_Result")

_FLOATS = (np.float16, np.float32, np.float64)
_PYTHON_NUMBERS = (bool, int, float)


def rounded_once(formula: Callable[_P, _Result]) -> Callable[_P, _Result]:
    """Compute ``formula`` in float64 and round its results once, to the dtype of its inputs.

    The positional arguments are arrays (or lists, or numbers) and reach ``formula`` as float64;
    the keyword ones are parameters and are left alone. One that is annotated ``Arrays`` is a
    list of arrays, and stays one. The results are new arrays, 0-d ones included. The dtype is the
    common one of the floating arrays: integers and Python numbers have no say in it, and alone
    they give float64.

    Inside, an overflow or an invalid operation is no accident: the formula has picked the limit
    by then. So no warning leaves it.
    """
    signature = inspect.signature(formula)
    parameters = [
        parameter
        for parameter in signature.parameters.values()
        if parameter.kind is parameter.POSITIONAL_OR_KEYWORD
    ]
    names = [parameter.name for parameter in parameters]
    lists = {parameter.name for parameter in parameters if parameter.annotation == Arrays}

    @functools.wraps(formula)
    def in_float64(*args: _P.args, **kwargs: _P.kwargs) -> _Result:
        bound = signature.bind(*args, **kwargs)
        given = {name: bound.arguments[name] for name in names}
        dtype = common_dtype(formula.__name__, _flat(given, lists))
        for name, value in given.items():
            bound.arguments[name] = (
                [np.asarray(part, np.float64) for part in value]
                if name in lists
                else np.asarray(value, np.float64)
            )
        with np.errstate(all="ignore"):
            return _rounded(formula(*bound.args, **bound.kwargs), dtype)

    return in_float64


def keep_nan(z: FloatArray, result: FloatArray | float) -> FloatArray:
    """Return ``result``, with NaN where ``z`` is NaN: no comparison with a NaN is true."""
    return np.where(np.isnan(z), np.nan, result)


def common_dtype(function: str, given: Mapping[str, object]) -> np.dtype[np.floating]:
    """Return the common dtype of the floating arrays in ``given``, float64 without any.

    Raises:
        DomainError: an array holds no real numbers, or is of a dtype that NumPy lacks.
    """
    floats = []
    for name, value in given.items():
        dtype = np.asarray(value).dtype
        if dtype.kind not in "biu" and dtype.type not in _FLOATS:
            raise DomainError(
                f"{function}: {name} must be float16, float32, float64 or integers, got {dtype}"
            )
        if dtype.kind == "f" and type(value) not in _PYTHON_NUMBERS:
            floats.append(dtype.type)
    return np.result_type(*floats) if floats else np.dtype(np.float64)


def _flat(given: Mapping[str, Any], lists: set[str]) -> dict[str, object]:
    flat: dict[str, object] = {}
    for name, value in given.items():
        parts = {f"{name}[{i}]": part for i, part in enumerate(value)} if name in lists else {}
        flat |= parts if name in lists else {name: value}
    return flat


def _rounded(result: _Result, dtype: np.dtype[np.floating]) -> _Result:
    if isinstance(result, tuple):
        return cast("_Result", tuple(_rounded(part, dtype) for part in result))
    return cast("_Result", np.asarray(result).astype(dtype))
