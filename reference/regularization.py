"""Dropout, batch normalization and the clipping of gradients."""

import numpy as np

from ._double_double import DoubleDouble
from ._precision import rounded_once
from ._validation import FloatArray, ShapeError, check_count, check_parameter
from ._wide import Wide, minimum


@rounded_once
def dropout(x: FloatArray, *, p: float = 0.5, seed: int = 0, training: bool = True) -> FloatArray:
    """Return the activations of which each was dropped with probability p.

        result = x  with probability 1 - p,  0 elsewhere     in training
        result = x                                           at inference

    Args:
        x: activations, shape ``(*n)``.
        p: probability of dropping a unit, from 0 to 1.
        seed: what the random numbers begin with.
        training: whether units are dropped at all.

    Returns:
        activations, shape ``(*n)``, dtype of ``x``; what is kept is not scaled by 1 / (1 - p).

    Raises:
        DomainError: ``p`` is not between 0 and 1.

    Source:
        basics, "Dropout Layers".

    >>> dropout(np.array([1.0, 2.0]), p=1.0)
    array([0., 0.])
    """
    p = check_parameter("dropout", "p", p, "unit")
    if not training:
        return x
    return np.where(np.random.default_rng(seed).random(x.shape) >= p, x, 0.0)


@rounded_once
def batch_norm(
    x: FloatArray, gamma: FloatArray, beta: FloatArray, *, epsilon: float = 1e-5
) -> FloatArray:
    """Return the activations, normalized over the batch, scaled and shifted.

        mean   = mean(x)               over the batch, for each feature
        var    = mean((x - mean)**2)   the biased variance
        result = gamma * (x - mean) / sqrt(var + epsilon) + beta

    Args:
        x: activations, shape ``(batch, features)``.
        gamma: new standard deviations, shape ``(features,)``.
        beta: new means, shape ``(features,)``.
        epsilon: zero or positive; with zero, a feature that does not vary gives NaN.

    Returns:
        activations, shape ``(batch, features)``, dtype of the floating inputs.

    Raises:
        ShapeError: the shapes do not fit, or the batch is empty.
        DomainError: ``epsilon`` is negative or not finite.

    Source:
        basics, "Batch Normalization"; Ioffe and Szegedy (2015), https://arxiv.org/abs/1502.03167.

    >>> batch_norm(np.array([[1.0], [3.0]]), np.array([2.0]), np.array([0.5]), epsilon=0.0)
    array([[-1.5],
           [ 2.5]])
    """
    if x.ndim != 2 or gamma.shape != x.shape[1:] or beta.shape != x.shape[1:]:
        raise ShapeError(
            f"batch_norm: x, gamma and beta must have the shapes (batch, features), (features,) "
            f"and (features,), got {x.shape}, {gamma.shape} and {beta.shape}"
        )
    check_count("batch_norm", "row", x.shape[:1])
    least = DoubleDouble(check_parameter("batch_norm", "epsilon", epsilon, "nonnegative"))
    # twice the digits: behind a large common offset little of x is left
    r = DoubleDouble(x)
    r = r - r.mean()
    deviation = ((r * r).mean() + least).sqrt()
    return (DoubleDouble(gamma) * r / deviation + DoubleDouble(beta)).value


@rounded_once
def clip_by_value(g: FloatArray, *, c: float = 1.0) -> FloatArray:
    """Return the gradient with each element clamped.

        result = min(max(g, -c), c)

    Args:
        g: gradient, shape ``(*n)``.
        c: largest absolute value that stays, > 0.

    Returns:
        the gradient, shape ``(*n)``, dtype of ``g``.

    Raises:
        DomainError: ``c`` is not positive and finite.

    Source:
        basics, "Common Problems in Deep Neural Networks", which names gradient clipping.

    >>> clip_by_value(np.array([-3.0, 0.5]))
    array([-1. ,  0.5])
    """
    c = check_parameter("clip_by_value", "c", c, "positive")
    return np.asarray(np.clip(g, -c, c))


@rounded_once
def clip_by_norm(g: FloatArray, *, c: float = 1.0) -> FloatArray:
    """Return the gradient, shortened to a length of c where it is longer.

        norm   = sqrt(sum(g**2))        over all elements
        result = g * min(1, c / norm)   a gradient of zero stays

    Args:
        g: gradient, shape ``(*n)``.
        c: largest length that stays, > 0.

    Returns:
        the gradient, shape ``(*n)``, dtype of ``g``.

    Raises:
        DomainError: ``c`` is not positive and finite.

    Source:
        basics, "Common Problems in Deep Neural Networks", which names gradient clipping.

    >>> clip_by_norm(np.array([3.0, -4.0]))
    array([ 0.6, -0.8])
    """
    c = check_parameter("clip_by_norm", "c", c, "positive")
    norm = (Wide(g) * g).sum().sqrt()
    return (minimum(Wide(c) / norm, Wide(1.0)) * g).value
