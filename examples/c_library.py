"""Functions of the C library, so that `nnconform sweep` can measure them.

`nnconform sweep examples/c_library.py --only tanh` puts every float32 number to `tanhf`. Each
formula is one call of the library, or the plainest expression of such calls in float32.
"""

import ctypes
import ctypes.util
from collections.abc import Callable
from typing import Any

import numba
import numpy as np

DTYPES = ("float32",)

_library = ctypes.CDLL(ctypes.util.find_library("m"))


def _function(name: str) -> Any:
    found = getattr(_library, name)
    found.argtypes, found.restype = [ctypes.c_float], ctypes.c_float
    return found


tanhf, expf, expm1f, log1pf = map(_function, ("tanhf", "expf", "expm1f", "log1pf"))


# A loop of Python would take an hour for all float32 numbers; compiled, it calls at C's speed.
def _each(function: Callable[..., Any]) -> Any:
    loop = numba.njit(function)

    @numba.njit
    def every(z, out, *parameters):
        for i in range(z.size):
            out[i] = loop(z[i], *parameters)

    def call(z: Any, *parameters: float) -> Any:
        out = np.empty_like(z)
        every(z.ravel(), out.ravel(), *map(np.float32, parameters))
        return out

    return call


_ONE = np.float32(1)
_tanh = _each(lambda z: tanhf(z))
_tanh_derivative = _each(lambda z: _ONE - tanhf(z) * tanhf(z))
_sigmoid = _each(lambda z: _ONE / (_ONE + expf(-z)))
_softplus = _each(lambda z: log1pf(expf(z)))
_elu = _each(lambda z, alpha: z if z > 0 else alpha * expm1f(z))


def tanh(z):
    return _tanh(z)


def tanh_derivative(z):
    return _tanh_derivative(z)


def sigmoid(z):
    return _sigmoid(z)


def softplus(z):
    return _softplus(z)


def elu(z, *, alpha=1.0):
    return _elu(z, alpha)
