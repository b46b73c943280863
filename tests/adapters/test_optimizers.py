"""torch.optim and optax over twelve steps against the documents' recurrences on balls."""

from collections.abc import Callable
from typing import Any

import jax.numpy as jnp
import numpy as np
import optax
import pytest
import torch
from flint import arb, ctx

from nnconform.adapters import Array, Unsupported, resolve

from ._balls import BITS, Balls, balls, floats
from ._formulas import builtin, cast_to, leaves

RNG = np.random.default_rng(5)
THETA, GRADS = RNG.normal(size=5), RNG.normal(size=(12, 5))
State = dict[str, Any]

USUAL: dict[str, dict[str, float]] = {
    "sgd": {"eta": 0.01},
    "momentum": {"alpha": 0.01, "beta": 0.9},
    "rmsprop": {"eta": 0.001, "beta": 0.9, "epsilon": 1e-8},
    "adagrad": {"eta": 0.01, "epsilon": 1e-8},
    "adadelta": {"rho": 0.9, "epsilon": 1e-6},
    "adam": {"eta": 0.001, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8},
}


def sgd(s: State, g: Balls, t: int, *, eta: Any) -> Balls:
    return eta * g


def momentum(s: State, g: Balls, t: int, *, alpha: Any, beta: Any) -> Balls:
    s["v"] = beta * s.get("v", 0) + (1 - beta) * g
    return alpha * s["v"]


def rmsprop(s: State, g: Balls, t: int, *, eta: Any, beta: Any, epsilon: Any) -> Balls:
    s["E"] = beta * s.get("E", 0) + (1 - beta) * g**2
    return eta / np.sqrt(s["E"] + epsilon) * g


def adagrad(s: State, g: Balls, t: int, *, eta: Any, epsilon: Any) -> Balls:
    s["G"] = s.get("G", 0) + g**2
    return eta / np.sqrt(s["G"] + epsilon) * g


def adadelta(s: State, g: Balls, t: int, *, rho: Any, epsilon: Any) -> Balls:
    s["s"] = rho * s.get("s", 0) + (1 - rho) * g**2
    before = s.get("D", 0 * g)
    r = np.sqrt(before + epsilon) / np.sqrt(s["s"] + epsilon) * g
    s["D"] = rho * before + (1 - rho) * r**2
    return r


def adam(s: State, g: Balls, t: int, *, eta: Any, beta1: Any, beta2: Any, epsilon: Any) -> Balls:
    s["m"] = beta1 * s.get("m", 0) + (1 - beta1) * g
    s["v"] = beta2 * s.get("v", 0) + (1 - beta2) * g**2
    return eta / (np.sqrt(s["v"] / (1 - beta2**t)) + epsilon) * (s["m"] / (1 - beta1**t))


def exact(name: str, keep: str = "") -> Array:
    """Theta after each step, or what the state keeps after each step."""
    step: Callable[..., Balls] = globals()[name]
    with ctx.workprec(BITS):
        hyper = {key: arb(value) for key, value in USUAL[name].items()}
        theta, path = balls(THETA), []
        state: State = {}
        for t, g in enumerate(balls(GRADS), 1):
            theta = theta - step(state, g, t, **hyper)
            path.append(state[keep] if keep else theta)
        return np.stack([floats(each) for each in path])


def error(got: Array, name: str) -> float:
    return float(np.abs(got - exact(name)).max())


@pytest.mark.parametrize(
    ("framework", "name"),
    [
        ("torch", "sgd"),
        ("torch", "adadelta"),
        ("torch", "adam"),
        ("jax", "sgd"),
        ("jax", "rmsprop"),
        ("jax", "adam"),
    ],
)
def test_these_are_as_the_documents_print_them(framework: str, name: str) -> None:
    assert error(builtin(framework, name).value([THETA, GRADS], USUAL[name]), name) < 1e-15


# By how much they differ at these gradients; the text says why.
@pytest.mark.parametrize(
    ("framework", "name", "least", "form"),
    [
        pytest.param("torch", "momentum", 1e-2, "lr=alpha*(1 - beta)", id="torch: heavy ball"),
        pytest.param("torch", "rmsprop", 1e-9, "none: epsilon", id="torch: epsilon outside"),
        pytest.param("torch", "adagrad", 1e-10, "initial_accumulator_value=epsilon, eps=0",
                     id="torch: epsilon outside, in adagrad"),
        pytest.param("jax", "momentum", 1e-2, "optax.sgd(alpha*(1 - beta)", id="optax: heavy ball"),
        pytest.param("jax", "adagrad", 1e-3, "initial_accumulator_value=0.0", id="optax: 0.1"),
        pytest.param("jax", "adadelta", 1e-2, "learning_rate=1.0", id="optax: climbs"),
    ],
)  # fmt: skip
def test_these_are_not_and_the_adapter_says_what_is(
    framework: str, name: str, least: float, form: str
) -> None:
    assert error(builtin(framework, name).value([THETA, GRADS], USUAL[name]), name) > least
    assert resolve(framework).document_form[name].startswith(form)  # type: ignore[attr-defined]


