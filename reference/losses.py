"""The losses, targets first, with the reduction that the documents print.

Each is computed in float64 and rounded once to the dtype of its inputs; a reduced loss has shape
``()``. Targets and predictions must have one shape, nothing is broadcast. Probabilities of 0 and
1 are not clipped: a term with a target of zero contributes nothing, and a certain and wrong
prediction costs infinity. Outside of [0, 1] the logarithms are NaN.
"""

import numpy as np

from ._precision import rounded_once
from ._probability import entropy_terms, log_ratio
from ._validation import (
    FloatArray,
    check_count,
    check_labels,
    check_last_axis,
    check_parameter,
    check_same_shape,
)
from ._wide import Wide, minimum, weigh
from .margin_losses import (
    contrastive as contrastive,
    hinge as hinge,
    margin_ranking as margin_ranking,
    triplet as triplet,
)


@rounded_once
def mse(y: FloatArray, y_hat: FloatArray) -> FloatArray:
    """Return the mean squared error.

        loss = mean(r**2),  r = y - y_hat

    Args:
        y: targets, shape ``(*n)``.
        y_hat: predictions, same shape as ``y``.

    Returns:
        the loss, shape ``()``, dtype of the inputs.

    Raises:
        ShapeError: the shapes differ, or there is nothing to average.

    Source:
        unit2, "Regression loss functions: Mean squared error (MSE) loss".

    >>> mse(np.array([0.5, 3.0]), np.zeros(2))
    array(4.625)
    """
    check_same_shape("mse", y=y, y_hat=y_hat)
    n = check_count("mse", "element", y.shape)
    r = Wide(y) - y_hat
    return ((r * r).sum() / n).value


@rounded_once
def squared_error(y: FloatArray, y_hat: FloatArray) -> FloatArray:
    """Return the squared error of each element.

        loss = (y_hat - y)**2

    Args:
        y: targets, shape ``(*n)``.
        y_hat: predictions, same shape as ``y``.

    Returns:
        losses, shape ``(*n)``, dtype of the inputs; nothing is averaged.

    Raises:
        ShapeError: the shapes differ.

    Source:
        unit2, "Backpropagation: Backward pass", where the mean is left out.

    >>> squared_error(np.array([0.5, 3.0]), np.zeros(2))
    array([0.25, 9.  ])
    """
    check_same_shape("squared_error", y=y, y_hat=y_hat)
    return np.asarray((y_hat - y) ** 2)


@rounded_once
def mae(y: FloatArray, y_hat: FloatArray) -> FloatArray:
    """Return the mean absolute error.

        loss = mean(|y - y_hat|)

    Args:
        y: targets, shape ``(*n)``.
        y_hat: predictions, same shape as ``y``.

    Returns:
        the loss, shape ``()``, dtype of the inputs.

    Raises:
        ShapeError: the shapes differ, or there is nothing to average.

    Source:
        unit2, "Regression loss functions: Mean absolute error (MAE) loss".

    >>> mae(np.array([0.5, 3.0]), np.zeros(2))
    array(1.75)
    """
    check_same_shape("mae", y=y, y_hat=y_hat)
    n = check_count("mae", "element", y.shape)
    return (abs(Wide(y) - y_hat).sum() / n).value


@rounded_once
def huber(y: FloatArray, y_hat: FloatArray, *, delta: float = 1.0) -> FloatArray:
    """Return the Huber loss: squared error for small residuals, absolute error for large ones.

        loss = mean of  r**2 / 2                   where |r| <= delta,  r = y - y_hat
                        delta * (|r| - delta / 2)  elsewhere

    Args:
        y: targets, shape ``(*n)``.
        y_hat: predictions, same shape as ``y``.
        delta: where the parabola becomes a line, > 0, in units of ``y``.

    Returns:
        the loss, shape ``()``, dtype of the inputs.

    Raises:
        ShapeError: the shapes differ, or there is nothing to average.
        DomainError: ``delta`` is not positive and finite.

    Source:
        unit2, "Regression loss functions: Huber loss", which states the loss of one sample.

    >>> huber(np.array([0.5, 3.0]), np.zeros(2))
    array(1.3125)
    """
    check_same_shape("huber", y=y, y_hat=y_hat)
    n = check_count("huber", "element", y.shape)
    delta = check_parameter("huber", "delta", delta, "positive")
    r = abs(Wide(y) - y_hat)
    # with c the smaller of |r| and delta, both branches are c * (|r| - c / 2)
    c = minimum(r, Wide(delta))
    return ((c * (r - c / 2.0)).sum() / n).value


