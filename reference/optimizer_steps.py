"""The optimizers, one step a call: ``theta, state = f_step(theta, g, state)``, with None at first.

The state also holds what rounding took from the parameters, so that steps of float16 end where
the trajectory of ``optimizers.py`` ends.
"""

import numpy as np  # noqa: F401  (the examples of the docstrings use it)

from . import _optimizer_rules as rules
from ._precision import common_dtype
from ._trajectory import State, averages_after, one_step
from ._validation import FloatArray


def sgd_step(
    theta: FloatArray, g: FloatArray, state: State | None = None, *, eta: float = 0.01
) -> tuple[FloatArray, State]:
    """Return the parameters after one step of gradient descent.

    Batch, stochastic and mini-batch descent differ only in the gradients.

        theta = theta - eta * g

    Args:
        theta: parameters, shape ``(*n)``.
        g: gradient, same shape as ``theta``.
        state: what the step before returned; None at first.
        eta: learning rate, zero or positive.

    Returns:
        ``(theta, state)``; the parameters have the shape of ``theta`` and the dtype of
        the floating inputs.

    Raises:
        ShapeError: ``theta``, ``g`` and ``state`` differ in shape.
        DomainError: a parameter lies outside of its range.

    Source:
        synthesis, "4. Gradient-Based Learning & Optimization".

    >>> sgd_step(np.array([1.0]), np.array([2.0]), eta=0.5)[0]
    array([0.])
    """
    rule = rules.sgd("sgd_step", eta)
    return one_step("sgd_step", rule, theta, g, state)


def momentum_step(
    theta: FloatArray,
    g: FloatArray,
    state: State | None = None,
    *,
    alpha: float = 0.01,
    beta: float = 0.9,
) -> tuple[FloatArray, State]:
    """Return the parameters after one step of descent along a running average.

        v     = beta * v + (1 - beta) * g
        theta = theta - alpha * v

    All averages begin with zero.

    Args:
        theta: parameters, shape ``(*n)``.
        g: gradient, same shape as ``theta``.
        state: what the step before returned; None at first.
        alpha: learning rate, zero or positive.
        beta: share of the average that is kept, from 0 to 1.

    Returns:
        ``(theta, state)``; the parameters have the shape of ``theta`` and the dtype of
        the floating inputs.

    Raises:
        ShapeError: ``theta``, ``g`` and ``state`` differ in shape.
        DomainError: a parameter lies outside of its range.

    Source:
        synthesis, "1. Momentum".

    >>> momentum_step(np.array([1.0]), np.array([2.0]), alpha=1.0, beta=0.5)[0]
    array([0.])
    """
    rule = rules.momentum("momentum_step", alpha, beta)
    return one_step("momentum_step", rule, theta, g, state)


def rmsprop_step(
    theta: FloatArray,
    g: FloatArray,
    state: State | None = None,
    *,
    eta: float = 0.001,
    beta: float = 0.9,
    epsilon: float = 1e-8,
) -> tuple[FloatArray, State]:
    """Return the parameters after one step of RMSProp, with epsilon inside the root.

        E     = beta * E + (1 - beta) * g**2
        theta = theta - eta / sqrt(E + epsilon) * g

    All averages begin with zero.

    Args:
        theta: parameters, shape ``(*n)``.
        g: gradient, same shape as ``theta``.
        state: what the step before returned; None at first.
        eta: learning rate, zero or positive.
        beta: share of the average that is kept, from 0 to 1.
        epsilon: zero or positive; with zero, a first gradient of zero gives NaN.

    Returns:
        ``(theta, state)``; the parameters have the shape of ``theta`` and the dtype of
        the floating inputs.

    Raises:
        ShapeError: ``theta``, ``g`` and ``state`` differ in shape.
        DomainError: a parameter lies outside of its range.

    Source:
        synthesis, "2. RMSProp (Root Mean Square Propagation)".

    >>> rmsprop_step(np.array([1.0]), np.array([2.0]), eta=1.0, beta=0.75, epsilon=3.0)[0]
    array([0.])
    """
    rule = rules.rmsprop("rmsprop_step", eta, beta, epsilon)
    return one_step("rmsprop_step", rule, theta, g, state)


def adagrad_step(
    theta: FloatArray,
    g: FloatArray,
    state: State | None = None,
    *,
    eta: float = 0.01,
    epsilon: float = 1e-8,
) -> tuple[FloatArray, State]:
    """Return the parameters after one step of Adagrad, with epsilon inside the root.

        G     = G + g**2
        theta = theta - eta / sqrt(G + epsilon) * g

    All averages begin with zero.

    Args:
        theta: parameters, shape ``(*n)``.
        g: gradient, same shape as ``theta``.
        state: what the step before returned; None at first.
        eta: learning rate, zero or positive.
        epsilon: zero or positive; with zero, a first gradient of zero gives NaN.

    Returns:
        ``(theta, state)``; the parameters have the shape of ``theta`` and the dtype of
        the floating inputs.

    Raises:
        ShapeError: ``theta``, ``g`` and ``state`` differ in shape.
        DomainError: a parameter lies outside of its range.

    Source:
        unit2, "Adagrad (Adaptive Gradient Algorithm)".

    >>> adagrad_step(np.array([1.0]), np.array([2.0]), eta=1.0, epsilon=12.0)[0]
    array([0.5])
    """
    rule = rules.adagrad("adagrad_step", eta, epsilon)
    return one_step("adagrad_step", rule, theta, g, state)


