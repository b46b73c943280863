"""optax as a Rosetta stone: its optimizers, run over given gradients.

Tested with jax 0.10.2 and optax 0.2.8. Conventions that a reader should know:

* ``adagrad`` starts from 0.1 and not from nothing, ``sgd(momentum=)`` sums gradients (heavy ball);
* ``rmsprop`` and ``adagrad`` add epsilon inside the root, as the documents;
* ``adadelta`` without a learning rate does not negate the update, and so climbs;
* what the documents do not name keeps optax's default.
"""

# mypy: disable-error-code="no-any-return, no-untyped-call"
# (optax has no types)
from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import optax
from jax import Array

DOCUMENT_FORM = {
    "momentum": "optax.sgd(alpha*(1 - beta), momentum=beta), or "
    "optax.chain(optax.ema(beta, debias=False), optax.scale(-alpha))",
    "adagrad": "initial_accumulator_value=0.0",
    "adadelta": "learning_rate=1.0; by default it is None, and the update is not negated",
}
MISSING: dict[str, str] = {}


def sgd(theta: Array, grads: Array, *, eta: float) -> Array:
    return _trajectory(optax.sgd(eta), theta, grads)


def momentum(theta: Array, grads: Array, *, alpha: float, beta: float) -> Array:
    return _trajectory(optax.sgd(alpha, momentum=beta), theta, grads)


def rmsprop(theta: Array, grads: Array, *, eta: float, beta: float, epsilon: float) -> Array:
    return _trajectory(optax.rmsprop(eta, decay=beta, eps=epsilon), theta, grads)


def adagrad(theta: Array, grads: Array, *, eta: float, epsilon: float) -> Array:
    return _trajectory(optax.adagrad(eta, eps=epsilon), theta, grads)


def adadelta(theta: Array, grads: Array, *, rho: float, epsilon: float) -> Array:
    return _trajectory(optax.adadelta(rho=rho, eps=epsilon), theta, grads)


def adam(
    theta: Array, grads: Array, *, eta: float, beta1: float, beta2: float, epsilon: float
) -> Array:
    return _trajectory(optax.adam(eta, b1=beta1, b2=beta2, eps=epsilon), theta, grads)


def adam_moments(
    theta: Array, grads: Array, *, beta1: float, beta2: float
) -> tuple[Array, Array]:  # fmt: skip
    moments = optax.scale_by_adam(b1=beta1, b2=beta2)
    return _run(moments, theta, grads, lambda theta, state: (state.mu, state.nu))


def gradient_descent_update(
    W: Array, b: Array, dW: Array, db: Array, *, alpha: float
) -> tuple[Array, Array]:
    optimizer = optax.sgd(alpha)
    updates, _ = optimizer.update((dW, db), optimizer.init((W, b)))
    return optax.apply_updates((W, b), updates)


def _trajectory(optimizer: optax.GradientTransformation, theta: Array, grads: Array) -> Array:
    return _run(optimizer, theta, grads, lambda theta, state: theta)


def _run(
    optimizer: optax.GradientTransformation,
    theta: Array,
    grads: Array,
    seen: Callable[[Array, Any], Any],
) -> Any:
    """Return what is ``seen`` of theta and the state after each step, stacked."""

    def step(carry: tuple[Array, Any], g: Array) -> tuple[tuple[Array, Any], Any]:
        theta, state = carry
        updates, state = optimizer.update(g, state, theta)
        theta = optax.apply_updates(theta, updates)
        return (theta, state), seen(theta, state)

    carry = theta, optimizer.init(theta)
    if isinstance(grads, jax.core.Tracer) or not len(grads):
        return jax.lax.scan(step, carry, grads)[1]  # a compiler would unroll a loop
    path = []
    for g in grads:
        carry, after = step(carry, g)
        path.append(after)
    return jax.tree.map(lambda *each: jnp.stack(each), *path)