@rounded_once
def binary_cross_entropy(y: FloatArray, y_hat: FloatArray) -> FloatArray:
    """Return the mean binary cross-entropy.

        loss = -mean(y * log(y_hat) + (1 - y) * log(1 - y_hat))

    Args:
        y: targets, 0 or 1 or between, shape ``(*n)``.
        y_hat: probabilities, same shape as ``y``.

    Returns:
        the loss, shape ``()``, dtype of the inputs.

    Raises:
        ShapeError: the shapes differ, or there is nothing to average.

    Source:
        unit2, "Classification loss functions: Binary cross-entropy loss".

    >>> binary_cross_entropy(np.array([1.0, 0.0]), np.array([0.5, 0.0]))
    array(0.34657359)
    """
    check_same_shape("binary_cross_entropy", y=y, y_hat=y_hat)
    n = check_count("binary_cross_entropy", "element", y.shape)
    return (entropy_terms(y, y_hat).sum() / n).value


@rounded_once
def cross_entropy_single(z: FloatArray, y: FloatArray) -> FloatArray:
    """Return the binary cross-entropy of each sample, the probability first as it is printed.

        L(z, y) = -(y * log(z) + (1 - y) * log(1 - z))

    Args:
        z: probabilities, shape ``(*n)``.
        y: targets, 0 or 1 or between, same shape as ``z``.

    Returns:
        losses, shape ``(*n)``, dtype of the inputs; nothing is averaged.

    Raises:
        ShapeError: the shapes differ.

    Source:
        dnn, "1.2 Cross Entropy Loss".

    >>> cross_entropy_single(np.array([0.5, 0.0]), np.array([1.0, 0.0]))
    array([0.69314718, 0.        ])
    """
    check_same_shape("cross_entropy_single", z=z, y=y)
    return entropy_terms(y, z).value


@rounded_once
def categorical_cross_entropy(y: FloatArray, y_hat: FloatArray) -> FloatArray:
    """Return the categorical cross-entropy, summed over samples and classes.

        loss = -sum(y * log(y_hat))

    Args:
        y: targets, one-hot or distributions, shape ``(n, k)``.
        y_hat: probabilities, same shape as ``y``.

    Returns:
        the loss, shape ``()``, dtype of the inputs; a sum, nothing is averaged.

    Raises:
        ShapeError: the shapes differ.

    Source:
        unit2, "Classification loss functions: Categorical cross-entropy loss".

    >>> categorical_cross_entropy(np.array([[0.0, 1.0, 0.0]]), np.array([[0.1, 0.7, 0.2]]))
    array(0.35667494)
    """
    check_same_shape("categorical_cross_entropy", y=y, y_hat=y_hat)
    return weigh(y, -np.log(y_hat)).sum().value


@rounded_once
def sparse_categorical_cross_entropy(y: FloatArray, y_hat: FloatArray) -> FloatArray:
    """Return the categorical cross-entropy of integer labels, summed over samples.

        loss = -sum(log(y_hat[i, y[i]]))

    Args:
        y: labels, whole numbers from 0 to k - 1, shape ``(n,)``.
        y_hat: probabilities, shape ``(n, k)``.

    Returns:
        the loss, shape ``()``, dtype of ``y_hat``; a sum, nothing is averaged.

    Raises:
        ShapeError: the shapes do not belong together.
        DomainError: a label is no class number.

    Source:
        unit2, "Classification loss functions: Sparse categorical cross-entropy loss".

    >>> sparse_categorical_cross_entropy(np.array([1]), np.array([[0.1, 0.7, 0.2]]))
    array(0.35667494)
    """
    labels = check_labels("sparse_categorical_cross_entropy", y, y_hat)
    chosen = np.take_along_axis(y_hat, labels[..., None], axis=-1)
    return Wide(-np.log(chosen)).sum().value