def in_torch(make: Callable[..., torch.optim.Optimizer]) -> Array:
    theta, path = torch.tensor(THETA), []
    optimizer = make([theta])
    for g in GRADS:
        theta.grad = torch.tensor(g)
        optimizer.step()
        path.append(theta.numpy().copy())
    return np.stack(path)


def in_optax(optimizer: Any) -> Array:
    theta, path = jnp.asarray(THETA), []
    state = optimizer.init(theta)
    for g in GRADS:
        updates, state = optimizer.update(jnp.asarray(g), state, theta)
        theta = optax.apply_updates(theta, updates)
        path.append(np.asarray(theta))
    return np.stack(path)


CLAIMED: list[tuple[str, Callable[[], Array]]] = [
    ("momentum", lambda: in_torch(lambda p: torch.optim.SGD(p, lr=0.01 * (1 - 0.9), momentum=0.9))),
    ("adagrad", lambda: in_torch(
        lambda p: torch.optim.Adagrad(p, lr=0.01, eps=0, initial_accumulator_value=1e-8))),
    ("momentum", lambda: in_optax(optax.sgd(0.01 * (1 - 0.9), momentum=0.9))),
    ("momentum", lambda: in_optax(
        optax.chain(optax.ema(0.9, debias=False), optax.scale(-0.01)))),
    ("adagrad", lambda: in_optax(optax.adagrad(0.01, eps=1e-8, initial_accumulator_value=0.0))),
    ("adadelta", lambda: in_optax(optax.adadelta(1.0, rho=0.9, eps=1e-6))),
]  # fmt: skip


@pytest.mark.parametrize(("name", "run"), CLAIMED)
def test_the_arguments_that_are_said_to_give_the_documents_form_do(
    name: str, run: Callable[[], Array]
) -> None:
    assert error(run(), name) < 1e-15


def test_dampening_does_not_give_it_for_torchs_first_step_is_undamped() -> None:
    path = in_torch(lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9, dampening=0.9))
    np.testing.assert_allclose(THETA - path[0], 0.01 * GRADS[0], rtol=1e-13)


def test_adadelta_of_optax_climbs_exactly_as_the_documents_descend() -> None:
    up = in_optax(optax.adadelta(rho=0.9, eps=1e-6)) - THETA
    np.testing.assert_allclose(up, THETA - exact("adadelta"), rtol=1e-12)


@pytest.mark.parametrize(("framework", "mode"),
                         [("torch", "eager"), ("jax", "eager"), ("jax", "jit")])  # fmt: skip
def test_moments_are_those_before_the_correction(framework: str, mode: str) -> None:
    betas = {"beta1": 0.9, "beta2": 0.999}
    m, v = builtin(framework, "adam_moments", mode=mode).value([THETA, GRADS], betas)
    np.testing.assert_allclose(m, exact("adam", "m"), rtol=1e-13)
    np.testing.assert_allclose(v, exact("adam", "v"), rtol=1e-13)


@pytest.mark.parametrize("name", USUAL)
def test_a_jitted_trajectory_is_the_eager_one(name: str) -> None:
    eager, jitted = (
        builtin("jax", name, mode=mode).value([THETA, GRADS], USUAL[name])
        for mode in ("eager", "jit")
    )
    np.testing.assert_allclose(jitted, eager, rtol=1e-12)


@pytest.mark.parametrize("framework", ["torch", "jax"])
@pytest.mark.parametrize("shape", [(), (2, 3)])
@pytest.mark.parametrize("steps", [0, 3])
@pytest.mark.parametrize("name", USUAL)
def test_a_trajectory_has_a_theta_for_each_step(
    framework: str, name: str, shape: tuple[int, ...], steps: int
) -> None:
    theta, grads = np.ones(shape), np.ones((steps, *shape))
    got = builtin(framework, name).value([theta, grads], USUAL[name])
    assert got.shape == (steps, *shape)
    assert (theta == 1).all()


@pytest.mark.parametrize("framework", ["torch", "jax"])
@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32"])
@pytest.mark.parametrize("name", USUAL)
def test_a_trajectory_keeps_its_dtype(framework: str, dtype: str, name: str) -> None:
    inputs = cast_to(dtype, [THETA, GRADS])
    (got,) = leaves(builtin(framework, name, dtype=dtype).value(inputs, USUAL[name]))
    assert str(got.dtype) == dtype


@pytest.mark.parametrize("framework", ["torch", "jax"])
def test_gradient_descent_moves_weights_and_biases_against_their_gradients(framework: str) -> None:
    W, b = np.array([[1.0, 2.0]]), np.array([4.0])
    update = builtin(framework, "gradient_descent_update")
    got = update.value([W, b, np.array([[8.0, -8.0]]), np.array([4.0])], {"alpha": 0.125})
    assert [each.tolist() for each in got] == [[[0, 3]], [3.5]]
    assert (W.tolist(), b.tolist()) == ([[1, 2]], [4])


def test_torch_compiles_no_optimizer() -> None:
    with pytest.raises(Unsupported, match=r"does not trace torch\.optim"):
        builtin("torch", "adam", mode="compiled")
