"""JAX as a Rosetta stone: backpropagation, which is ``jax.grad`` of a forward pass.

Tested with jax 0.10.2 and optax 0.2.8. Nothing is propagated by hand. JAX has no layers, so a
layer is ``jnp.dot`` as in JAX's own tutorials; activations and losses are those of ``jax.nn`` and
optax. Conventions that a reader should know:

* losses are summed over the outputs and averaged over the batch, the documents' way;
* optax's cross-entropies contain the sigmoid or the softmax: they take the last layer's logits.
"""

# mypy: disable-error-code="no-any-return, no-untyped-call"
# (optax has no types)
from collections.abc import Sequence

import jax
import jax.numpy as jnp
import optax
from jax import Array

from ._jax_layers import activated, dense, logits
from .protocol import Missing

DOCUMENT_FORM: dict[str, str] = {}
MISSING = {
    "binary_cross_entropy_output_gradient": "optax.losses has this loss for logits only, not for "
    "probabilities: see binary_head",
    "delta_rule": "no rule on outputs: JAX differentiates a forward pass, see mlp_backward",
}

Arrays = Sequence[Array]
Gradients = tuple[list[Array], list[Array]]


def layer_delta(dL_da: Array, z: Array, *, activation: str) -> Array:
    return jax.vjp(activated(activation), z)[1](dL_da)[0]


def dense_backward(W: Array, a_prev: Array, delta: Array) -> tuple[Array, ...]:
    b = jnp.zeros(len(W), W.dtype)
    return jax.vjp(lambda W, b, a: dense(W, a.T, b).T, W, b, a_prev)[1](delta)


def chain_rule(
    w: Array, x: Array, b: Array, y: Array, *, activation: str, loss: str = "squared_error"
) -> Array:
    return jax.grad(lambda w: _loss(jnp.dot(w, x) + b, y, activation, loss))(w)


def mlp_backward(
    Ws: Arrays, bs: Arrays, x: Array, y: Array, *, activation: str, output: str, loss: str
) -> Gradients:
    def mean_loss(Ws: Arrays, bs: Arrays) -> Array:
        z = logits(Ws, bs, x, activation)
        return _loss(z, y.T, output, loss) / (len(z) if z.ndim == 2 else 1)

    return jax.grad(mean_loss, argnums=(0, 1))(list(Ws), list(bs))


def minibatch_gradient(
    Ws: Arrays, bs: Arrays, x: Array, y: Array, batch: Array,
    *, activation: str, output: str, loss: str,
) -> Gradients:  # fmt: skip
    chosen = x[:, batch], y[:, batch]
    return mlp_backward(Ws, bs, *chosen, activation=activation, output=output, loss=loss)


def train_step(
    Ws: Arrays, bs: Arrays, x: Array, y: Array,
    *, alpha: float, steps: int, activation: str, output: str, loss: str,
) -> Gradients:  # fmt: skip
    parameters = list(Ws), list(bs)
    optimizer = optax.sgd(alpha)
    state = optimizer.init(parameters)
    for _ in range(steps):
        gradients = mlp_backward(
            *parameters, x, y, activation=activation, output=output, loss=loss
        )  # fmt: skip
        updates, state = optimizer.update(gradients, state, parameters)
        parameters = optax.apply_updates(parameters, updates)
    return parameters


def backpropagation_example(
    x1: Array, x2: Array, w11: Array, w21: Array, w12: Array, w22: Array,
    w13: Array, w23: Array, target: Array,
    *, eta: float,
) -> tuple[Array, ...]:  # fmt: skip
    x, v = jnp.stack((x1, x2)), jnp.stack((w13, w23))
    W = jnp.stack((jnp.stack((w11, w21)), jnp.stack((w12, w22))))
    # The biases are zero: the loss falls along them by the error terms of their units.
    zeros = jnp.zeros_like(x), jnp.zeros_like(x1)
    a, y, a3, y5 = _two_layers(x, W, v, *zeros)

    def rise(W: Array, v: Array, b: Array, c: Array) -> Array:
        return -optax.losses.l2_loss(_two_layers(x, W, v, b, c)[-1], target)

    dW, dv, delta, delta5 = jax.grad(rise, argnums=(0, 1, 2, 3))(W, v, *zeros)
    W, v = W + eta * dW, v + eta * dv
    _, new_y, _, new_y5 = _two_layers(x, W, v, *zeros)
    found: tuple[Array, ...] = (a[0], y[0], a[1], y[1], a3, y5, target - y5)
    found += (delta5, delta[0], delta[1])
    found += (eta * dv[1], v[1], eta * dW[0, 0], W[0, 0], W[1, 0], v[0], W[0, 1], W[1, 1])
    return (*found, new_y[0], new_y[1], new_y5, target - new_y5)


def _two_layers(x: Array, W: Array, v: Array, b: Array, c: Array) -> tuple[Array, ...]:
    a = dense(W, x, b)
    y = jax.nn.sigmoid(a)
    a3 = jnp.dot(v, y) + c
    return a, y, a3, jax.nn.sigmoid(a3)


def _loss(z: Array, y: Array, output: str, loss: str) -> Array:
    """The loss of the output function on ``z``, summed; examples in rows."""
    if loss == "squared_error":
        return optax.losses.squared_error(activated(output)(z), y).sum()
    if (loss, output) == ("binary_cross_entropy", "sigmoid"):
        return optax.losses.sigmoid_binary_cross_entropy(z, y).sum()
    if (loss, output) == ("categorical_cross_entropy", "softmax"):
        return optax.losses.softmax_cross_entropy(z, y).sum()
    raise Missing(f"optax has no {loss} on outputs of {output}: its cross-entropies take logits")
