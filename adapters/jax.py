"""JAX and optax as a Rosetta stone: activations and losses, each as one call of their function.

The other formulas are in the modules ``jax_*`` beside this one. Tested with jax 0.10.2 and optax
0.2.8. 64-bit mode is switched on here, before the first use; without it float64 does not exist in
JAX. Python numbers are weakly typed and never widen a result.
Conventions that a reader should know:

* losses take the prediction first and the target second, the documents the other way round;
* losses come one a sample: averaging is left to the caller (``DOCUMENT_FORM``);
* ``kl_divergence`` takes log-probabilities, the cross-entropies take logits.

Derivatives are not listed: JAX's own differentiation of these functions gives them.
"""

# mypy: disable-error-code="no-any-return, no-untyped-call"
# (optax has no types)
import jax
import jax.numpy as jnp
import optax
from jax import Array

jax.config.update("jax_enable_x64", True)

NAME = "jax"
VERSION = f"{jax.__version__} (optax {optax.__version__})"
HOME = "https://docs.jax.dev"

# What turns the default of JAX or optax into the form that the documents print.
DOCUMENT_FORM = {
    "mse": "jnp.mean of the result",
    "huber": "jnp.mean of the result",
    "kl_divergence": "jnp.sum of the result",
    "hinge": "jnp.mean of the result",
    "triplet": "not offered: distances are never squared",
    "regression_head": "jnp.mean of the result",
    "binary_head": "jnp.mean of the result",
    "multiclass_head": "jnp.sum of the result",
    "multilabel_head": "jnp.mean of the result",
}

_LOGITS = "optax.losses has it for logits only, not for probabilities: see "
MISSING = {
    "mae": "no absolute error in optax.losses; huber_loss and log_cosh are near",
    "binary_cross_entropy": _LOGITS + "binary_head",
    "cross_entropy_single": _LOGITS + "binary_head",
    "categorical_cross_entropy": _LOGITS + "multiclass_head",
    "sparse_categorical_cross_entropy": _LOGITS + "multiclass_head",
    "negative_log_likelihood": _LOGITS + "multiclass_head",
    "contrastive": "no contrastive loss on distances in optax.losses; ntxent takes embeddings",
    "margin_ranking": "no pairwise ranking in optax.losses; ranking_softmax_loss is listwise",
    "pixelwise_cross_entropy": _LOGITS + "multiclass_head",
    "l1_penalty": "no penalty function in optax; add_decayed_weights acts on gradients",
    "l2_penalty": "no penalty function; optax.losses.l2_loss halves squares and takes no factor",
}


def identity(z: Array) -> Array:
    return jax.nn.identity(z)


def step(z: Array) -> Array:
    return jnp.heaviside(z, 1.0)  # jax: the value at 0 is an argument


def sigmoid(z: Array) -> Array:
    return jax.nn.sigmoid(z)


def tanh(z: Array) -> Array:
    return jax.nn.tanh(z)


def relu(z: Array) -> Array:
    return jax.nn.relu(z)


def leaky_relu(z: Array, *, alpha: float) -> Array:
    return jax.nn.leaky_relu(z, alpha)


def prelu(z: Array, alpha: Array) -> Array:
    return jax.nn.leaky_relu(z, alpha)  # jax: its slope may be an array, and be learned


def elu(z: Array, *, alpha: float) -> Array:
    return jax.nn.elu(z, alpha)


def softplus(z: Array) -> Array:
    return jax.nn.softplus(z)


def softmax(z: Array) -> Array:
    return jax.nn.softmax(z)


def mse(y: Array, y_hat: Array) -> Array:
    return optax.losses.squared_error(y_hat, y)


def squared_error(y: Array, y_hat: Array) -> Array:
    return optax.losses.squared_error(y_hat, y)


def huber(y: Array, y_hat: Array, *, delta: float) -> Array:
    return optax.losses.huber_loss(y_hat, y, delta=delta)


def kl_divergence(y: Array, y_hat: Array) -> Array:
    return optax.losses.kl_divergence(jnp.log(y_hat), y)  # optax: takes the prediction's logarithm


def hinge(y: Array, y_hat: Array) -> Array:
    return optax.losses.hinge_loss(y_hat, y)


def triplet(a: Array, p: Array, n: Array, *, alpha: float) -> Array:
    return optax.losses.triplet_margin_loss(a, p, n, margin=alpha)


def regression_head(y: Array, z: Array) -> Array:
    return optax.losses.squared_error(z, y)


def binary_head(y: Array, z: Array) -> Array:
    return optax.losses.sigmoid_binary_cross_entropy(z, y)


def multiclass_head(y: Array, z: Array) -> Array:
    return optax.losses.softmax_cross_entropy(z, y)


def multilabel_head(y: Array, z: Array) -> Array:
    return optax.losses.sigmoid_binary_cross_entropy(z, y)
