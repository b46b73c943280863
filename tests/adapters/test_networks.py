"""Layers, networks and their gradients in torch and jax against balls and central differences."""

from typing import Any

import numpy as np
import pytest

from nnconform.adapters import Array, Missing, Unsupported

from ._balls import ACTIVATIONS, LOSSES, balls, floats, forward, gradients, mean_loss
from ._formulas import builtin, leaves

RNG = np.random.default_rng(11)
WS = [RNG.normal(size=(3, 2)), RNG.normal(size=(3, 3)), RNG.normal(size=(2, 3))]
BS = [RNG.normal(size=3), RNG.normal(size=3), RNG.normal(size=2)]
X = RNG.normal(size=(2, 4))
Y = np.array([[0.0, 1.0, 1.0, 0.0], [1.0, 0.0, 0.0, 1.0]])
HIDDEN = [name for name in ACTIVATIONS if name != "softmax"]
LOSS_AND_OUTPUT = [
    ("squared_error", "identity"),
    ("squared_error", "softmax"),
    ("binary_cross_entropy", "sigmoid"),
    ("categorical_cross_entropy", "softmax"),
]

both = pytest.mark.parametrize("framework", ["torch", "jax"])
single_and_batch = pytest.mark.parametrize("columns", [0, slice(None)], ids=["example", "batch"])


def close(got: Any, wanted: Any) -> None:
    """Leave room for the rounding of a dozen operations in float64, and for nothing else."""
    parts, exact = leaves(got), leaves(wanted)
    assert [part.shape for part in parts] == [np.shape(each) for each in exact]
    for part, each in zip(parts, exact, strict=True):
        np.testing.assert_allclose(part, floats(each), rtol=1e-13, atol=1e-14)


def network_gradients(x: Array, y: Array, activation: str, output: str, loss: str) -> Any:
    depth = len(WS)

    def of(*parameters: Any) -> Any:
        return mean_loss(
            parameters[:depth], parameters[depth:], balls(x), balls(y), activation, output, loss
        )

    slopes = tuple(gradients(of, balls([*WS, *BS])))
    return slopes[:depth], slopes[depth:]


@pytest.mark.parametrize("activation", HIDDEN)
def test_a_neuron_is_the_activation_of_the_weighted_sum(activation: str) -> None:
    w, x, b = WS[0][:, 0], WS[0][:, 1], np.array(0.25)
    z = (balls(w) * balls(x)).sum() + balls(b)
    close(builtin("torch", "weighted_sum").value([w, x, b], {}), z)
    got = builtin("torch", "neuron").value([w, x, b], {"activation": activation})
    close(got, ACTIVATIONS[activation](np.array(z)))


def test_a_perceptron_answers_1_at_0() -> None:
    w, x = np.array([1.0, -1.0]), np.array([2.0, 2.0])
    answers = [builtin("torch", "perceptron").value([w, x, np.array(b)], {}).tolist()
               for b in (-0.5, 0.0, 0.5)]  # fmt: skip
    assert answers == [0, 1, 1]


@single_and_batch
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_dense_layer_takes_examples_in_columns(columns: Any, activation: str) -> None:
    a = X[:, columns]
    got = builtin("torch", "dense").value([WS[0], a, BS[0]], {"activation": activation})
    close(got, forward(balls(WS[:1]), balls(BS[:1]), balls(a), "", activation))


@single_and_batch
@pytest.mark.parametrize("activation", HIDDEN)
@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
def test_a_network_runs_forward(columns: Any, activation: str, output: str) -> None:
    names = {"activation": activation, "output": output}
    got = builtin("torch", "mlp_forward").value([WS, BS, X[:, columns]], names)
    close(got, forward(balls(WS), balls(BS), balls(X[:, columns]), activation, output))


@both
@single_and_batch
@pytest.mark.parametrize("activation", HIDDEN)
@pytest.mark.parametrize(("loss", "output"), LOSS_AND_OUTPUT)
def test_a_network_is_differentiated(
    framework: str, columns: Any, activation: str, loss: str, output: str
) -> None:
    names = {"activation": activation, "output": output, "loss": loss}
    x, y = X[:, columns], Y[:, columns]
    got = builtin(framework, "mlp_backward").value([WS, BS, x, y], names)
    close(got, network_gradients(x, y, **names))


def test_a_loss_without_a_function_of_the_framework_is_missing() -> None:
    names = {"activation": "tanh", "output": "sigmoid", "loss": "categorical_cross_entropy"}
    for framework, reason in (("torch", "F.cross_entropy contains softmax"),
                              ("jax", "its cross-entropies take logits")):  # fmt: skip
        with pytest.raises(Missing, match=reason):
            builtin(framework, "mlp_backward").value([WS, BS, X, Y], names)


@both
def test_an_activation_that_needs_an_argument_is_missing(framework: str) -> None:
    with pytest.raises(Missing, match=r"identity, step, .*; prelu is none"):
        builtin(framework, "layer_delta").value([X, X], {"activation": "prelu"})


