"""The optimizers against their equations in 400 bits, and against steps worked by hand."""

from collections.abc import Callable, Iterator
from typing import Any

import mpmath  # type: ignore[import-untyped]
import numpy as np
import numpy.typing as npt
import pytest

from nnconform import reference as _reference

# Lists are given, too, and anything else that is wrong.
reference: Any = _reference

Array = npt.NDArray[Any]
Number = Any  # mpmath.mpf

NAMES = ("sgd", "momentum", "rmsprop", "adagrad", "adadelta", "adam")
DEFAULTS: dict[str, dict[str, float]] = {
    "sgd": {"eta": 0.01},
    "momentum": {"alpha": 0.01, "beta": 0.9},
    "rmsprop": {"eta": 0.001, "beta": 0.9, "epsilon": 1e-8},
    "adagrad": {"eta": 0.01, "epsilon": 1e-8},
    "adadelta": {"rho": 0.9, "epsilon": 1e-6},
    "adam": {"eta": 0.001, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8},
    "adam_moments": {"beta1": 0.9, "beta2": 0.999},
}


def exactly(name: str, theta: float, grads: list[float], **hp: float) -> Iterator[Number]:
    """Yield one parameter after each step, the documents' equations written out once more."""
    p = {key: mpmath.mpf(value) for key, value in hp.items()}
    x, v, s = mpmath.mpf(theta), mpmath.mpf(0), mpmath.mpf(0)
    for t, number in enumerate(grads, start=1):
        g = mpmath.mpf(number)
        match name:
            case "sgd":
                x -= p["eta"] * g
            case "momentum":
                v = p["beta"] * v + (1 - p["beta"]) * g
                x -= p["alpha"] * v
            case "rmsprop":
                v = p["beta"] * v + (1 - p["beta"]) * g**2
                x -= p["eta"] / mpmath.sqrt(v + p["epsilon"]) * g
            case "adagrad":
                v += g**2
                x -= p["eta"] / mpmath.sqrt(v + p["epsilon"]) * g
            case "adadelta":
                v = p["rho"] * v + (1 - p["rho"]) * g**2
                r = mpmath.sqrt(s + p["epsilon"]) / mpmath.sqrt(v + p["epsilon"]) * g
                x -= r
                s = p["rho"] * s + (1 - p["rho"]) * r**2
            case "adam":
                v = p["beta1"] * v + (1 - p["beta1"]) * g
                s = p["beta2"] * s + (1 - p["beta2"]) * g**2
                root = mpmath.sqrt(s / (1 - p["beta2"] ** t))
                x -= p["eta"] / (root + p["epsilon"]) * v / (1 - p["beta1"] ** t)
        yield x


def expected(name: str, theta: Array, grads: Array, **hp: float) -> Array:
    """Return the exact trajectory, rounded to float64 and then to the dtype."""
    with mpmath.workprec(2400):
        columns = [
            [float(x) for x in exactly(name, float(theta[i]), grads[:, i].tolist(), **hp)]
            for i in range(len(theta))
        ]
    with np.errstate(over="ignore", under="ignore"):
        return np.array(columns).T.astype(theta.dtype)


def gradients(kind: str, steps: int, dtype: npt.DTypeLike = np.float64) -> Array:
    random = np.random.default_rng(20)
    size = {"ordinary": 1.0, "huge": 1e200, "tiny": 1e-200, "zero": 0.0, "mixed": 1.0}[kind]
    scale = 10.0 ** random.integers(-200, 200, (steps, 4)) if kind == "mixed" else size
    return np.asarray((random.normal(size=(steps, 4)) * scale).astype(dtype))


@pytest.mark.parametrize("kind", ["ordinary", "huge", "tiny", "zero", "mixed"])
@pytest.mark.parametrize("name", NAMES)
def test_trajectory_is_right_to_the_last_digit(name: str, kind: str) -> None:
    theta = np.array([0.5, -3.0, 0.0, 1e-300])
    grads = gradients(kind, 30)
    want = expected(name, theta, grads, **DEFAULTS[name])
    np.testing.assert_array_max_ulp(getattr(reference, name)(theta, grads), want, maxulp=1)


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.float16])
@pytest.mark.parametrize("name", NAMES)
def test_thousand_steps_do_not_drift(name: str, dtype: npt.DTypeLike) -> None:
    theta, grads = np.array([0.5, -3.0, 0.0, 1.0], dtype), gradients("ordinary", 1000, dtype)
    want = expected(name, theta, grads, **DEFAULTS[name])
    np.testing.assert_array_max_ulp(getattr(reference, name)(theta, grads), want, maxulp=1)


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.float16])
@pytest.mark.parametrize("name", NAMES)
def test_single_steps_follow_the_trajectory(name: str, dtype: npt.DTypeLike) -> None:
    theta, grads = np.array([0.5, -3.0, 0.0, 1.0], dtype), gradients("ordinary", 100, dtype)
    way, state = getattr(reference, name)(theta, grads), None
    for t, g in enumerate(grads):
        theta, state = getattr(reference, f"{name}_step")(theta, g, state)
        assert theta.dtype == dtype
        np.testing.assert_array_equal(theta, way[t])


HARD: list[tuple[str, dict[str, float]]] = [
    ("adam", {"beta1": 1 - 2.0**-53, "beta2": 1 - 2.0**-53}),
    ("adam", {"beta1": 0.0, "beta2": 0.0, "epsilon": 0.0}),
    ("momentum", {"beta": 1.0}),
    ("rmsprop", {"beta": 0.0, "epsilon": 1e-300}),
    ("adagrad", {"epsilon": 1.0, "eta": 1e300}),
    ("adadelta", {"rho": 0.0, "epsilon": 1e-300}),
]