def adadelta_step(
    theta: FloatArray,
    g: FloatArray,
    state: State | None = None,
    *,
    rho: float = 0.9,
    epsilon: float = 1e-6,
) -> tuple[FloatArray, State]:
    """Return the parameters after one step of Adadelta, which has no learning rate.

        s     = rho * s + (1 - rho) * g**2
        r     = sqrt(D + epsilon) / sqrt(s + epsilon) * g
        theta = theta - r
        D     = rho * D + (1 - rho) * r**2

    All averages begin with zero.

    Args:
        theta: parameters, shape ``(*n)``.
        g: gradient, same shape as ``theta``.
        state: what the step before returned; None at first.
        rho: share of both averages that is kept, from 0 to 1.
        epsilon: zero or positive; with zero nothing ever moves.

    Returns:
        ``(theta, state)``; the parameters have the shape of ``theta`` and the dtype of
        the floating inputs.

    Raises:
        ShapeError: ``theta``, ``g`` and ``state`` differ in shape.
        DomainError: a parameter lies outside of its range.

    Source:
        unit2, "Adadelta".

    >>> adadelta_step(np.array([1.0]), np.array([3.0]), rho=0.0, epsilon=16.0)[0]
    array([-1.4])
    """
    rule = rules.adadelta("adadelta_step", rho, epsilon)
    return one_step("adadelta_step", rule, theta, g, state)


def adam_step(
    theta: FloatArray,
    g: FloatArray,
    state: State | None = None,
    *,
    eta: float = 0.001,
    beta1: float = 0.9,
    beta2: float = 0.999,
    epsilon: float = 1e-8,
) -> tuple[FloatArray, State]:
    """Return the parameters after one step of Adam, with epsilon outside the root.

        m     = beta1 * m + (1 - beta1) * g
        v     = beta2 * v + (1 - beta2) * g**2
        m_hat = m / (1 - beta1**t),  v_hat = v / (1 - beta2**t)
        theta = theta - eta / (sqrt(v_hat) + epsilon) * m_hat

    All averages begin with zero. ``t`` counts from 1.

    Args:
        theta: parameters, shape ``(*n)``.
        g: gradient, same shape as ``theta``.
        state: what the step before returned; None at first.
        eta: learning rate, zero or positive.
        beta1: share of ``m`` that is kept, at least 0 and below 1.
        beta2: share of ``v`` that is kept, at least 0 and below 1.
        epsilon: zero or positive; with zero, a first gradient of zero gives NaN.

    Returns:
        ``(theta, state)``; the parameters have the shape of ``theta`` and the dtype of
        the floating inputs.

    Raises:
        ShapeError: ``theta``, ``g`` and ``state`` differ in shape.
        DomainError: a parameter lies outside of its range.

    Source:
        synthesis, "3. Adam (Adaptive Moment Estimation)".

    >>> adam_step(np.array([1.0]), np.array([2.0]), eta=1.0, epsilon=2.0)[0]
    array([0.5])
    """
    rule = rules.adam("adam_step", eta, beta1, beta2, epsilon)
    return one_step("adam_step", rule, theta, g, state)


def adam_moments_step(
    theta: FloatArray,
    g: FloatArray,
    state: State | None = None,
    *,
    beta1: float = 0.9,
    beta2: float = 0.999,
) -> tuple[tuple[FloatArray, FloatArray], State]:
    """Return the moments of Adam, without bias correction or update, after one step.

        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2

    All averages begin with zero.

    Args:
        theta: parameters, shape ``(*n)``. Not moved.
        g: gradient, same shape as ``theta``.
        state: what the step before returned; None at first.
        beta1: share of ``m`` that is kept, from 0 to 1.
        beta2: share of ``v`` that is kept, from 0 to 1.

    Returns:
        ``((m, v), state)``; the moments have the shape of ``theta`` and the dtype of
        the floating inputs.

    Raises:
        ShapeError: ``theta``, ``g`` and ``state`` differ in shape.
        DomainError: a parameter lies outside of its range.

    Source:
        unit2, "Adam (Adaptive Moment Estimation)", which stops at the moments.

    >>> adam_moments_step(np.zeros(1), np.array([2.0]), beta1=0.5, beta2=0.75)[0]
    (array([1.]), array([1.]))
    """
    rule = rules.adam_moments("adam_moments_step", beta1, beta2)
    _, state = one_step("adam_moments_step", rule, theta, g, state)
    m, v = averages_after(state, common_dtype("adam_moments_step", {"theta": theta, "g": g}))
    return (m, v), state
