"""A network as JAX's own tutorials write it, which jax_gradients differentiates."""

from collections.abc import Callable, Sequence

import jax
import jax.numpy as jnp
from jax import Array

from . import jax as stone
from .protocol import Missing

# Those with a slope of their own have the documents' value by default (0.01 and 1).
ACTIVATIONS: dict[str, Callable[[Array], Array]] = {
    "identity": stone.identity,
    "step": stone.step,
    "sigmoid": stone.sigmoid,
    "tanh": stone.tanh,
    "relu": stone.relu,
    "leaky_relu": jax.nn.leaky_relu,
    "elu": jax.nn.elu,
    "softplus": stone.softplus,
    "softmax": stone.softmax,  # over the classes of each example, in rows here
}


def activated(name: str) -> Callable[[Array], Array]:
    """Return the activation of a formula id.

    Raises:
        Missing: it is none that a layer applies without an argument.
    """
    if name not in ACTIVATIONS:
        raise Missing(f"networks in JAX are run with {', '.join(ACTIVATIONS)}; {name} is none")
    return ACTIVATIONS[name]


def dense(W: Array, a: Array, b: Array) -> Array:
    """Return a layer before its activation: W (out, in), examples in rows."""
    return jnp.dot(a, W.T) + b


def logits(Ws: Sequence[Array], bs: Sequence[Array], x: Array, activation: str) -> Array:
    """Return the last layer before its output function, (out,) or with examples in rows."""
    a = x.T
    for W, b in zip(Ws[:-1], bs[:-1], strict=True):
        a = activated(activation)(dense(W, a, b))
    return dense(Ws[-1], a, bs[-1])
