"""JAX and optax as a Rosetta stone: batch normalization and gradient clipping.

Tested with jax 0.10.2 and optax 0.2.8. Conventions that a reader should know:

* ``jax.nn.standardize`` has no gamma and beta, which are applied to what it returns;
* clipping is a transformation of gradients like an optimizer, without a state.
"""

# mypy: disable-error-code="no-any-return, no-untyped-call"
# (optax has no types)
import jax
import optax
from jax import Array

DOCUMENT_FORM = {
    "batch_norm": "algorithm='stable'; the default takes the variance as mean(x**2) - mean(x)**2, "
    "which loses its digits where the mean is large against it",
}
MISSING = {
    "dropout": "no dropout in jax.nn or optax; flax, haiku and equinox have it as a layer",
}


def batch_norm(x: Array, gamma: Array, beta: Array, *, epsilon: float) -> Array:
    return gamma * jax.nn.standardize(x, axis=0, epsilon=epsilon) + beta  # jax: without both


def clip_by_value(g: Array, *, c: float) -> Array:
    return optax.clip(c).update(g, optax.EmptyState())[0]


def clip_by_norm(g: Array, *, c: float) -> Array:
    return optax.clip_by_global_norm(c).update(g, optax.EmptyState())[0]
