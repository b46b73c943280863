"""The gradients of the losses in what a network predicts, or in the weights of a penalty.

``<loss>_gradient`` takes the arguments of its loss. For a loss that is not reduced it is the
gradient of the sum of the losses, which is the derivative of each in its own prediction. At a
kink each names the value that it takes between the two one-sided ones.
"""

import numpy as np

from ._precision import rounded_once
from ._probability import entropy_slopes, share
from ._validation import (
    FloatArray,
    check_count,
    check_labels,
    check_last_axis,
    check_parameter,
    check_same_shape,
)
from ._wide import Wide, weigh, where
from .margin_gradients import (
    contrastive_gradient as contrastive_gradient,
    hinge_gradient as hinge_gradient,
    margin_ranking_gradient as margin_ranking_gradient,
    triplet_gradient as triplet_gradient,
)


@rounded_once
def mse_gradient(y: FloatArray, y_hat: FloatArray) -> FloatArray:
    """Return the gradient of ``mse`` in the predictions.

        dy_hat = 2 * (y_hat - y) / n

    Args:
        y: targets, shape ``(*n)``.
        y_hat: predictions, same shape as ``y``.

    Returns:
        the gradient, shape ``(*n)``, dtype of the inputs.

    Raises:
        ShapeError: the shapes differ, or there is nothing to average.

    Source:
        unit2, "Regression loss functions: Mean squared error (MSE) loss".

    >>> mse_gradient(np.array([0.5, 3.0]), np.zeros(2))
    array([-0.5, -3. ])
    """
    check_same_shape("mse_gradient", y=y, y_hat=y_hat)
    n = check_count("mse_gradient", "element", y.shape)
    return ((Wide(y_hat) - y) * 2.0 / n).value


@rounded_once
def squared_error_gradient(y: FloatArray, y_hat: FloatArray) -> FloatArray:
    """Return the derivative of ``squared_error`` in each prediction.

        dy_hat = 2 * (y_hat - y)

    Args:
        y: targets, shape ``(*n)``.
        y_hat: predictions, same shape as ``y``.

    Returns:
        the gradient, shape ``(*n)``, dtype of the inputs.

    Raises:
        ShapeError: the shapes differ.

    Source:
        unit2, "Backpropagation: Backward pass".

    >>> squared_error_gradient(np.array([0.5, 3.0]), np.zeros(2))
    array([-1., -6.])
    """
    check_same_shape("squared_error_gradient", y=y, y_hat=y_hat)
    return 2.0 * (y_hat - y)


@rounded_once
def mae_gradient(y: FloatArray, y_hat: FloatArray) -> FloatArray:
    """Return the gradient of ``mae`` in the predictions.

        dy_hat = sign(y_hat - y) / n

    Args:
        y: targets, shape ``(*n)``.
        y_hat: predictions, same shape as ``y``.

    Returns:
        the gradient, shape ``(*n)``, dtype of the inputs; 0 at the kink ``y_hat = y``.

    Raises:
        ShapeError: the shapes differ, or there is nothing to average.

    Source:
        unit2, "Regression loss functions: Mean absolute error (MAE) loss".

    >>> mae_gradient(np.array([0.5, 0.0]), np.zeros(2))
    array([-0.5,  0. ])
    """
    check_same_shape("mae_gradient", y=y, y_hat=y_hat)
    n = check_count("mae_gradient", "element", y.shape)
    return np.sign(y_hat - y) / n


@rounded_once
def huber_gradient(y: FloatArray, y_hat: FloatArray, *, delta: float = 1.0) -> FloatArray:
    """Return the gradient of ``huber`` in the predictions: a residual clipped at delta.

        dy_hat = r / n                where |r| <= delta,  r = y_hat - y
        dy_hat = delta * sign(r) / n  elsewhere

    Args:
        y: targets, shape ``(*n)``.
        y_hat: predictions, same shape as ``y``.
        delta: where the parabola becomes a line, > 0, in units of ``y``.

    Returns:
        the gradient, shape ``(*n)``, dtype of the inputs.

    Raises:
        ShapeError: the shapes differ, or there is nothing to average.
        DomainError: ``delta`` is not positive and finite.

    Source:
        unit2, "Regression loss functions: Huber loss".

    >>> huber_gradient(np.array([0.5, 3.0]), np.zeros(2))
    array([-0.25, -0.5 ])
    """
    check_same_shape("huber_gradient", y=y, y_hat=y_hat)
    n = check_count("huber_gradient", "element", y.shape)
    delta = check_parameter("huber_gradient", "delta", delta, "positive")
    return np.asarray(np.clip(y_hat - y, -delta, delta) / n)


