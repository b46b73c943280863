"""The activations against their textbook formulas on balls, and their limits."""

import numpy as np
import numpy.typing as npt
import pytest

from nnconform import reference

from . import _cases, _exact, _textbook

INF, NAN = np.inf, np.nan

# rows of logits: tails that turn subnormal, vanish, tie, lie far apart, have one class
LOGITS = [
    [[0.3, -1.2, 2.0], [0.0, 0.0, 0.0]],
    [[0.0, -700.0, -709.0], [0.0, -720.3, -744.4], [0.0, -745.1, -745.2]],
    [[0.0, -744.4, -744.4, -744.4, -744.4, -744.4]],
    [[1e308, -1e308], [1.7e308, 1.6e308], [5e-324, -5e-324]],
    [[36.7, 0.0, 1e-20], [1e16, 1e16 + 2, 1e16 - 6]],
    [[4.0], [-1e300]],
]

LIMITS = [
    ("identity", [-INF, INF, NAN]),
    ("step", [0.0, 1.0, NAN]),
    ("sigmoid", [0.0, 1.0, NAN]),
    ("tanh", [-1.0, 1.0, NAN]),
    ("relu", [0.0, INF, NAN]),
    ("leaky_relu", [-INF, INF, NAN]),
    ("elu", [-1.0, INF, NAN]),
    ("softplus", [0.0, INF, NAN]),
]


@pytest.mark.parametrize("dtype", _cases.FLOATS)
@pytest.mark.parametrize(("name", "parameters"), _cases.ELEMENTWISE)
def test_activation_stays_in_the_band(
    name: str, parameters: dict[str, float], dtype: npt.DTypeLike
) -> None:
    z = _cases.points(dtype)
    formula = _textbook.given(name, parameters)
    exact, allowance = _exact.allowed(formula, [_exact.balls(z)], elementwise=True)
    got = getattr(reference, name)(z, **parameters)
    assert _exact.excess(got, exact, allowance) <= 1


def test_prelu_stays_in_the_band_for_every_slope() -> None:
    z, alpha = (x.ravel() for x in np.meshgrid(_cases.SIGNED, [-3.0, 0.0, 5e-324, 0.25, 1e308]))
    inputs = [_exact.balls(z), _exact.balls(alpha)]
    exact, allowance = _exact.allowed(_textbook.prelu, inputs, elementwise=True)
    assert _exact.excess(reference.prelu(z, alpha), exact, allowance) <= 1


@pytest.mark.parametrize("dtype", _cases.FLOATS)
@pytest.mark.parametrize("rows", LOGITS)
def test_softmax_stays_in_the_band(rows: list[list[float]], dtype: npt.DTypeLike) -> None:
    z = _cases.narrowed(rows, dtype)
    exact, allowance = _exact.allowed(_textbook.softmax, [_exact.balls(z)], terms=z.shape[-1])
    assert _exact.excess(reference.softmax(z), exact, allowance) <= 1


@pytest.mark.parametrize(("name", "limits"), LIMITS)
def test_activation_takes_its_limits_and_keeps_nan(name: str, limits: list[float]) -> None:
    got = getattr(reference, name)(np.array([-INF, INF, NAN]))
    np.testing.assert_array_equal(got, limits)


def test_flat_slopes_stay_flat_at_infinity() -> None:
    z = np.array([-INF, INF])
    np.testing.assert_array_equal(reference.leaky_relu(z, alpha=0.0), [0.0, INF])
    np.testing.assert_array_equal(reference.prelu(z, 0.0), [0.0, INF])


@pytest.mark.parametrize(
    ("z", "limit"),
    [
        ([INF, 0.0, 1.0], [1.0, 0.0, 0.0]),
        ([-INF, 0.0], [0.0, 1.0]),
        ([INF], [1.0]),
        ([INF, INF], [NAN, NAN]),
        ([-INF, -INF], [NAN, NAN]),
        ([NAN, 0.0], [NAN, NAN]),
        ([NAN], [NAN]),
    ],
)
def test_softmax_takes_its_limits_where_there_are_any(z: list[float], limit: list[float]) -> None:
    np.testing.assert_array_equal(reference.softmax(np.array(z)), limit)


def test_step_fires_at_zero() -> None:
    np.testing.assert_array_equal(reference.step(np.array([-0.0, 0.0])), [1.0, 1.0])


def test_softmax_of_no_rows_and_of_no_classes_is_empty() -> None:
    assert reference.softmax(np.zeros((0, 3))).shape == (0, 3)
    assert reference.softmax(np.zeros((3, 0))).shape == (3, 0)
