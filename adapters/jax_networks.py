"""JAX as a Rosetta stone: neurons, layers and networks, which JAX does not have.

Tested with jax 0.10.2. ``jax.nn`` holds activations and initializers, no layer; what takes a
weighted sum is ``jnp.dot``, and the formulas run as written on it. Its own differentiation of
such networks is in ``jax_gradients``. The documents' worked network runs on ``jnp.dot`` and
``jax.nn.sigmoid``.
"""

import jax
import jax.numpy as jnp
from jax import Array

from . import _jax_layers

DOCUMENT_FORM: dict[str, str] = {}
_LAYERS = "jax.nn has no layers (jax.example_libraries.stax is an example): it runs as written"
MISSING = dict.fromkeys(("weighted_sum", "neuron", "perceptron", "dense", "mlp_forward"), _LAYERS)


def forward_example(
    x1: Array, x2: Array, w111: Array, w121: Array, b11: Array,
    w112: Array, w122: Array, b12: Array, w211: Array, w212: Array, bo: Array,
) -> tuple[Array, ...]:  # fmt: skip
    W = jnp.stack((jnp.stack((w111, w121)), jnp.stack((w112, w122))))
    a = _jax_layers.dense(W, jnp.stack((x1, x2)), jnp.stack((b11, b12)))
    h = jax.nn.sigmoid(a)
    a3 = jnp.dot(jnp.stack((w211, w212)), h) + bo
    return a[0], h[0], a[1], h[1], a3, jax.nn.sigmoid(a3)
