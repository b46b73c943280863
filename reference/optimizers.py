"""The optimizers, as trajectories: the parameters after each of a sequence of gradients.

The equations stand in ``_optimizer_rules.py``. Between the steps nothing is rounded to the dtype
of the inputs, so a thousand steps end where the equations end. ``<optimizer>_step`` of
``optimizer_steps.py`` is the same, one step a call.
"""

import numpy as np  # noqa: F401  (the examples of the docstrings use it)

from . import _optimizer_rules as rules
from ._precision import rounded_once
from ._trajectory import averages_along, walk
from ._validation import FloatArray


@rounded_once
def sgd(theta: FloatArray, grads: FloatArray, *, eta: float = 0.01) -> FloatArray:
    """Return the parameters after each step of gradient descent.

    Batch, stochastic and mini-batch descent differ only in the gradients.

        theta = theta - eta * g

    Args:
        theta: first parameters, shape ``(*n)``.
        grads: gradients, one a step, shape ``(steps, *n)``.
        eta: learning rate, zero or positive.

    Returns:
        parameters, shape ``(steps, *n)``, dtype of the floating inputs.

    Raises:
        ShapeError: ``grads`` has not the shape ``(steps, *theta.shape)``.
        DomainError: a parameter lies outside of its range.

    Source:
        synthesis, "4. Gradient-Based Learning & Optimization".

    >>> sgd(np.array([1.0]), np.array([[2.0], [-1.0]]), eta=0.5)
    array([[0. ],
           [0.5]])
    """
    rule = rules.sgd("sgd", eta)
    return walk("sgd", rule, theta, grads)


@rounded_once
def momentum(
    theta: FloatArray, grads: FloatArray, *, alpha: float = 0.01, beta: float = 0.9
) -> FloatArray:
    """Return the parameters after each step of descent along a running average.

        v     = beta * v + (1 - beta) * g
        theta = theta - alpha * v

    All averages begin with zero.

    Args:
        theta: first parameters, shape ``(*n)``.
        grads: gradients, one a step, shape ``(steps, *n)``.
        alpha: learning rate, zero or positive.
        beta: share of the average that is kept, from 0 to 1.

    Returns:
        parameters, shape ``(steps, *n)``, dtype of the floating inputs.

    Raises:
        ShapeError: ``grads`` has not the shape ``(steps, *theta.shape)``.
        DomainError: a parameter lies outside of its range.

    Source:
        synthesis, "1. Momentum".

    >>> momentum(np.array([1.0]), np.array([[2.0], [-1.0]]), alpha=1.0, beta=0.5)
    array([[0.],
           [0.]])
    """
    rule = rules.momentum("momentum", alpha, beta)
    return walk("momentum", rule, theta, grads)


@rounded_once
def rmsprop(
    theta: FloatArray,
    grads: FloatArray,
    *,
    eta: float = 0.001,
    beta: float = 0.9,
    epsilon: float = 1e-8,
) -> FloatArray:
    """Return the parameters after each step of RMSProp, with epsilon inside the root.

        E     = beta * E + (1 - beta) * g**2
        theta = theta - eta / sqrt(E + epsilon) * g

    All averages begin with zero.

    Args:
        theta: first parameters, shape ``(*n)``.
        grads: gradients, one a step, shape ``(steps, *n)``.
        eta: learning rate, zero or positive.
        beta: share of the average that is kept, from 0 to 1.
        epsilon: zero or positive; with zero, a first gradient of zero gives NaN.

    Returns:
        parameters, shape ``(steps, *n)``, dtype of the floating inputs.

    Raises:
        ShapeError: ``grads`` has not the shape ``(steps, *theta.shape)``.
        DomainError: a parameter lies outside of its range.

    Source:
        synthesis, "2. RMSProp (Root Mean Square Propagation)".

    >>> rmsprop(np.array([1.0]), np.array([[2.0]]), eta=1.0, beta=0.75, epsilon=3.0)
    array([[0.]])
    """
    rule = rules.rmsprop("rmsprop", eta, beta, epsilon)
    return walk("rmsprop", rule, theta, grads)


@rounded_once
def adagrad(
    theta: FloatArray, grads: FloatArray, *, eta: float = 0.01, epsilon: float = 1e-8
) -> FloatArray:
    """Return the parameters after each step of Adagrad, with epsilon inside the root.

        G     = G + g**2
        theta = theta - eta / sqrt(G + epsilon) * g

    All averages begin with zero.

    Args:
        theta: first parameters, shape ``(*n)``.
        grads: gradients, one a step, shape ``(steps, *n)``.
        eta: learning rate, zero or positive.
        epsilon: zero or positive; with zero, a first gradient of zero gives NaN.

    Returns:
        parameters, shape ``(steps, *n)``, dtype of the floating inputs.

    Raises:
        ShapeError: ``grads`` has not the shape ``(steps, *theta.shape)``.
        DomainError: a parameter lies outside of its range.

    Source:
        unit2, "Adagrad (Adaptive Gradient Algorithm)".

    >>> adagrad(np.array([1.0]), np.array([[2.0]]), eta=1.0, epsilon=12.0)
    array([[0.5]])
    """
    rule = rules.adagrad("adagrad", eta, epsilon)
    return walk("adagrad", rule, theta, grads)