@rounded_once
def binary_cross_entropy_gradient(y: FloatArray, y_hat: FloatArray) -> FloatArray:
    """Return the gradient of ``binary_cross_entropy`` in the probabilities.

        dy_hat = ((1 - y) / (1 - y_hat) - y / y_hat) / n

    Args:
        y: targets, 0 or 1 or between, shape ``(*n)``.
        y_hat: probabilities, same shape as ``y``; a term with a target of zero contributes 0.

    Returns:
        the gradient, shape ``(*n)``, dtype of the inputs.

    Raises:
        ShapeError: the shapes differ, or there is nothing to average.

    Source:
        basics, "3. Backpropagation".

    >>> binary_cross_entropy_gradient(np.array([1.0, 0.0]), np.array([0.5, 0.75]))
    array([-1.,  2.])
    """
    check_same_shape("binary_cross_entropy_gradient", y=y, y_hat=y_hat)
    n = check_count("binary_cross_entropy_gradient", "element", y.shape)
    return (entropy_slopes(y, y_hat) / n).value


@rounded_once
def cross_entropy_single_gradient(z: FloatArray, y: FloatArray) -> FloatArray:
    """Return the derivative of ``cross_entropy_single`` in each probability.

        dz = (1 - y) / (1 - z) - y / z

    Args:
        z: probabilities, shape ``(*n)``; a term with a target of zero contributes 0.
        y: targets, 0 or 1 or between, same shape as ``z``.

    Returns:
        the gradient, shape ``(*n)``, dtype of the inputs.

    Raises:
        ShapeError: the shapes differ.

    Source:
        dnn, "1.2 Cross Entropy Loss".

    >>> cross_entropy_single_gradient(np.array([0.5, 0.75]), np.array([1.0, 0.0]))
    array([-2.,  4.])
    """
    check_same_shape("cross_entropy_single_gradient", z=z, y=y)
    return entropy_slopes(y, z).value


@rounded_once
def categorical_cross_entropy_gradient(y: FloatArray, y_hat: FloatArray) -> FloatArray:
    """Return the gradient of ``categorical_cross_entropy`` in the probabilities.

        dy_hat = -y / y_hat

    Args:
        y: targets, one-hot or distributions, shape ``(n, k)``; where ``y`` is 0 the slope is 0.
        y_hat: probabilities, same shape as ``y``.

    Returns:
        the gradient, shape ``(n, k)``, dtype of the inputs.

    Raises:
        ShapeError: the shapes differ.

    Source:
        unit2, "Classification loss functions: Categorical cross-entropy loss".

    >>> categorical_cross_entropy_gradient(np.array([[0.0, 1.0]]), np.array([[0.75, 0.25]]))
    array([[ 0., -4.]])
    """
    check_same_shape("categorical_cross_entropy_gradient", y=y, y_hat=y_hat)
    return (-share(y, y_hat)).value


@rounded_once
def sparse_categorical_cross_entropy_gradient(y: FloatArray, y_hat: FloatArray) -> FloatArray:
    """Return the gradient of ``sparse_categorical_cross_entropy`` in the probabilities.

        dy_hat[i, j] = -1 / y_hat[i, j]  where j = y[i]
        dy_hat[i, j] = 0                 elsewhere

    Args:
        y: labels, whole numbers from 0 to k - 1, shape ``(n,)``.
        y_hat: probabilities, shape ``(n, k)``.

    Returns:
        the gradient, shape ``(n, k)``, dtype of ``y_hat``.

    Raises:
        ShapeError: the shapes do not belong together.
        DomainError: a label is no class number.

    Source:
        unit2, "Classification loss functions: Sparse categorical cross-entropy loss".

    >>> sparse_categorical_cross_entropy_gradient(np.array([1]), np.array([[0.75, 0.25]]))
    array([[ 0., -4.]])
    """
    labels = check_labels("sparse_categorical_cross_entropy_gradient", y, y_hat)
    chosen = np.arange(y_hat.shape[-1]) == labels[..., None]
    return where(chosen, Wide(-1.0) / y_hat, 0.0).value


