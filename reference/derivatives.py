"""The derivatives of the activations, computed from the pre-activation.

A derivative computed from the rounded activation, as ``a * (1 - a)``, loses all digits in the
tails; these keep them. At a kink each names the one-sided value that it takes.
"""

import numpy as np

from . import _wide
from ._classes import probabilities, sum_of_others
from ._precision import keep_nan, rounded_once
from ._validation import FloatArray, check_broadcast, check_last_axis, check_parameter
from ._wide import Wide, where
from .activations import sigmoid


@rounded_once
def identity_derivative(z: FloatArray) -> FloatArray:
    """Return the slope of the identity.

        da/dz = 1

    Args:
        z: pre-activations, shape ``(*n)``.

    Returns:
        ones, shape ``(*n)``, dtype of ``z``.

    Source:
        unit2, "Types of activation functions: Linear activation function".

    >>> identity_derivative(np.array([-1.5, 2.0]))
    array([1., 1.])
    """
    return keep_nan(z, 1.0)


@rounded_once
def step_derivative(z: FloatArray) -> FloatArray:
    """Return the slope of the step, which is why a perceptron cannot learn by gradients.

        da/dz = 0

    Args:
        z: pre-activations, shape ``(*n)``.

    Returns:
        zeros, shape ``(*n)``, dtype of ``z``; 0 also at the jump, where there is no derivative.

    Source:
        nutshell, "Perceptron".

    >>> step_derivative(np.array([-1.5, 0.0]))
    array([0., 0.])
    """
    return keep_nan(z, 0.0)


@rounded_once
def sigmoid_derivative(z: FloatArray) -> FloatArray:
    """Return the slope of the sigmoid.

        da/dz = a * (1 - a) = e / (1 + e)**2,  e = exp(-|z|)

    Args:
        z: pre-activations, shape ``(*n)``.

    Returns:
        slopes from 0 to 1/4, shape ``(*n)``, dtype of ``z``.

    Source:
        synthesis, "1. Activation functions: Sigmoid".

    >>> sigmoid_derivative(np.array([0.0, 1.0]))
    array([0.25      , 0.19661193])
    """
    # 1 - a = sigmoid(-z), and the product is even in z: nothing is subtracted
    e = np.exp(-np.abs(z))
    return np.asarray(e / (1.0 + e) ** 2)


@rounded_once
def tanh_derivative(z: FloatArray) -> FloatArray:
    """Return the slope of the hyperbolic tangent.

        da/dz = 1 - a**2 = sech(z)**2,  sech(z) = 2 * exp(-|z|) / (1 + exp(-2 * |z|))

    Args:
        z: pre-activations, shape ``(*n)``.

    Returns:
        slopes from 0 to 1, shape ``(*n)``, dtype of ``z``.

    Source:
        unit2, "Tanh activation function".

    >>> tanh_derivative(np.array([0.0, 1.0]))
    array([1.        , 0.41997434])
    """
    # the square comes last: exp(-|z|) is still a normal number where its square no longer is
    e = np.exp(-np.abs(z))
    sech = 2.0 * e / (1.0 + e**2)
    return np.asarray(sech**2)


@rounded_once
def relu_derivative(z: FloatArray) -> FloatArray:
    """Return the slope of the rectifier.

        da/dz = 1  where z > 0
        da/dz = 0  elsewhere

    Args:
        z: pre-activations, shape ``(*n)``.

    Returns:
        zeros and ones, shape ``(*n)``, dtype of ``z``; 0 at the kink.

    Source:
        synthesis, "1. Activation functions: ReLU".

    >>> relu_derivative(np.array([-1.5, 0.0, 2.0]))
    array([0., 0., 1.])
    """
    return keep_nan(z, np.where(z > 0, 1.0, 0.0))


@rounded_once
def leaky_relu_derivative(z: FloatArray, *, alpha: float = 0.01) -> FloatArray:
    """Return the slope of the leaky rectifier.

        da/dz = 1      where z > 0
        da/dz = alpha  elsewhere

    Args:
        z: pre-activations, shape ``(*n)``.
        alpha: slope below zero, from 0 to 1.

    Returns:
        slopes, shape ``(*n)``, dtype of ``z``; ``alpha`` at the kink.

    Raises:
        DomainError: ``alpha`` is not between 0 and 1.

    Source:
        synthesis, "1. Activation functions: Leaky ReLU".

    >>> leaky_relu_derivative(np.array([-1.5, 2.0]))
    array([0.01, 1.  ])
    """
    alpha = check_parameter("leaky_relu_derivative", "alpha", alpha, "unit")
    return keep_nan(z, np.where(z > 0, 1.0, alpha))


