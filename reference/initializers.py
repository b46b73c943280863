"""The initializers: random weights of a fully connected layer, the same for the same seed.

``fan_in`` counts the inputs of a unit, ``fan_out`` the units that an input goes to; the weights
have the shape (fan_out, fan_in) of a layer.
"""

import math

import numpy as np

from ._validation import FloatArray, check_whole

# Standard deviation of small random weights.
_SMALL = 0.01


def xavier_normal(fan_in: int, fan_out: int, *, seed: int) -> FloatArray:
    """Return weights from a normal distribution that suits sigmoid and tanh.

        sigma = sqrt(2 / (fan_in + fan_out))
        w     ~ normal(0, sigma)

    Args:
        fan_in: inputs of each unit, at least 1.
        fan_out: units, at least 1.
        seed: what the random numbers begin with.

    Returns:
        weights, shape ``(fan_out, fan_in)``, float64; a plain normal, not a truncated one.

    Raises:
        DomainError: a fan is no positive whole number.

    Source:
        basics, "xavier normal".

    >>> xavier_normal(3, 2, seed=0).shape
    (2, 3)
    """
    _check_fans("xavier_normal", fan_in, fan_out)
    return _normal(fan_in, fan_out, math.sqrt(2 / (fan_in + fan_out)), seed)


def xavier_uniform(fan_in: int, fan_out: int, *, seed: int) -> FloatArray:
    """Return weights from a uniform distribution that suits sigmoid and tanh.

        limit = sqrt(6 / (fan_in + fan_out))
        w     ~ uniform(-limit, limit)

    Args:
        fan_in: inputs of each unit, at least 1.
        fan_out: units, at least 1.
        seed: what the random numbers begin with.

    Returns:
        weights, shape ``(fan_out, fan_in)``, float64.

    Raises:
        DomainError: a fan is no positive whole number.

    Source:
        Glorot and Bengio (2010), named in basics, "Proper Weight Initialization".

    >>> xavier_uniform(3, 2, seed=0).shape
    (2, 3)
    """
    _check_fans("xavier_uniform", fan_in, fan_out)
    return _uniform(fan_in, fan_out, math.sqrt(6 / (fan_in + fan_out)), seed)


def he_normal(fan_in: int, fan_out: int, *, seed: int) -> FloatArray:
    """Return weights from a normal distribution that suits relu.

        sigma = sqrt(2 / fan_in)
        w     ~ normal(0, sigma)

    Args:
        fan_in: inputs of each unit, at least 1.
        fan_out: units, at least 1.
        seed: what the random numbers begin with.

    Returns:
        weights, shape ``(fan_out, fan_in)``, float64; a plain normal, not a truncated one.

    Raises:
        DomainError: a fan is no positive whole number.

    Source:
        He et al. (2015), https://arxiv.org/abs/1502.01852, named in basics.

    >>> he_normal(3, 2, seed=0).shape
    (2, 3)
    """
    _check_fans("he_normal", fan_in, fan_out)
    return _normal(fan_in, fan_out, math.sqrt(2 / fan_in), seed)


def he_uniform(fan_in: int, fan_out: int, *, seed: int) -> FloatArray:
    """Return weights from a uniform distribution that suits relu.

        limit = sqrt(6 / fan_in)
        w     ~ uniform(-limit, limit)

    Args:
        fan_in: inputs of each unit, at least 1.
        fan_out: units, at least 1.
        seed: what the random numbers begin with.

    Returns:
        weights, shape ``(fan_out, fan_in)``, float64.

    Raises:
        DomainError: a fan is no positive whole number.

    Source:
        He et al. (2015), https://arxiv.org/abs/1502.01852, named in basics.

    >>> he_uniform(3, 2, seed=0).shape
    (2, 3)
    """
    _check_fans("he_uniform", fan_in, fan_out)
    return _uniform(fan_in, fan_out, math.sqrt(6 / fan_in), seed)


def small_random(fan_in: int, fan_out: int, *, seed: int) -> FloatArray:
    """Return small random weights, which break the symmetry between units.

        sigma = 0.01
        w     ~ normal(0, sigma)

    Args:
        fan_in: inputs of each unit, at least 1.
        fan_out: units, at least 1.
        seed: what the random numbers begin with.

    Returns:
        weights, shape ``(fan_out, fan_in)``, float64.

    Raises:
        DomainError: a fan is no positive whole number.

    Source:
        synthesis, "Initialization", which leaves distribution and scale open.

    >>> small_random(3, 2, seed=0).shape
    (2, 3)
    """
    _check_fans("small_random", fan_in, fan_out)
    return _normal(fan_in, fan_out, _SMALL, seed)


def _normal(fan_in: int, fan_out: int, sigma: float, seed: int) -> FloatArray:
    return sigma * np.random.default_rng(seed).standard_normal((fan_out, fan_in))


def _uniform(fan_in: int, fan_out: int, limit: float, seed: int) -> FloatArray:
    return np.random.default_rng(seed).uniform(-limit, limit, (fan_out, fan_in))


def _check_fans(function: str, fan_in: int, fan_out: int) -> None:
    check_whole(function, 1, fan_in=fan_in, fan_out=fan_out)
