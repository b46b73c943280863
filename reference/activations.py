"""The activations, elementwise except ``softmax``.

Each is computed in float64 and rounded once to the dtype of its input. NaN gives NaN, and an
infinity gives the limit. Inputs that hold no real numbers raise ``DomainError``.
"""

import numpy as np

from ._classes import probabilities
from ._precision import keep_nan, rounded_once
from ._validation import FloatArray, check_broadcast, check_last_axis, check_parameter


@rounded_once
def identity(z: FloatArray) -> FloatArray:
    """Return the pre-activation itself, the output of a regression.

        a = z

    Args:
        z: pre-activations, shape ``(*n)``.

    Returns:
        a copy of ``z``, shape ``(*n)``, dtype of ``z``.

    Source:
        unit2, "Types of activation functions: Linear activation function".

    >>> identity(np.array([-1.5, 2.0]))
    array([-1.5,  2. ])
    """
    return z


@rounded_once
def step(z: FloatArray) -> FloatArray:
    """Return whether each unit fires, the activation of the perceptron.

        a = 1  where z >= 0
        a = 0  elsewhere

    Args:
        z: pre-activations, shape ``(*n)``.

    Returns:
        zeros and ones, shape ``(*n)``, dtype of ``z``; 1 at 0, which the documents leave open.

    Source:
        nutshell, "Perceptron".

    >>> step(np.array([-0.5, 0.0, 0.5]))
    array([0., 1., 1.])
    """
    return keep_nan(z, np.where(z >= 0, 1.0, 0.0))


@rounded_once
def sigmoid(z: FloatArray) -> FloatArray:
    """Return the logistic function.

        a = 1 / (1 + exp(-z))

    Args:
        z: pre-activations, shape ``(*n)``.

    Returns:
        values from 0 to 1, shape ``(*n)``, dtype of ``z``.

    Source:
        synthesis, "1. Activation functions: Sigmoid".

    >>> sigmoid(np.array([-1.0, 0.0]))
    array([0.26894142, 0.5       ])
    """
    # for z < 0 this is exp(z) / (1 + exp(z)): exp never overflows, and small results keep digits
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, e) / (1.0 + e)


@rounded_once
def tanh(z: FloatArray) -> FloatArray:
    """Return the hyperbolic tangent.

        a = (exp(z) - exp(-z)) / (exp(z) + exp(-z))

    Args:
        z: pre-activations, shape ``(*n)``.

    Returns:
        values from -1 to 1, shape ``(*n)``, dtype of ``z``.

    Source:
        unit2, "Tanh activation function".

    >>> tanh(np.array([-2.0, 0.0, 2.0]))
    array([-0.96402758,  0.        ,  0.96402758])
    """
    # as printed, the numerator cancels for small z and the exponentials overflow for large z
    return np.asarray(np.tanh(z))


@rounded_once
def relu(z: FloatArray) -> FloatArray:
    """Return the rectified pre-activation.

        a = max(0, z)

    Args:
        z: pre-activations, shape ``(*n)``.

    Returns:
        values from 0 up, shape ``(*n)``, dtype of ``z``.

    Source:
        synthesis, "1. Activation functions: ReLU".

    >>> relu(np.array([-1.5, 2.0]))
    array([0., 2.])
    """
    return np.maximum(0.0, z)


@rounded_once
def leaky_relu(z: FloatArray, *, alpha: float = 0.01) -> FloatArray:
    """Return the rectified pre-activation with a small slope below zero.

        a = max(alpha * z, z)

    Args:
        z: pre-activations, shape ``(*n)``.
        alpha: slope below zero, from 0 to 1; beyond 1 the maximum would turn to the other side.

    Returns:
        values, shape ``(*n)``, dtype of ``z``.

    Raises:
        DomainError: ``alpha`` is not between 0 and 1.

    Source:
        synthesis, "1. Activation functions: Leaky ReLU".

    >>> leaky_relu(np.array([-2.0, 2.0]))
    array([-0.02,  2.  ])
    """
    alpha = check_parameter("leaky_relu", "alpha", alpha, "unit")
    return np.maximum(_line(alpha, z), z)


@rounded_once
def prelu(z: FloatArray, alpha: FloatArray | float) -> FloatArray:
    """Return the rectified pre-activation with a learned slope below zero.

        a = z          where z > 0
        a = alpha * z  elsewhere

    Args:
        z: pre-activations, shape ``(*n)``.
        alpha: slopes, one number or an array that broadcasts with ``z``.

    Returns:
        values, the broadcast shape, common dtype of ``z`` and ``alpha``.

    Raises:
        ShapeError: ``z`` and ``alpha`` do not broadcast.

    Source:
        basics, "Activation functions: Parametric ReLU".

    >>> prelu(np.array([-2.0, 2.0]), 0.25)
    array([-0.5,  2. ])
    """
    check_broadcast("prelu", z=z, alpha=alpha)
    return np.where(z > 0, z, _line(alpha, z))


@rounded_once
def elu(z: FloatArray, *, alpha: float = 1.0) -> FloatArray:
    """Return the exponential linear unit.

        a = z                      where z > 0
        a = alpha * (exp(z) - 1)   elsewhere

    Args:
        z: pre-activations, shape ``(*n)``.
        alpha: depth of the floor that negative inputs tend to, zero or positive.

    Returns:
        values above ``-alpha``, shape ``(*n)``, dtype of ``z``.

    Raises:
        DomainError: ``alpha`` is negative or not finite.

    Source:
        basics, "Activation functions: Exponential Linear Unit".

    >>> elu(np.array([-1.0, 2.0]))
    array([-0.63212056,  2.        ])
    """
    alpha = check_parameter("elu", "alpha", alpha, "nonnegative")
    # expm1: exp(z) - 1 would cancel near zero
    return np.where(z > 0, z, alpha * np.expm1(z))


@rounded_once
def softplus(z: FloatArray) -> FloatArray:
    """Return the smooth rectifier.

        a = log(1 + exp(z))
          = max(z, 0) + log(1 + exp(-|z|))

    Args:
        z: pre-activations, shape ``(*n)``.

    Returns:
        values from 0 up, shape ``(*n)``, dtype of ``z``.

    Source:
        unit2, "Softplus function".

    >>> softplus(np.array([-1.0, 0.0]))
    array([0.31326169, 0.69314718])
    """
    return np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z)))


@rounded_once
def softmax(z: FloatArray) -> FloatArray:
    """Return the probabilities that the logits of the last axis stand for.

        e = exp(z - max(z))
        s = e / sum(e)

    Args:
        z: logits, shape ``(*n, k)``.

    Returns:
        probabilities, shape ``(*n, k)``, dtype of ``z``; they sum to 1 along the last axis.

    Raises:
        ShapeError: ``z`` has no axis.

    Source:
        synthesis, "2. Output units: Multi-class classification".

    >>> softmax(np.array([2.0, 1.0, 0.1])).round(2)
    array([0.66, 0.24, 0.1 ])
    """
    check_last_axis("softmax", "classes", z=z)
    return probabilities(z).value


def _line(alpha: FloatArray | float, z: FloatArray) -> FloatArray:
    # a slope of zero is flat to the end: 0 * -inf would be NaN
    return np.where((np.asarray(alpha) == 0) & np.isinf(z), 0.0, alpha * z)