@rounded_once
def prelu_derivative(z: FloatArray, alpha: FloatArray | float) -> FloatArray:
    """Return the slope of the parametric rectifier in the pre-activation.

        da/dz = 1      where z > 0
        da/dz = alpha  elsewhere

    Args:
        z: pre-activations, shape ``(*n)``.
        alpha: slopes, one number or an array that broadcasts with ``z``.

    Returns:
        slopes, the broadcast shape, common dtype of ``z`` and ``alpha``; ``alpha`` at the kink.

    Raises:
        ShapeError: ``z`` and ``alpha`` do not broadcast.

    Source:
        basics, "Activation functions: Parametric ReLU".

    >>> prelu_derivative(np.array([-1.5, 2.0]), 0.25)
    array([0.25, 1.  ])
    """
    check_broadcast("prelu_derivative", z=z, alpha=alpha)
    return keep_nan(z, np.where(z > 0, 1.0, alpha))


@rounded_once
def prelu_gradient(z: FloatArray, alpha: FloatArray | float) -> tuple[FloatArray, FloatArray]:
    """Return the gradient of ``sum(prelu(z, alpha))`` in both arguments.

        dz     = sum of (1 where z > 0, alpha elsewhere)
        dalpha = sum of (0 where z > 0, z elsewhere)

    Each sum runs over the elements that its argument was broadcast to; for equal shapes it has
    one term.

    Args:
        z: pre-activations, shape ``(*n)``.
        alpha: slopes, one number or an array that broadcasts with ``z``.

    Returns:
        ``(dz, dalpha)`` with the shapes of ``z`` and ``alpha``, in their common dtype.

    Raises:
        ShapeError: ``z`` and ``alpha`` do not broadcast.

    Source:
        basics, "Activation functions: Parametric ReLU", which has alpha learned.

    >>> prelu_gradient(np.array([-1.5, 2.0]), 0.25)
    (array([0.25, 1.  ]), array(-1.5))
    """
    check_broadcast("prelu_gradient", z=z, alpha=alpha)
    z_, alpha_ = np.broadcast_arrays(z, alpha)
    slope = keep_nan(z_, np.where(z_ > 0, 1.0, alpha_))
    return _sum_to(z.shape, slope), _sum_to(np.shape(alpha), np.minimum(z_, 0.0))


@rounded_once
def elu_derivative(z: FloatArray, *, alpha: float = 1.0) -> FloatArray:
    """Return the slope of the exponential linear unit.

        da/dz = 1               where z > 0
        da/dz = alpha * exp(z)  elsewhere

    Args:
        z: pre-activations, shape ``(*n)``.
        alpha: depth of the floor that negative inputs tend to, zero or positive.

    Returns:
        slopes, shape ``(*n)``, dtype of ``z``; ``alpha`` at 0.

    Raises:
        DomainError: ``alpha`` is negative or not finite.

    Source:
        basics, "Activation functions: Exponential Linear Unit".

    >>> elu_derivative(np.array([-1.0, 2.0]))
    array([0.36787944, 1.        ])
    """
    alpha = check_parameter("elu_derivative", "alpha", alpha, "nonnegative")
    # wide: exp(z) alone may underflow where alpha * exp(z) does not
    return np.where(z > 0, 1.0, (_wide.exp(np.minimum(z, 0.0)) * alpha).value)


@rounded_once
def softplus_derivative(z: FloatArray) -> FloatArray:
    """Return the slope of the smooth rectifier, which is the sigmoid.

        da/dz = 1 / (1 + exp(-z))

    Args:
        z: pre-activations, shape ``(*n)``.

    Returns:
        slopes from 0 to 1, shape ``(*n)``, dtype of ``z``.

    Source:
        unit2, "Softplus function".

    >>> softplus_derivative(np.array([-1.0, 0.0]))
    array([0.26894142, 0.5       ])
    """
    return sigmoid(z)


@rounded_once
def softmax_jacobian(z: FloatArray) -> FloatArray:
    """Return the derivative of each probability in each logit.

        J[i, j] = ds[i]/dz[j] = -s[i] * s[j]                   where i != j
        J[i, i] = s[i] * (1 - s[i]) = s[i] * sum_{j != i} s[j]

    Args:
        z: logits, shape ``(*n, k)``.

    Returns:
        Jacobians, shape ``(*n, k, k)``, dtype of ``z``; symmetric, and every row sums to 0.

    Raises:
        ShapeError: ``z`` has no axis.

    Source:
        synthesis, "2. Output units: Multi-class classification".

    >>> softmax_jacobian(np.zeros(2))
    array([[ 0.25, -0.25],
           [-0.25,  0.25]])
    """
    check_last_axis("softmax_jacobian", "classes", z=z)
    s = probabilities(z)
    same = np.eye(z.shape[-1], dtype=bool)
    # 1 - s[i] would cancel where s[i] is close to 1; the sum of the others does not
    one_minus_s = sum_of_others(s)
    return where(same, (s * one_minus_s)[..., None], -(s[..., None] * s[..., None, :])).value


def _sum_to(shape: tuple[int, ...], terms: FloatArray) -> FloatArray:
    added = terms.ndim - len(shape)
    stretched = tuple(added + i for i, size in enumerate(shape) if size == 1)
    return Wide(terms).sum(axis=(*range(added), *stretched)).value.reshape(shape)
