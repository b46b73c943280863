"""The derivatives against differences of the activations on balls, their kinks and limits."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from nnconform import reference

from . import _cases, _exact, _textbook
from .test_activations import LOGITS

INF, NAN = np.inf, np.nan

AT_KINKS = [
    ("step_derivative", {}, 0.0),
    ("relu_derivative", {}, 0.0),
    ("leaky_relu_derivative", {"alpha": 0.25}, 0.25),
    ("elu_derivative", {"alpha": 0.25}, 0.25),
]

LIMITS = [
    ("identity_derivative", [1.0, 1.0, NAN]),
    ("step_derivative", [0.0, 0.0, NAN]),
    ("sigmoid_derivative", [0.0, 0.0, NAN]),
    ("tanh_derivative", [0.0, 0.0, NAN]),
    ("relu_derivative", [0.0, 1.0, NAN]),
    ("leaky_relu_derivative", [0.01, 1.0, NAN]),
    ("elu_derivative", [0.0, 1.0, NAN]),
    ("softplus_derivative", [0.0, 1.0, NAN]),
]


@pytest.mark.parametrize("dtype", _cases.FLOATS)
@pytest.mark.parametrize(("name", "parameters"), _cases.ELEMENTWISE)
def test_derivative_stays_in_the_band(
    name: str, parameters: dict[str, float], dtype: npt.DTypeLike
) -> None:
    z = _cases.points(dtype)
    z = z[z != 0]
    formula = _exact.derivative(_textbook.given(name, parameters))
    exact, allowance = _exact.allowed(formula, [_exact.balls(z)], elementwise=True)
    got = getattr(reference, f"{name}_derivative")(z, **parameters)
    assert _exact.excess(got, exact, allowance) <= 1


@pytest.mark.parametrize(("name", "value"), [("sigmoid", 0.25), ("tanh", 1.0), ("softplus", 0.5)])
def test_smooth_derivative_at_zero(name: str, value: float) -> None:
    assert getattr(reference, f"{name}_derivative")(0.0) == value


@pytest.mark.parametrize(("name", "parameters", "value"), AT_KINKS)
def test_derivative_at_the_kink_is_the_documented_one(
    name: str, parameters: dict[str, float], value: float
) -> None:
    np.testing.assert_array_equal(getattr(reference, name)(np.zeros(2), **parameters), value)


@pytest.mark.parametrize(("name", "limits"), LIMITS)
def test_derivative_takes_its_limits_and_keeps_nan(name: str, limits: list[float]) -> None:
    got = getattr(reference, name)(np.array([-INF, INF, NAN]))
    np.testing.assert_array_equal(got, limits)


def jacobian(z: npt.NDArray[Any]) -> npt.NDArray[Any]:
    columns = []
    for j in range(z.shape[-1]):
        step = np.zeros(z.shape, object)
        step[..., j] = _exact.INNER_STEP
        columns.append(
            (_textbook.softmax(z + step) - _textbook.softmax(z - step)) / (2 * step[..., j : j + 1])
        )
    return np.stack(columns, axis=-1)


@pytest.mark.parametrize("dtype", _cases.FLOATS)
@pytest.mark.parametrize("rows", LOGITS)
def test_softmax_jacobian_stays_in_the_band(rows: list[list[float]], dtype: npt.DTypeLike) -> None:
    z = _cases.narrowed(rows, dtype)
    exact, allowance = _exact.allowed(jacobian, [_exact.balls(z)], terms=z.shape[-1])
    assert _exact.excess(reference.softmax_jacobian(z), exact, allowance) <= 1


def test_prelu_derivative_takes_alpha_at_the_kink_and_broadcasts() -> None:
    got = reference.prelu_derivative(np.array([[-1.0], [0.0], [2.0]]), np.array([0.5, -3.0]))
    np.testing.assert_array_equal(got, [[0.5, -3.0], [0.5, -3.0], [1.0, 1.0]])


def test_prelu_gradient_sums_over_what_was_broadcast() -> None:
    dz, dalpha = reference.prelu_gradient(np.array([[-1.0, 2.0], [-4.0, -8.0]]), np.array([0.5]))
    np.testing.assert_array_equal(dz, [[0.5, 1.0], [0.5, 0.5]])
    np.testing.assert_array_equal(dalpha, [-13.0])


def test_prelu_gradient_of_a_stretched_z_sums_over_the_slopes() -> None:
    dz, dalpha = reference.prelu_gradient(np.array([[-2.0], [3.0]]), np.array([1.7e308, -1.7e308]))
    np.testing.assert_array_equal(dz, [[0.0], [2.0]])
    np.testing.assert_array_equal(dalpha, [-2.0, -2.0])


def test_prelu_gradient_stays_in_the_band() -> None:
    z, alpha = _cases.SIGNED[1:40], np.array(0.25)
    inputs = [_exact.balls(z), _exact.balls(alpha)]
    for wrt, got in enumerate(reference.prelu_gradient(z, alpha)):
        formula = _exact.slope(_textbook.prelu, wrt)
        exact, allowance = _exact.allowed(formula, inputs, terms=z.size, elementwise=True)
        assert _exact.excess(got, exact, allowance) <= 1