@pytest.mark.parametrize(("name", "hp"), HARD)
def test_hyperparameters_may_be_at_the_ends(name: str, hp: dict[str, float]) -> None:
    # no parameter is zero: steps of one size would cancel to what lies below 106 bits
    theta, grads = np.array([0.5, -3.0, 0.3, 1.0]), gradients("mixed", 12)
    want = expected(name, theta, grads, **(DEFAULTS[name] | hp))
    np.testing.assert_array_max_ulp(getattr(reference, name)(theta, grads, **hp), want, maxulp=1)


@pytest.mark.parametrize("name", NAMES)
def test_defaults_are_those_agreed_on(name: str) -> None:
    theta, grads = np.ones(4), gradients("ordinary", 3)
    function = getattr(reference, name)
    want = function(theta, grads, **DEFAULTS[name])
    np.testing.assert_array_equal(function(theta, grads), want)


def test_moments_of_adam_worked_by_hand() -> None:
    # m: 1/2 * 4 = 2, then 1/2 * 2 + 1/2 * -2 = 0;  v: 1/4 * 16 = 4, then 3/4 * 4 + 1/4 * 4 = 4
    theta, grads = np.ones(1), np.array([[4.0], [-2.0]])
    m, v = reference.adam_moments(theta, grads, beta1=0.5, beta2=0.75)
    np.testing.assert_array_equal(m, [[2.0], [0.0]])
    np.testing.assert_array_equal(v, [[4.0], [4.0]])


def test_moments_step_by_step_are_those_of_the_trajectory() -> None:
    grads, state = gradients("ordinary", 20, np.float32), None
    m, v = reference.adam_moments(np.zeros(4, np.float32), grads)
    for t, g in enumerate(grads):
        moments, state = reference.adam_moments_step(np.zeros(4, np.float32), g, state)
        assert moments[0].dtype == np.float32
        np.testing.assert_array_equal(moments, (m[t], v[t]))


def test_moments_of_huge_gradients_overflow_only_at_the_end() -> None:
    m, v = reference.adam_moments(np.zeros(1), np.array([[1e308], [1e308]]), beta2=1 - 2.0**-53)
    np.testing.assert_allclose(m, [[1e307], [1.9e307]], rtol=1e-15)
    np.testing.assert_array_equal(v, [[np.inf], [np.inf]])


def test_adam_moves_by_eta_at_first_whatever_the_gradient() -> None:
    for g in (1e200, 1e-150, -3.0):
        moved = reference.adam(np.zeros(1), np.array([[g]]), eta=0.25, epsilon=0.0)
        np.testing.assert_array_equal(moved, [[-0.25 * np.sign(g)]])


def test_parameters_that_leave_the_range_come_back_inside_a_trajectory() -> None:
    way = reference.sgd(np.zeros(1), np.array([[-1e308], [1e308], [1e308]]), eta=10.0)
    np.testing.assert_array_equal(way, [[np.inf], [0.0], [-np.inf]])


def test_infinite_gradients_go_to_the_limit_and_nan_stays_with_its_parameter() -> None:
    grads = np.array([[np.inf, np.nan, 1.0], [1.0, 1.0, 1.0]])
    for name in ("sgd", "momentum"):
        way = getattr(reference, name)(np.zeros(3), grads)
        np.testing.assert_array_equal(way[:, :2], [[-np.inf, np.nan]] * 2)
        assert np.isfinite(way[:, 2]).all()


@pytest.mark.parametrize("name", [*NAMES, "adam_moments"])
def test_no_step_is_a_trajectory_of_no_step(name: str) -> None:
    parts = getattr(reference, name)(np.ones((2, 3)), np.ones((0, 2, 3)))
    assert np.shape(parts)[-3:] == (0, 2, 3)


@pytest.mark.parametrize("shape", [(), (0,), (2, 3)])
@pytest.mark.parametrize("name", NAMES)
def test_parameters_of_every_shape(name: str, shape: tuple[int, ...]) -> None:
    way = getattr(reference, name)(np.ones(shape), np.ones((5, *shape)))
    assert way.shape == (5, *shape)
    assert np.unique(way[-1]).size <= 1


def test_errors_say_what_does_not_fit() -> None:
    wrong: list[tuple[Callable[[], Any], str]] = [
        (
            lambda: reference.adam(np.ones(2), np.ones((3, 4))),
            r"^adam: grads must have the shape \(steps, \*theta.shape\), "
            r"got \(3, 4\) for theta of shape \(2,\)$",
        ),
        (
            lambda: reference.sgd_step(np.ones(2), np.ones(3)),
            r"^sgd_step: theta and g must have one shape, got \(2,\) and \(3,\)$",
        ),
        (
            lambda: reference.sgd_step(
                np.ones(2), np.ones(2), reference.sgd_step(np.ones(3), np.ones(3))[1]
            ),
            r"^sgd_step: state is of parameters of shape \(3,\), theta has shape \(2,\); "
            r"begin with state=None$",
        ),
    ]
    for call, message in wrong:
        with pytest.raises(reference.ShapeError, match=message):
            call()
    with pytest.raises(reference.DomainError, match="beta1 must be at least 0 and below 1, got 1"):
        reference.adam(np.ones(1), np.ones((1, 1)), beta1=1.0)
    with pytest.raises(reference.DomainError, match=r"^sgd_step: eta must be zero or positive"):
        reference.sgd_step(np.ones(1), np.ones(1), eta=-1.0)
