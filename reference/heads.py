"""Output layers together with their losses, from logits: loss and gradient in the logits.

No probability is formed: a rounded probability near 0 or 1 has lost what the loss needs.
"""

import numpy as np  # noqa: F401  (the examples of the docstrings use it)

from ._classes import minus_log_probabilities, probabilities, sum_of_others
from ._precision import rounded_once
from ._validation import FloatArray, check_count, check_last_axis, check_same_shape
from ._wide import Wide, sigmoid, softplus, weigh
from .loss_gradients import mse_gradient
from .losses import mse


@rounded_once
def regression_head(y: FloatArray, z: FloatArray) -> FloatArray:
    """Return the loss of a regression: identity, then mean squared error.

        y_hat = z
        loss  = mean((y - y_hat)**2)

    Args:
        y: targets, shape ``(*n)``.
        z: outputs of the last layer, same shape as ``y``.

    Returns:
        the loss, shape ``()``, dtype of the inputs.

    Raises:
        ShapeError: the shapes differ, or there is nothing to average.

    Source:
        nutshell, "Core DL toolkit: Regression".

    >>> regression_head(np.array([0.5, 3.0]), np.zeros(2))
    array(4.625)
    """
    check_same_shape("regression_head", y=y, z=z)
    check_count("regression_head", "element", y.shape)
    return mse(y, z)


@rounded_once
def regression_head_gradient(y: FloatArray, z: FloatArray) -> FloatArray:
    """Return the gradient of ``regression_head`` in the outputs of the last layer.

        dz = 2 * (z - y) / n

    Args:
        y: targets, shape ``(*n)``.
        z: outputs of the last layer, same shape as ``y``.

    Returns:
        the gradient, shape ``(*n)``, dtype of the inputs.

    Raises:
        ShapeError: the shapes differ, or there is nothing to average.

    Source:
        nutshell, "Core DL toolkit: Regression".

    >>> regression_head_gradient(np.array([0.5, 3.0]), np.zeros(2))
    array([-0.5, -3. ])
    """
    check_same_shape("regression_head_gradient", y=y, z=z)
    check_count("regression_head_gradient", "element", y.shape)
    return mse_gradient(y, z)


@rounded_once
def binary_head(y: FloatArray, z: FloatArray) -> FloatArray:
    """Return the loss of a binary classification: sigmoid, then mean binary cross-entropy.

        p    = sigmoid(z),  -log(p) = softplus(-z),  -log(1 - p) = softplus(z)
        loss = mean(y * softplus(-z) + (1 - y) * softplus(z))

    Args:
        y: targets, 0 or 1, shape ``(*n)``.
        z: logits, same shape as ``y``.

    Returns:
        the loss, shape ``()``, dtype of the floating inputs.

    Raises:
        ShapeError: the shapes differ, or there is nothing to average.

    Source:
        nutshell, "Core DL toolkit: Binary Classification".

    >>> binary_head(np.array([1.0, 0.0]), np.array([800.0, 0.0]))
    array(0.34657359)
    """
    check_same_shape("binary_head", y=y, z=z)
    n = check_count("binary_head", "element", y.shape)
    return (_from_logits(y, z).sum() / n).value


@rounded_once
def binary_head_gradient(y: FloatArray, z: FloatArray) -> FloatArray:
    """Return the gradient of ``binary_head`` in the logits.

        dz = (sigmoid(z) - y) / n
           = ((1 - y) * sigmoid(z) - y * sigmoid(-z)) / n

    Args:
        y: targets, 0 or 1, shape ``(*n)``.
        z: logits, same shape as ``y``.

    Returns:
        the gradient, shape ``(*n)``, dtype of the floating inputs.

    Raises:
        ShapeError: the shapes differ, or there is nothing to average.

    Source:
        nutshell, "Core DL toolkit: Binary Classification".

    >>> binary_head_gradient(np.array([1.0, 0.0]), np.zeros(2))
    array([-0.25,  0.25])
    """
    check_same_shape("binary_head_gradient", y=y, z=z)
    n = check_count("binary_head_gradient", "element", y.shape)
    return (_slope_from_logits(y, z) / n).value


