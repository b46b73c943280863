"""JAX as a Rosetta stone: the initializers of ``jax.nn.initializers``.

Tested with jax 0.10.2. ``dtype`` is that of the target: there is no input to take it from.
Conventions that a reader should know:

* kernels have shape (fan_in, fan_out), the documents' weights (fan_out, fan_in): transposed;
* those of a convolution (height, width, in, out), here (out, in, height, width): transposed too;
* ``glorot_normal`` and ``he_normal`` are truncated at two standard deviations, and then rescaled;
* ``normal`` has a standard deviation of 0.01.
"""

import jax
import jax.numpy as jnp
from jax import Array

DOCUMENT_FORM = {
    "xavier_normal": "jax.nn.initializers.variance_scaling(1.0, 'fan_avg', 'normal')",
    "he_normal": "jax.nn.initializers.variance_scaling(2.0, 'fan_in', 'normal')",
    "he_normal_conv2d": "jax.nn.initializers.variance_scaling(2.0, 'fan_in', 'normal')",
}
MISSING: dict[str, str] = {}


def xavier_normal(fan_in: int, fan_out: int, *, seed: int, dtype: jnp.dtype) -> Array:
    return jax.nn.initializers.glorot_normal()(jax.random.key(seed), (fan_in, fan_out), dtype).T


def xavier_uniform(fan_in: int, fan_out: int, *, seed: int, dtype: jnp.dtype) -> Array:
    return jax.nn.initializers.glorot_uniform()(jax.random.key(seed), (fan_in, fan_out), dtype).T


def he_normal(fan_in: int, fan_out: int, *, seed: int, dtype: jnp.dtype) -> Array:
    return jax.nn.initializers.he_normal()(jax.random.key(seed), (fan_in, fan_out), dtype).T


def he_uniform(fan_in: int, fan_out: int, *, seed: int, dtype: jnp.dtype) -> Array:
    return jax.nn.initializers.he_uniform()(jax.random.key(seed), (fan_in, fan_out), dtype).T


def small_random(fan_in: int, fan_out: int, *, seed: int, dtype: jnp.dtype) -> Array:
    return jax.nn.initializers.normal()(jax.random.key(seed), (fan_in, fan_out), dtype).T


def he_normal_conv2d(
    *, in_channels: int, out_channels: int, kernel_height: int, kernel_width: int,
    seed: int, dtype: jnp.dtype,
) -> Array:  # fmt: skip
    shape = (kernel_height, kernel_width, in_channels, out_channels)
    return jax.nn.initializers.he_normal()(jax.random.key(seed), shape, dtype).transpose(3, 2, 0, 1)


def xavier_uniform_conv2d(
    *, in_channels: int, out_channels: int, kernel_height: int, kernel_width: int,
    seed: int, dtype: jnp.dtype,
) -> Array:  # fmt: skip
    shape = (kernel_height, kernel_width, in_channels, out_channels)
    made = jax.nn.initializers.glorot_uniform()(jax.random.key(seed), shape, dtype)
    return made.transpose(3, 2, 0, 1)
