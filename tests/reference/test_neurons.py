"""Neurons and layers against exact sums, and against numbers worked by hand."""

from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from flint import ctx

from nnconform import reference as _reference

from . import _networks
from ._exact import allowed, balls, excess

# Lists are given, too, and anything else that is wrong.
reference: Any = _reference

Array = npt.NDArray[Any]


def error_of_neuron(w: Array, x: Array, b: Array, name: str) -> float:
    def formula(w: Any, x: Any, b: Any) -> Any:
        return _networks.activation(name, np.asarray((w * x).sum() + b[()], object))

    got = reference.neuron(w, x, b, activation=name)
    exact, allowance = allowed(formula, [balls(w), balls(x), balls(b)])
    return excess(got, exact, allowance)


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.float16])
@pytest.mark.parametrize("name", _networks.ELEMENTWISE)
def test_neuron_is_its_formula(name: str, dtype: npt.DTypeLike) -> None:
    random = np.random.default_rng(3)
    for _ in range(10):
        w, x, b = (random.normal(size=n).astype(dtype) * 3 for n in (4, 4, ()))
        assert error_of_neuron(w, x, np.asarray(b, dtype), name) <= 1


@pytest.mark.parametrize("name", _networks.ELEMENTWISE)
@pytest.mark.parametrize("b", [-1e4, -745.0, -40.0, 1e-300, 40.0, 1e4])
def test_saturated_neuron_keeps_its_digits(name: str, b: float) -> None:
    # with 6000 bits the balls end at about e**-4000: beyond it, everything is below float64
    if abs(b) < 4000 or name not in ("softplus", "elu"):
        assert error_of_neuron(np.array([1e-310]), np.ones(1), np.array(b), name) <= 1


def test_weighted_sum_neither_overflows_nor_underflows_on_its_way() -> None:
    assert reference.weighted_sum([1e200, -1e200], [1e200, 0.5e200], -1e300) == np.inf
    got = reference.weighted_sum([1e308, -1e308], [10.0, 9.5], 0.0)
    assert got == pytest.approx(5e307, rel=1e-14)
    got = reference.weighted_sum([5e-324] * 4, [0.25] * 4, 0.0)
    assert got == 5e-324


def test_gradient_of_a_neuron_is_the_difference_quotient() -> None:
    w, x, b = np.array([0.5, -1.0]), np.array([2.0, 0.25]), np.array(0.1)
    with ctx.workprec(2500):
        z = (balls(w) * balls(x)).sum() + balls(b)[()]
        for name in _networks.ELEMENTWISE:
            f = _networks.ELEMENTWISE[name]
            h = _networks.STEP
            slope = float(np.asarray((f(z + h) - f(z - h)) / (2 * h), object).item().mid())
            got = reference.neuron_gradient(w, x, b, activation=name)
            np.testing.assert_allclose(got[0], slope * x, rtol=4e-16)
            np.testing.assert_allclose(got[1], slope * w, rtol=4e-16)
            np.testing.assert_allclose(got[2], slope, rtol=4e-16)


def test_gradient_of_a_weighted_sum_is_the_other_factor() -> None:
    dw, dx, db = reference.weighted_sum_gradient([1.0, 2.0], [3.0, 4.0], 5.0)
    assert (dw.tolist(), dx.tolist(), db) == ([3.0, 4.0], [1.0, 2.0], 1.0)


def test_perceptron_decides_by_the_exact_sum() -> None:
    # in float64 0.1 + 0.2 - 0.3 rounds to 5.6e-17; the numbers behind the decimals decide here
    random = np.random.default_rng(5)
    for _ in range(200):
        w, x = random.choice([0.1, 0.2, 0.3, -0.3, 1e16, -1e16, 1e-300], (2, 5))
        b = random.choice([0.1, -0.1, 0.0])
        exact = sum(
            (Fraction(float(i)) * Fraction(float(j)) for i, j in zip(w, x, strict=True)),
            Fraction(float(b)),
        )
        assert reference.perceptron(w, x, b) == (exact >= 0)


def test_perceptron_fires_at_zero_and_beyond_the_range() -> None:
    assert reference.perceptron([1.0, 1.0], [1e308, -1e308], 0.0) == 1
    assert reference.perceptron([1e200], [-1e200], 1e300) == 0
    assert reference.perceptron([1.0], [np.inf], 0.0) == 1
    assert np.isnan(reference.perceptron([np.nan], [1.0], 0.0))


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("shape", [(3,), (3, 4), (3, 0)])
def test_dense_is_the_matrix_product(shape: tuple[int, ...], dtype: npt.DTypeLike) -> None:
    random = np.random.default_rng(6)
    W, b = random.normal(size=(2, 3)).astype(dtype), random.normal(size=2).astype(dtype)
    a = random.normal(size=shape).astype(dtype)
    got = reference.dense(W, a, b)
    assert got.shape == (2, *shape[1:])
    for index in np.ndindex(got.shape):
        terms = [Fraction(float(w)) * Fraction(float(v)) for w, v in
                 zip(W[index[0]], a[(slice(None), *index[1:])], strict=True)]  # fmt: skip
        want = float(sum(terms, Fraction(float(b[index[0]]))))
        assert got[index] == pytest.approx(want, rel=float(8 * np.finfo(dtype).eps))


def test_dense_softmax_is_over_the_units_of_each_example() -> None:
    W, a = np.eye(2), np.array([[0.0, 1000.0, 1e308], [np.log(3.0), 0.0, 1.7e308]])
    got = reference.dense(W, a, np.zeros(2), activation="softmax")
    np.testing.assert_allclose(got, [[0.25, 1.0, 0.0], [0.75, 0.0, 1.0]], rtol=1e-15)


@pytest.mark.parametrize("hidden", ["sigmoid", "tanh", "relu", "elu", "softplus"])
@pytest.mark.parametrize("output", ["identity", "sigmoid", "softmax"])
def test_network_is_its_formula(hidden: str, output: str) -> None:
    random = np.random.default_rng(7)
    arrays = [random.normal(size=s) for s in ((3, 2), (2, 3), (3,), (2,), (2, 2))]
    W1, W2, b1, b2, x = arrays

    def formula(W1: Any, W2: Any, b1: Any, b2: Any, x: Any) -> Any:
        return _networks.forward([W1, W2], [b1, b2], x, hidden, output)

    got = reference.mlp_forward([W1, W2], [b1, b2], x, activation=hidden, output=output)
    exact, allowance = allowed(formula, [balls(array) for array in arrays])
    assert excess(got, exact, allowance) <= 1


def test_network_of_steps_computes_xor() -> None:
    Ws = [np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([[1.0, -1.0]])]
    bs = [np.array([-0.5, -1.5]), np.array([-0.5])]
    x = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])
    got = reference.mlp_forward(Ws, bs, x, activation="step", output="step")
    assert got.tolist() == [[0.0, 1.0, 1.0, 0.0]]