@rounded_once
def multiclass_head(y: FloatArray, z: FloatArray) -> FloatArray:
    """Return the loss of a classification: softmax, then categorical cross-entropy.

        s    = softmax(z)
        loss = -sum(y * log(s)) over samples and classes

    Args:
        y: targets, one-hot, shape ``(n, k)``.
        z: logits, same shape as ``y``.

    Returns:
        the loss, shape ``()``, dtype of the floating inputs; a sum, nothing is averaged.

    Raises:
        ShapeError: the shapes differ or have no axis.

    Source:
        nutshell, "Core DL toolkit: Multi-class Classification".

    >>> multiclass_head(np.array([[1.0, 0.0]]), np.array([[-1000.0, 0.0]]))
    array(1000.)
    """
    check_same_shape("multiclass_head", y=y, z=z)
    check_last_axis("multiclass_head", "classes", z=z)
    return weigh(y, minus_log_probabilities(z)).sum().value


@rounded_once
def multiclass_head_gradient(y: FloatArray, z: FloatArray) -> FloatArray:
    """Return the gradient of ``multiclass_head`` in the logits.

        dz[i] = s[i] * sum(y) - y[i]          s - y for one-hot rows
              = s[i] * sum_{j != i} y[j] - y[i] * sum_{j != i} s[j]

    Args:
        y: targets, one-hot, shape ``(n, k)``.
        z: logits, same shape as ``y``.

    Returns:
        the gradient, shape ``(n, k)``, dtype of the floating inputs.

    Raises:
        ShapeError: the shapes differ or have no axis.

    Source:
        nutshell, "Core DL toolkit: Multi-class Classification".

    >>> multiclass_head_gradient(np.array([[1.0, 0.0]]), np.zeros((1, 2)))
    array([[-0.5,  0.5]])
    """
    check_same_shape("multiclass_head_gradient", y=y, z=z)
    check_last_axis("multiclass_head_gradient", "classes", z=z)
    s = probabilities(z)
    # 1 - s[i] as the sum of the others: s[i] - 1 would cancel for a confident prediction
    return (s * sum_of_others(Wide(y)) - sum_of_others(s) * y).value


@rounded_once
def multilabel_head(y: FloatArray, z: FloatArray) -> FloatArray:
    """Return the loss of a multi-label classification: one sigmoid a label, binary cross-entropy.

        p    = sigmoid(z)
        loss = mean(-(y * log(p) + (1 - y) * log(1 - p))) over samples and labels

    Args:
        y: targets, 0 or 1, shape ``(n, k)``.
        z: logits, same shape as ``y``.

    Returns:
        the loss, shape ``()``, dtype of the floating inputs.

    Raises:
        ShapeError: the shapes differ, or there is nothing to average.

    Source:
        nutshell, "Core DL toolkit: Multi-Label Classification".

    >>> multilabel_head(np.array([[1.0, 0.0]]), np.array([[800.0, 0.0]]))
    array(0.34657359)
    """
    check_same_shape("multilabel_head", y=y, z=z)
    n = check_count("multilabel_head", "element", y.shape)
    return (_from_logits(y, z).sum() / n).value


@rounded_once
def multilabel_head_gradient(y: FloatArray, z: FloatArray) -> FloatArray:
    """Return the gradient of ``multilabel_head`` in the logits.

        dz = (sigmoid(z) - y) / (n * k)

    Args:
        y: targets, 0 or 1, shape ``(n, k)``.
        z: logits, same shape as ``y``.

    Returns:
        the gradient, shape ``(n, k)``, dtype of the floating inputs.

    Raises:
        ShapeError: the shapes differ, or there is nothing to average.

    Source:
        nutshell, "Core DL toolkit: Multi-Label Classification".

    >>> multilabel_head_gradient(np.array([[1.0, 0.0]]), np.zeros((1, 2)))
    array([[-0.25,  0.25]])
    """
    check_same_shape("multilabel_head_gradient", y=y, z=z)
    n = check_count("multilabel_head_gradient", "element", y.shape)
    return (_slope_from_logits(y, z) / n).value


def _from_logits(y: FloatArray, z: FloatArray) -> Wide:
    return weigh(y, softplus(-z)) + weigh(1.0 - y, softplus(z))


def _slope_from_logits(y: FloatArray, z: FloatArray) -> Wide:
    # sigmoid(z) - 1 would cancel for large z; -sigmoid(-z) is the same without a difference
    return sigmoid(z) * (1.0 - y) - sigmoid(-z) * y