@rounded_once
def negative_log_likelihood(y: FloatArray, y_hat: FloatArray) -> FloatArray:
    """Return the mean negative log-likelihood of the labels.

        loss = -mean(log(y_hat[i, y[i]]))

    Args:
        y: labels, whole numbers from 0 to k - 1, shape ``(n,)``.
        y_hat: probabilities, shape ``(n, k)``.

    Returns:
        the loss, shape ``()``, dtype of ``y_hat``.

    Raises:
        ShapeError: the shapes do not belong together, or there is nothing to average.
        DomainError: a label is no class number.

    Source:
        synthesis, "3. Loss functions: Cross entropy", the expectation taken over the samples.

    >>> negative_log_likelihood(np.array([1, 0]), np.array([[0.5, 0.5], [1.0, 0.0]]))
    array(0.34657359)
    """
    labels = check_labels("negative_log_likelihood", y, y_hat)
    n = check_count("negative_log_likelihood", "element", y.shape)
    chosen = np.take_along_axis(y_hat, labels[..., None], axis=-1)
    return (Wide(-np.log(chosen)).sum() / n).value


@rounded_once
def kl_divergence(y: FloatArray, y_hat: FloatArray) -> FloatArray:
    """Return the Kullback-Leibler divergence, summed over samples and classes.

        loss = sum(y * log(y / y_hat))

    Args:
        y: true distributions, shape ``(n, k)``; where ``y`` is 0 the term is 0.
        y_hat: predicted distributions, same shape as ``y``.

    Returns:
        the loss, shape ``()``, dtype of the inputs; a sum, nothing is averaged.

    Raises:
        ShapeError: the shapes differ.

    Source:
        unit2, "Classification loss functions: Kullback-Leibler divergence loss".

    >>> kl_divergence(np.array([[0.5, 0.5]]), np.array([[0.25, 0.75]]))
    array(0.14384104)
    """
    check_same_shape("kl_divergence", y=y, y_hat=y_hat)
    return weigh(y, log_ratio(y, y_hat)).sum().value


@rounded_once
def pixelwise_cross_entropy(y: FloatArray, y_hat: FloatArray) -> FloatArray:
    """Return the cross-entropy per pixel, summed over classes and averaged over pixels.

        loss = -sum(y * log(y_hat)) / N

    Args:
        y: targets, one-hot or distributions, shape ``(N, C)`` for N pixels and C classes; more
            axes in front are more pixels.
        y_hat: probabilities, same shape as ``y``.

    Returns:
        the loss, shape ``()``, dtype of the inputs.

    Raises:
        ShapeError: the shapes differ, or there is no pixel.

    Source:
        unit2, "Image and reconstruction loss functions: Pixel-wise cross-entropy loss".

    >>> pixelwise_cross_entropy(np.array([[0.0, 1.0, 0.0]]), np.array([[0.1, 0.7, 0.2]]))
    array(0.35667494)
    """
    check_same_shape("pixelwise_cross_entropy", y=y, y_hat=y_hat)
    check_last_axis("pixelwise_cross_entropy", "classes", y=y)
    n = check_count("pixelwise_cross_entropy", "pixel", y.shape[:-1])
    return (weigh(y, -np.log(y_hat)).sum() / n).value


@rounded_once
def l1_penalty(w: FloatArray, *, lam: float = 0.01) -> FloatArray:
    """Return the penalty that drives weights to zero.

        penalty = lam * sum(|w|)

    Args:
        w: weights, shape ``(*n)``.
        lam: strength of the penalty, zero or positive.

    Returns:
        the penalty, shape ``()``, dtype of ``w``.

    Raises:
        DomainError: ``lam`` is negative or not finite.

    Source:
        nutshell, "Regularization and generalization: L1 regularization".

    >>> l1_penalty(np.array([3.0, -4.0]), lam=0.5)
    array(3.5)
    """
    lam = check_parameter("l1_penalty", "lam", lam, "nonnegative")
    return weigh(lam, abs(Wide(w)).sum()).value


@rounded_once
def l2_penalty(w: FloatArray, *, lam: float = 0.01) -> FloatArray:
    """Return the penalty that keeps weights small.

        penalty = lam * sum(w**2)

    Args:
        w: weights, shape ``(*n)``.
        lam: strength of the penalty, zero or positive; the documents leave a factor 1/2 open.

    Returns:
        the penalty, shape ``()``, dtype of ``w``.

    Raises:
        DomainError: ``lam`` is negative or not finite.

    Source:
        nutshell, "Regularization and generalization: L2 regularization".

    >>> l2_penalty(np.array([3.0, -4.0]), lam=0.5)
    array(12.5)
    """
    lam = check_parameter("l2_penalty", "lam", lam, "nonnegative")
    return weigh(lam, (Wide(w) * w).sum()).value
