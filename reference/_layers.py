"""The activations of a layer and their slopes, from pre-activations of any size.

Inside a network nothing is rounded to a range: a saturated sigmoid of e**-800 behind a weight of
1e300 still counts. Slopes come from the pre-activation, never from the rounded activation.
"""

from collections.abc import Callable
from functools import reduce
from typing import NamedTuple

import numpy as np

from . import _wide
from ._classes import probabilities
from ._validation import DomainError, FloatArray
from ._wide import Wide, positive_part, where

# The slope of leaky_relu below zero; elu's alpha is 1.
LEAK = 0.01

ONE = Wide(1.0)


class Activation(NamedTuple):
    """An elementwise activation ``a = f(z)``, its slope, and ``1 - a`` without cancellation."""

    value: Callable[[Wide], Wide]
    slope: Callable[[Wide], Wide]
    rest: Callable[[Wide], Wide]


def softmax(z: Wide) -> Wide:
    """Return the probabilities along the first axis, as logits come in columns."""
    if z.mantissa.size == 0:
        return z
    top = reduce(_wide.maximum, (z[i : i + 1] for i in range(len(z.mantissa))))
    return probabilities((z - top).value.T).T


def _identity(z: Wide) -> Wide:
    return z


def _sigmoid(z: Wide) -> Wide:
    return _wide.sigmoid(z.value)


def _sigmoid_rest(z: Wide) -> Wide:
    return _wide.sigmoid(-z.value)


def _sigmoid_slope(z: Wide) -> Wide:
    return _sigmoid(z) * _sigmoid_rest(z)


def _tanh(z: Wide) -> Wide:
    linear = z.exponent < -30  # there tanh(z) = z - z**3/3 + ... rounds to z
    return where(linear, z, Wide(np.tanh(z.value)))


def _tanh_rest(z: Wide) -> Wide:
    # 1 - tanh(z) = 2 * sigmoid(-2z); below zero nothing cancels, and tiny z would be lost
    return where(z.sign > 0, _wide.sigmoid(-2.0 * z.value) * 2.0, ONE - _tanh(z))


def _tanh_slope(z: Wide) -> Wide:
    # 1 - tanh(z)**2 = 4 * sigmoid(2z) * sigmoid(-2z)
    return _wide.sigmoid(2.0 * z.value) * _wide.sigmoid(-2.0 * z.value) * 4.0


def _step_value(z: Wide) -> Wide:
    return _kept(z, where(z.sign >= 0, ONE, 0.0))


def _step_slope(z: Wide) -> Wide:
    return _kept(z, where(z.sign >= 0, Wide(0.0), 0.0))


def _one(z: Wide) -> Wide:
    return _kept(z, where(z.sign >= 0, ONE, 1.0))


def _relu_slope(z: Wide) -> Wide:
    return _kept(z, where(z.sign > 0, ONE, 0.0))


def _leaky_relu(z: Wide) -> Wide:
    return where(z.sign > 0, z, z * LEAK)


def _leaky_relu_slope(z: Wide) -> Wide:
    return _kept(z, where(z.sign > 0, ONE, LEAK))


def _elu(z: Wide) -> Wide:
    linear = z.exponent < -60  # there exp(z) - 1 = z + z**2/2 + ... rounds to z
    below = where(linear, z, Wide(np.expm1(np.minimum(z.value, 0.0))))
    return where(z.sign > 0, z, below)


def _elu_slope(z: Wide) -> Wide:
    return where(z.sign > 0, ONE, _wide.exp(np.minimum(z.value, 0.0)))


def _softplus(z: Wide) -> Wide:
    return positive_part(z) + _wide.log1p(_wide.exp(-np.abs(z.value)))


def _kept(z: Wide, result: Wide) -> Wide:
    """Return ``result``, with NaN where ``z`` is NaN: no comparison with a NaN is true."""
    return where(~np.isnan(z.mantissa), result, np.nan)


def _plain(value: Callable[[Wide], Wide], slope: Callable[[Wide], Wide]) -> Activation:
    return Activation(value, slope, lambda z: ONE - value(z))


ACTIVATIONS = {
    "identity": _plain(_identity, _one),
    "step": _plain(_step_value, _step_slope),
    "sigmoid": Activation(_sigmoid, _sigmoid_slope, _sigmoid_rest),
    "tanh": Activation(_tanh, _tanh_slope, _tanh_rest),
    "relu": _plain(positive_part, _relu_slope),
    "leaky_relu": _plain(_leaky_relu, _leaky_relu_slope),
    "elu": _plain(_elu, _elu_slope),
    "softplus": _plain(_softplus, _sigmoid),
}


def elementwise(function: str, name: str, activation: str) -> Activation:
    """Return an elementwise activation; raise DomainError for an unknown one."""
    return ACTIVATIONS[check_choice(function, name, activation, list(ACTIVATIONS))]


def layer_value(function: str, name: str, activation: str) -> Callable[[Wide], Wide]:
    """Return what a whole layer does to its pre-activations; softmax is one of the choices."""
    check_choice(function, name, activation, [*ACTIVATIONS, "softmax"])
    return softmax if activation == "softmax" else ACTIVATIONS[activation].value


def check_choice(function: str, name: str, value: str, choices: list[str]) -> str:
    """Return ``value``; raise DomainError unless it is one of ``choices``."""
    if value not in choices:
        raise DomainError(f"{function}: {name} must be one of {', '.join(choices)}, got {value!r}")
    return value


def columns(x: FloatArray) -> Wide:
    """Return one example, or a batch of them in columns, as a matrix."""
    return Wide(x[:, None] if x.ndim == 1 else x)
