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


def he_normal_conv2d(
    *, in_channels: int, out_channels: int, kernel_height: int, kernel_width: int, seed: int
) -> FloatArray:
    """Return the weights of a convolution from a normal distribution that suits relu.

        fan_in = in_channels * kernel_height * kernel_width
        sigma  = sqrt(2 / fan_in)
        w      ~ normal(0, sigma)

    Args:
        in_channels, out_channels: at least 1.
        kernel_height, kernel_width: at least 1.
        seed: what the random numbers begin with.

    Returns:
        weights, shape ``(out_channels, in_channels, kernel_height, kernel_width)``, float64.

    Raises:
        DomainError: a size is no positive whole number.

    Source:
        He et al. (2015), https://arxiv.org/abs/1502.01852, named in basics.

    >>> he_normal_conv2d(
    ...     in_channels=3, out_channels=8, kernel_height=5, kernel_width=5, seed=0
    ... ).shape
    (8, 3, 5, 5)
    """
    shape = (out_channels, in_channels, kernel_height, kernel_width)
    _check_sizes("he_normal_conv2d", in_channels, out_channels, kernel_height, kernel_width)
    fan_in = in_channels * kernel_height * kernel_width
    return math.sqrt(2 / fan_in) * np.random.default_rng(seed).standard_normal(shape)


def xavier_uniform_conv2d(
    *, in_channels: int, out_channels: int, kernel_height: int, kernel_width: int, seed: int
) -> FloatArray:
    """Return the weights of a convolution from a uniform distribution that suits sigmoid and tanh.

        fan_in  = in_channels * kernel_height * kernel_width
        fan_out = out_channels * kernel_height * kernel_width
        limit   = sqrt(6 / (fan_in + fan_out))
        w       ~ uniform(-limit, limit)

    Args:
        in_channels, out_channels: at least 1.
        kernel_height, kernel_width: at least 1.
        seed: what the random numbers begin with.

    Returns:
        weights, shape ``(out_channels, in_channels, kernel_height, kernel_width)``, float64.

    Raises:
        DomainError: a size is no positive whole number.

    Source:
        Glorot and Bengio (2010), named in basics, "Proper Weight Initialization".

    >>> xavier_uniform_conv2d(
    ...     in_channels=3, out_channels=8, kernel_height=5, kernel_width=5, seed=0
    ... ).shape
    (8, 3, 5, 5)
    """
    shape = (out_channels, in_channels, kernel_height, kernel_width)
    _check_sizes("xavier_uniform_conv2d", in_channels, out_channels, kernel_height, kernel_width)
    fan_in = in_channels * kernel_height * kernel_width
    fan_out = out_channels * kernel_height * kernel_width
    limit = math.sqrt(6 / (fan_in + fan_out))
    return np.random.default_rng(seed).uniform(-limit, limit, shape)


def _normal(fan_in: int, fan_out: int, sigma: float, seed: int) -> FloatArray:
    return sigma * np.random.default_rng(seed).standard_normal((fan_out, fan_in))


def _uniform(fan_in: int, fan_out: int, limit: float, seed: int) -> FloatArray:
    return np.random.default_rng(seed).uniform(-limit, limit, (fan_out, fan_in))


def _check_fans(function: str, fan_in: int, fan_out: int) -> None:
    check_whole(function, 1, fan_in=fan_in, fan_out=fan_out)


def _check_sizes(
    function: str, in_channels: int, out_channels: int, kernel_height: int, kernel_width: int
) -> None:
    check_whole(function, 1, in_channels=in_channels, out_channels=out_channels)
    check_whole(function, 1, kernel_height=kernel_height, kernel_width=kernel_width)