@rounded_once
def adadelta(
    theta: FloatArray, grads: FloatArray, *, rho: float = 0.9, epsilon: float = 1e-6
) -> FloatArray:
    """Return the parameters after each step of Adadelta, which has no learning rate.

        s     = rho * s + (1 - rho) * g**2
        r     = sqrt(D + epsilon) / sqrt(s + epsilon) * g
        theta = theta - r
        D     = rho * D + (1 - rho) * r**2

    All averages begin with zero.

    Args:
        theta: first parameters, shape ``(*n)``.
        grads: gradients, one a step, shape ``(steps, *n)``.
        rho: share of both averages that is kept, from 0 to 1.
        epsilon: zero or positive; with zero nothing ever moves.

    Returns:
        parameters, shape ``(steps, *n)``, dtype of the floating inputs.

    Raises:
        ShapeError: ``grads`` has not the shape ``(steps, *theta.shape)``.
        DomainError: a parameter lies outside of its range.

    Source:
        unit2, "Adadelta".

    >>> adadelta(np.array([1.0]), np.array([[3.0]]), rho=0.0, epsilon=16.0)
    array([[-1.4]])
    """
    rule = rules.adadelta("adadelta", rho, epsilon)
    return walk("adadelta", rule, theta, grads)


@rounded_once
def adam(
    theta: FloatArray,
    grads: FloatArray,
    *,
    eta: float = 0.001,
    beta1: float = 0.9,
    beta2: float = 0.999,
    epsilon: float = 1e-8,
) -> FloatArray:
    """Return the parameters after each step of Adam, with epsilon outside the root.

        m     = beta1 * m + (1 - beta1) * g
        v     = beta2 * v + (1 - beta2) * g**2
        m_hat = m / (1 - beta1**t),  v_hat = v / (1 - beta2**t)
        theta = theta - eta / (sqrt(v_hat) + epsilon) * m_hat

    All averages begin with zero. ``t`` counts from 1.

    Args:
        theta: first parameters, shape ``(*n)``.
        grads: gradients, one a step, shape ``(steps, *n)``.
        eta: learning rate, zero or positive.
        beta1: share of ``m`` that is kept, at least 0 and below 1.
        beta2: share of ``v`` that is kept, at least 0 and below 1.
        epsilon: zero or positive; with zero, a first gradient of zero gives NaN.

    Returns:
        parameters, shape ``(steps, *n)``, dtype of the floating inputs.

    Raises:
        ShapeError: ``grads`` has not the shape ``(steps, *theta.shape)``.
        DomainError: a parameter lies outside of its range.

    Source:
        synthesis, "3. Adam (Adaptive Moment Estimation)".

    >>> adam(np.array([1.0]), np.array([[2.0]]), eta=1.0, epsilon=2.0)
    array([[0.5]])
    """
    rule = rules.adam("adam", eta, beta1, beta2, epsilon)
    return walk("adam", rule, theta, grads)


@rounded_once
def adam_moments(
    theta: FloatArray, grads: FloatArray, *, beta1: float = 0.9, beta2: float = 0.999
) -> tuple[FloatArray, FloatArray]:
    """Return the moments of Adam, without bias correction or update, after each step.

        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2

    All averages begin with zero.

    Args:
        theta: first parameters, shape ``(*n)``. Not moved.
        grads: gradients, one a step, shape ``(steps, *n)``.
        beta1: share of ``m`` that is kept, from 0 to 1.
        beta2: share of ``v`` that is kept, from 0 to 1.

    Returns:
        ``(m, v)``, each of shape ``(steps, *n)``, dtype of the floating inputs.

    Raises:
        ShapeError: ``grads`` has not the shape ``(steps, *theta.shape)``.
        DomainError: a parameter lies outside of its range.

    Source:
        unit2, "Adam (Adaptive Moment Estimation)", which stops at the moments.

    >>> adam_moments(np.zeros(1), np.array([[2.0]]), beta1=0.5, beta2=0.75)
    (array([[1.]]), array([[1.]]))
    """
    rule = rules.adam_moments("adam_moments", beta1, beta2)
    m, v = averages_along("adam_moments", rule, theta, grads)
    return m, v