def test_jax_compiles_a_whole_network() -> None:
    names = {"activation": "tanh", "output": "sigmoid", "loss": "squared_error"}
    got = builtin("jax", "mlp_backward", mode="jit").value([WS, BS, X, Y], names)
    close(got, network_gradients(X, Y, **names))


def test_torch_compiles_the_way_forward_only() -> None:
    with pytest.raises(Unsupported, match=r"does not trace torch\.autograd\.grad"):
        builtin("torch", "mlp_backward", mode="compiled")


@both
def test_a_mini_batch_is_the_mean_of_its_examples(framework: str) -> None:
    names = {"activation": "sigmoid", "output": "sigmoid", "loss": "binary_cross_entropy"}
    batch = np.array([3, 1, 0])
    got = builtin(framework, "minibatch_gradient").value([WS, BS, X, Y, batch], names)
    close(got, network_gradients(X[:, batch], Y[:, batch], **names))


@both
def test_training_moves_against_the_gradient_and_leaves_its_inputs(framework: str) -> None:
    names = {"activation": "tanh", "output": "sigmoid", "loss": "squared_error"}
    Ws, bs = [W.copy() for W in WS], [b.copy() for b in BS]
    train = builtin(framework, "train_step")
    got = train.value([Ws, bs, X, Y], {"alpha": 0.25, "steps": 1, **names})
    slopes = network_gradients(X, Y, **names)
    close(got, tuple(tuple(p - d / 4 for p, d in zip(balls(own), each, strict=True))
                     for own, each in zip((WS, BS), slopes, strict=True)))  # fmt: skip
    assert all(np.array_equal(a, b) for a, b in zip([*Ws, *bs], [*WS, *BS], strict=True))


@both
def test_two_steps_are_one_step_twice(framework: str) -> None:
    names = {"activation": "elu", "output": "sigmoid", "loss": "binary_cross_entropy"}
    train = builtin(framework, "train_step")
    once = train.value([WS, BS, X, Y], {"alpha": 0.1, "steps": 1, **names})
    twice = train.value([*once, X, Y], {"alpha": 0.1, "steps": 1, **names})
    close(train.value([WS, BS, X, Y], {"alpha": 0.1, "steps": 2, **names}), twice)


@both
@pytest.mark.parametrize("activation", HIDDEN)
def test_a_layer_delta_is_the_slope_of_the_activation(framework: str, activation: str) -> None:
    z, weights = X, RNG.normal(size=X.shape)

    def weighed(z: Any) -> Any:
        return (balls(weights) * ACTIVATIONS[activation](z)).sum()

    got = builtin(framework, "layer_delta").value([weights, z], {"activation": activation})
    close(got, gradients(weighed, [balls(z)])[0])


def test_a_step_has_no_derivative_in_torch_and_a_zero_one_in_jax() -> None:
    names = {"activation": "step"}
    assert not builtin("jax", "layer_delta").value([X, X], names).any()
    with pytest.raises(Missing, match="derivative for aten::heaviside"):
        builtin("torch", "layer_delta").value([X, X], names)


@both
@single_and_batch
def test_a_dense_layer_sends_the_error_back(framework: str, columns: Any) -> None:
    a, delta = X[:, columns], RNG.normal(size=(3, 4))[:, columns]
    W, left, right = balls(WS[0]), balls(a), balls(delta)
    if a.ndim == 1:
        wanted = np.outer(right, left), right, W.T @ right
    else:
        wanted = right @ left.T, right.sum(axis=1), W.T @ right
    close(builtin(framework, "dense_backward").value([WS[0], a, delta], {}), wanted)


@both
@pytest.mark.parametrize(
    ("activation", "loss"),
    [("tanh", "squared_error"), ("sigmoid", "squared_error"), ("sigmoid", "binary_cross_entropy")],
)
def test_the_chain_rule_of_a_neuron(framework: str, activation: str, loss: str) -> None:
    w, x, b, y = WS[1][0], WS[1][1], np.array(0.5), np.array(1.0)

    def of(w: Any) -> Any:
        z = np.array([(w * balls(x)).sum() + balls(b)[()]])
        return LOSSES[loss](balls(y), ACTIVATIONS[activation](z)).sum()

    names = {"activation": activation, "loss": loss}
    got = builtin(framework, "chain_rule").value([w, x, b, y], names)
    close(got, gradients(of, [balls(w)])[0])


def test_the_gradient_of_the_cross_entropy_in_the_output() -> None:
    a = np.array([[0.25, 0.5, 0.75, 0.125]] * 2)
    got = builtin("torch", "binary_cross_entropy_output_gradient").value([Y, a], {})
    close(got, -(balls(Y) / balls(a) - (1 - balls(Y)) / (1 - balls(a))))


def test_torch_keeps_the_denominator_of_that_gradient_above_a_bound() -> None:
    ones, a = np.ones(2), np.array([2.0**-30, 2.0**-50])
    got = builtin("torch", "binary_cross_entropy_output_gradient").value([ones, a], {})
    # the bound is the float32 next to 1e-12
    np.testing.assert_allclose(got, [-(2.0**30), -1 / float(np.float32(1e-12))], rtol=1e-12)