@rounded_once
def negative_log_likelihood_gradient(y: FloatArray, y_hat: FloatArray) -> FloatArray:
    """Return the gradient of ``negative_log_likelihood`` in the probabilities.

        dy_hat[i, j] = -1 / (n * y_hat[i, j])  where j = y[i]
        dy_hat[i, j] = 0                       elsewhere

    Args:
        y: labels, whole numbers from 0 to k - 1, shape ``(n,)``.
        y_hat: probabilities, shape ``(n, k)``.

    Returns:
        the gradient, shape ``(n, k)``, dtype of ``y_hat``.

    Raises:
        ShapeError: the shapes do not belong together, or there is nothing to average.
        DomainError: a label is no class number.

    Source:
        synthesis, "3. Loss functions: Cross entropy".

    >>> negative_log_likelihood_gradient(np.array([1]), np.array([[0.75, 0.25]]))
    array([[ 0., -4.]])
    """
    labels = check_labels("negative_log_likelihood_gradient", y, y_hat)
    n = check_count("negative_log_likelihood_gradient", "element", y.shape)
    chosen = np.arange(y_hat.shape[-1]) == labels[..., None]
    return where(chosen, Wide(-1.0) / y_hat / n, 0.0).value


@rounded_once
def kl_divergence_gradient(y: FloatArray, y_hat: FloatArray) -> FloatArray:
    """Return the gradient of ``kl_divergence`` in the predicted distributions.

        dy_hat = -y / y_hat

    Args:
        y: true distributions, shape ``(n, k)``; where ``y`` is 0 the slope is 0.
        y_hat: predicted distributions, same shape as ``y``.

    Returns:
        the gradient, shape ``(n, k)``, dtype of the inputs.

    Raises:
        ShapeError: the shapes differ.

    Source:
        unit2, "Classification loss functions: Kullback-Leibler divergence loss".

    >>> kl_divergence_gradient(np.array([[0.0, 1.0]]), np.array([[0.75, 0.25]]))
    array([[ 0., -4.]])
    """
    check_same_shape("kl_divergence_gradient", y=y, y_hat=y_hat)
    return (-share(y, y_hat)).value


@rounded_once
def pixelwise_cross_entropy_gradient(y: FloatArray, y_hat: FloatArray) -> FloatArray:
    """Return the gradient of ``pixelwise_cross_entropy`` in the probabilities.

        dy_hat = -y / y_hat / N

    Args:
        y: targets, one-hot or distributions, shape ``(N, C)``; where ``y`` is 0 the slope is 0.
        y_hat: probabilities, same shape as ``y``.

    Returns:
        the gradient, shape ``(N, C)``, dtype of the inputs.

    Raises:
        ShapeError: the shapes differ, or there is no pixel.

    Source:
        unit2, "Image and reconstruction loss functions: Pixel-wise cross-entropy loss".

    >>> pixelwise_cross_entropy_gradient(np.eye(2), np.array([[0.25, 0.75], [0.5, 0.5]]))
    array([[-2.,  0.],
           [ 0., -1.]])
    """
    check_same_shape("pixelwise_cross_entropy_gradient", y=y, y_hat=y_hat)
    check_last_axis("pixelwise_cross_entropy_gradient", "classes", y=y)
    n = check_count("pixelwise_cross_entropy_gradient", "pixel", y.shape[:-1])
    return (-share(y, y_hat) / n).value


@rounded_once
def l1_penalty_gradient(w: FloatArray, *, lam: float = 0.01) -> FloatArray:
    """Return the gradient of ``l1_penalty``.

        dw = lam * sign(w)

    Args:
        w: weights, shape ``(*n)``.
        lam: strength of the penalty, zero or positive.

    Returns:
        the gradient, shape ``(*n)``, dtype of ``w``; 0 at the kink ``w = 0``.

    Raises:
        DomainError: ``lam`` is negative or not finite.

    Source:
        nutshell, "Regularization and generalization: L1 regularization".

    >>> l1_penalty_gradient(np.array([3.0, -4.0]), lam=0.5)
    array([ 0.5, -0.5])
    """
    lam = check_parameter("l1_penalty_gradient", "lam", lam, "nonnegative")
    return lam * np.sign(w)


@rounded_once
def l2_penalty_gradient(w: FloatArray, *, lam: float = 0.01) -> FloatArray:
    """Return the gradient of ``l2_penalty``.

        dw = 2 * lam * w

    Args:
        w: weights, shape ``(*n)``.
        lam: strength of the penalty, zero or positive.

    Returns:
        the gradient, shape ``(*n)``, dtype of ``w``.

    Raises:
        DomainError: ``lam`` is negative or not finite.

    Source:
        nutshell, "Regularization and generalization: L2 regularization".

    >>> l2_penalty_gradient(np.array([3.0, -4.0]), lam=0.5)
    array([ 3., -4.])
    """
    lam = check_parameter("l2_penalty_gradient", "lam", lam, "nonnegative")
    return weigh(lam, Wide(w) * 2.0).value
