"""Backpropagation against differences of the exact loss, and against numbers worked by hand."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import mpmath  # type: ignore[import-untyped]
import numpy as np
import numpy.typing as npt
import pytest

from nnconform import reference as _reference

from . import _networks

# Lists are given, too, and anything else that is wrong.
reference: Any = _reference

Array = npt.NDArray[Any]

HIDDEN = ("identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu", "softplus")
FITTING = [
    *(("squared_error", output) for output in (*HIDDEN, "softmax")),
    *(("binary_cross_entropy", output) for output in ("sigmoid", "softmax")),
    *(("categorical_cross_entropy", output) for output in ("sigmoid", "softmax", "softplus")),
]


def network(
    sizes: tuple[int, ...], batch: int | None, dtype: npt.DTypeLike = np.float64, scale: float = 1.0
) -> tuple[list[Array], list[Array], Array, Array]:
    """Return weights, biases, inputs and one-hot targets, drawn the same every time."""
    random = np.random.default_rng(sum(sizes) + (batch or 0))
    Ws = [(random.normal(size=(n, m)) * scale).astype(dtype) for m, n in pairwise(sizes)]
    bs = [(random.normal(size=n) * scale).astype(dtype) for n in sizes[1:]]
    columns = () if batch is None else (batch,)
    x = random.normal(size=(sizes[0], *columns)).astype(dtype)
    hot = random.integers(0, sizes[-1], columns)
    y = np.moveaxis(np.eye(sizes[-1], dtype=dtype)[hot], -1, 0).copy()
    return Ws, bs, x, y


def error_over_band(
    arrays: tuple[list[Array], list[Array], Array, Array],
    hidden: str,
    output: str,
    loss: str,
    bits: int = 2500,
) -> float:
    Ws, bs, x, y = arrays
    dWs, dbs = reference.mlp_backward(Ws, bs, x, y, activation=hidden, output=output, loss=loss)
    choices = (hidden, output, loss)
    return _networks.excess([*dWs, *dbs], [*Ws, *bs, x, y], len(Ws), choices, bits)


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize(("loss", "output"), FITTING)
def test_gradient_is_that_of_the_exact_loss(loss: str, output: str, hidden: str) -> None:
    assert error_over_band(network((2, 3, 2), 2), hidden, output, loss) <= 1


@pytest.mark.parametrize("sizes", [(1, 1), (3, 2), (1, 4, 1), (2, 3, 2, 3, 2)])
@pytest.mark.parametrize("batch", [None, 1, 5])
def test_gradient_at_every_depth_width_and_batch(sizes: tuple[int, ...], batch: int | None) -> None:
    arrays = network(sizes, batch)
    assert error_over_band(arrays, "tanh", "sigmoid", "binary_cross_entropy") <= 1


@pytest.mark.parametrize("dtype", [np.float32, np.float16])
def test_gradient_of_narrow_dtypes(dtype: npt.DTypeLike) -> None:
    arrays = network((2, 3, 2), 3, dtype)
    dWs, dbs = reference.mlp_backward(*arrays)
    assert {part.dtype for part in (*dWs, *dbs)} == {np.dtype(dtype)}
    assert error_over_band(arrays, "softplus", "softmax", "categorical_cross_entropy") <= 1


@pytest.mark.parametrize("scale", [30.0, 800.0])
@pytest.mark.parametrize(("loss", "output"), FITTING)
@pytest.mark.parametrize("hidden", ["sigmoid", "elu"])
def test_saturated_layers_keep_their_digits(
    hidden: str, loss: str, output: str, scale: float
) -> None:
    Ws, bs, x, y = network((2, 2, 2), 2)
    arrays = (Ws, [bs[0] * scale, bs[1] * scale], x, y)
    assert error_over_band(arrays, hidden, output, loss, bits=16000) <= 1


@pytest.mark.parametrize(("loss", "output"), FITTING[-5:])
def test_logits_of_ten_thousand_keep_their_digits(loss: str, output: str) -> None:
    Ws, bs, x, y = network((2, 2), 2)
    assert error_over_band((Ws, [bs[0] * 1e4], x, y), "identity", output, loss, bits=80000) <= 1


@pytest.mark.parametrize(("loss", "output"), FITTING)
def test_huge_and_tiny_weights_do_not_leave_the_range_on_the_way(loss: str, output: str) -> None:
    Ws, bs, x, y = network((2, 2, 2), 2)
    arrays = ([Ws[0] * 1e300, Ws[1] * 1e-300], bs, x, y)
    assert error_over_band(arrays, "leaky_relu", output, loss) <= 1


def test_product_of_a_vanishing_slope_and_a_huge_weight_counts() -> None:
    # dL/dw = 2 * (a - y) * 1e300 * s'(800) * x, with a = 1e300 * s(800) = 1e300 and y = a / 2
    Ws = [np.array([[800.0]]), np.array([[1e300]])]
    arrays = Ws, [np.zeros(1)] * 2, np.ones(1), np.array([5e299])
    dWs, _ = reference.mlp_backward(*arrays, output="identity", loss="squared_error")
    want = mpmath.mpf(1e300) * mpmath.mpf(1e300) * mpmath.exp(-800)
    assert dWs[0][0, 0] == pytest.approx(float(want), rel=1e-13)


def test_one_sigmoid_unit_worked_by_hand() -> None:
    # z = 0, a = 1/2, delta = a - y = -1/2; dW = delta * x
    dWs, dbs = reference.mlp_backward([np.array([[1.0, -1.0]])], [np.zeros(1)], [2.0, 2.0], [1.0])
    np.testing.assert_array_equal(dWs[0], [[-1.0, -1.0]])
    np.testing.assert_array_equal(dbs[0], [-0.5])


def test_relu_passes_nothing_back_at_its_kink() -> None:
    arrays = [np.zeros((1, 1)), np.ones((1, 1))], [np.zeros(1)] * 2, np.ones(1), np.ones(1)
    dWs, _ = reference.mlp_backward(
        *arrays, activation="relu", output="identity", loss="squared_error"
    )
    np.testing.assert_array_equal(dWs[0], [[0.0]])


def test_layers_backward_worked_by_hand() -> None:
    W, a, delta = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[5.0, 6.0]] * 2), np.eye(2)
    dW, db, da = reference.dense_backward(W, a, delta)
    np.testing.assert_array_equal(dW, [[5.0, 5.0], [6.0, 6.0]])
    np.testing.assert_array_equal(db, [1.0, 1.0])
    np.testing.assert_array_equal(da, [[1.0, 3.0], [2.0, 4.0]])


def test_layers_backward_of_one_example_is_a_batch_of_one() -> None:
    W, a, delta = np.arange(6.0).reshape(2, 3), np.array([1.0, -2.0, 0.5]), np.array([3.0, -1.0])
    single = reference.dense_backward(W, a, delta)
    batch = reference.dense_backward(W, a[:, None], delta[:, None])
    for one, many in zip(single, batch, strict=True):
        np.testing.assert_array_equal(one, many.reshape(one.shape))


def test_layers_backward_survives_huge_terms() -> None:
    dW, db, da = reference.dense_backward(
        np.array([[1e308], [-1e308]]), np.array([1e-200]), np.array([10.0, 9.5])
    )
    np.testing.assert_allclose(da, [5e307], rtol=1e-14)
    np.testing.assert_allclose(dW, [[1e-199], [9.5e-200]], rtol=1e-15)
    np.testing.assert_array_equal(db, [10.0, 9.5])


def slope_of(name: str, z: float) -> Any:
    with mpmath.workprec(9000):
        x, h = mpmath.mpf(z), mpmath.mpf(2) ** -3000
        f: dict[str, Callable[[Any], Any]] = {
            "identity": lambda t: t,
            "sigmoid": lambda t: 1 / (1 + mpmath.exp(-t)),
            "tanh": mpmath.tanh,
            "relu": lambda t: max(t, mpmath.mpf(0)),
            "leaky_relu": lambda t: t if t > 0 else mpmath.mpf(0.01) * t,
            "elu": lambda t: t if t > 0 else mpmath.expm1(t),
            "softplus": lambda t: mpmath.log1p(mpmath.exp(t)),
        }
        return (f[name](x + h) - f[name](x - h)) / (2 * h)


@pytest.mark.parametrize("name", HIDDEN)
@pytest.mark.parametrize("size", [1.0, 1e300])
def test_delta_of_a_layer_is_the_slope_times_what_comes_from_above(name: str, size: float) -> None:
    z = np.array([-900.0, -40.0, -1.0, -1e-8, 1e-300, 0.3, 2.0, 37.0, 800.0])
    got = reference.layer_delta(np.full(z.shape, size), z, activation=name)
    want = [float(slope_of(name, x) * mpmath.mpf(size)) for x in z]
    np.testing.assert_allclose(got, want, rtol=2e-15, atol=5e-324)


def test_output_gradient_of_the_cross_entropy_worked_by_hand() -> None:
    y, a = np.array([1.0, 0.0, 0.5]), np.array([0.25, 0.75, 0.5])
    got = reference.binary_cross_entropy_output_gradient(y, a)
    np.testing.assert_array_equal(got, [-4.0, 4.0, 0.0])


@pytest.mark.parametrize("loss", ["squared_error", "binary_cross_entropy"])
def test_chain_rule_is_a_network_of_one_neuron(loss: str) -> None:
    w, x = np.array([0.5, -2.0, 1e-3]), np.array([1.5, 0.25, -3.0])
    got = reference.chain_rule(w, x, 0.75, 0.25, activation="sigmoid", loss=loss)
    Ws, bs, y = [w[None]], [np.array([0.75])], np.array([0.25])
    _, dbs = reference.mlp_backward(Ws, bs, x, y, loss=loss)
    gradient, choices = [got[None], *dbs], ("sigmoid", "sigmoid", loss)
    assert _networks.excess(gradient, [*Ws, *bs, x, y], 1, choices) <= 1


def test_delta_rule_worked_by_hand() -> None:
    # outputs: 1/4 * (1 - 1/2) = 1/8 and 3/16 * (0 - 1/4) = -3/64
    # hidden:  1/4 * (2 * 1/8 - 1 * 3/64) = 13/256 and 3/16 * (4 * 1/8 + 0) = 3/32
    output, hidden, change = reference.delta_rule(
        [0.5, 0.75], [[2.0, 4.0], [1.0, 0.0]], [0.5, 0.25], [1.0, 0.0], eta=2.0
    )
    np.testing.assert_array_equal(output, [1 / 8, -3 / 64])
    np.testing.assert_array_equal(hidden, [13 / 256, 3 / 32])
    np.testing.assert_array_equal(change, [[1 / 8, 3 / 16], [-3 / 64, -9 / 128]])


def test_update_worked_by_hand() -> None:
    W, b = reference.gradient_descent_update([[1.0, 2.0]], [3.0], [[4.0, -8.0]], [1.0], alpha=0.25)
    np.testing.assert_array_equal(W, [[0.0, 4.0]])
    np.testing.assert_array_equal(b, [2.75])


def test_update_overflows_only_at_the_end() -> None:
    W, _ = reference.gradient_descent_update([1e308], [0.0], [1e308], [0.0], alpha=2.0)
    assert W[0] == -1e308
    W, _ = reference.gradient_descent_update([1.7e308], [0.0], [1e308], [0.0], alpha=3.0)
    assert W[0] == pytest.approx(-1.3e308)


def test_training_is_backward_and_update_in_turn() -> None:
    Ws, bs, x, y = network((2, 3, 1), 4)
    want = Ws, bs
    for _ in range(3):
        dWs, dbs = reference.mlp_backward(*want, x, y)
        want = (
            [W - 0.5 * dW for W, dW in zip(want[0], dWs, strict=True)],
            [b - 0.5 * db for b, db in zip(want[1], dbs, strict=True)],
        )
    got = reference.train_step(Ws, bs, x, y, alpha=0.5, steps=3)
    for one, other in zip((*got[0], *got[1]), (*want[0], *want[1]), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-13)


def test_training_of_a_linear_unit_has_a_closed_form_and_does_not_drift() -> None:
    # L = (w - y)**2, so that w - y shrinks by 1 - 2 * alpha a step; the bias shares its half
    alpha, steps = 2.0**-12, 1000
    (W,), (b,) = reference.train_step(
        [np.zeros((1, 1))],
        [np.zeros(1)],
        [1.0],
        [1.0],
        alpha=alpha,
        steps=steps,
        output="identity",
        loss="squared_error",
    )
    with mpmath.workprec(200):
        want = float((1 - (1 - 4 * mpmath.mpf(alpha)) ** steps) / 2)
    assert [W[0, 0], b[0]] == pytest.approx([want, want], rel=4e-16)


def test_no_training_step_changes_nothing_and_copies() -> None:
    Ws, bs, x, y = network((2, 2), 3)
    got, _ = reference.train_step(Ws, bs, x, y, steps=0)
    np.testing.assert_array_equal(got[0], Ws[0])
    assert not np.shares_memory(got[0], Ws[0])


def test_minibatch_is_the_mean_of_the_gradients_of_its_examples() -> None:
    Ws, bs, x, y = network((2, 3, 2), 6)
    dWs, _ = reference.minibatch_gradient(Ws, bs, x, y, np.array([4, 1, 1]))
    singles = [reference.mlp_backward(Ws, bs, x[:, i], y[:, i])[0] for i in (4, 1, 1)]
    for k, dW in enumerate(dWs):
        np.testing.assert_allclose(dW, sum(s[k] for s in singles) / 3, rtol=1e-13)


def test_full_batch_is_the_mean_of_equal_minibatches() -> None:
    Ws, bs, x, y = network((2, 3, 2), 6)
    batches = [0, 1, 2], [3, 4, 5]
    halves = [reference.minibatch_gradient(Ws, bs, x, y, batch)[1] for batch in batches]
    full = reference.mlp_backward(Ws, bs, x, y)[1]
    for k, db in enumerate(full):
        np.testing.assert_allclose(db, (halves[0][k] + halves[1][k]) / 2, rtol=1e-13, atol=1e-17)
