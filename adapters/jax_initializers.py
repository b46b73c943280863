"""JAX as a Rosetta stone: the initializers of ``jax.nn.initializers``.

Tested with jax 0.10.2. ``dtype`` is that of the target: there is no input to take it from.
Conventions that a reader should know:

* kernels have shape (fan_in, fan_out), the documents' weights (fan_out, fan_in): transposed;
* ``glorot_normal`` and ``he_normal`` are truncated at two standard deviations, and then rescaled;
* ``normal`` has a standard deviation of 0.01.
"""

import jax
import jax.numpy as jnp
from jax import Array

DOCUMENT_FORM = {
    "xavier_normal": "jax.nn.initializers.variance_scaling(1.0, 'fan_avg', 'normal')",
    "he_normal": "jax.nn.initializers.variance_scaling(2.0, 'fan_in', 'normal')",
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
