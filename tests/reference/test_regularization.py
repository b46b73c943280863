"""Dropout, batch normalization and clipping, against 200 bits and numbers worked by hand."""

from typing import Any

import mpmath  # type: ignore[import-untyped]
import numpy as np
import numpy.typing as npt
import pytest

from nnconform import reference as _reference

# Lists are given, too, and anything else that is wrong.
reference: Any = _reference

Array = npt.NDArray[Any]


def normalized(x: Array, gamma: Array, beta: Array, epsilon: float) -> Array:
    """Return the formula in 2400 bits, rounded at the end."""
    with mpmath.workprec(2400):
        result = np.empty(x.shape)
        for j in range(x.shape[1]):
            column = [mpmath.mpf(float(v)) for v in x[:, j]]
            mean = sum(column) / len(column)
            var = sum((v - mean) ** 2 for v in column) / len(column)
            scale = mpmath.mpf(float(gamma[j])) / mpmath.sqrt(var + mpmath.mpf(epsilon))
            for i, v in enumerate(column):
                result[i, j] = float(scale * (v - mean) + mpmath.mpf(float(beta[j])))
    return result


@pytest.mark.parametrize(
    ("offset", "spread"),
    [(0.0, 1.0), (1e8, 1.0), (1e16, 4.0), (0.0, 1e200), (0.0, 1e-200), (1.6e308, 1e307), (0, 0)],
)
@pytest.mark.parametrize("batch", [1, 2, 7])
def test_batch_norm_is_right_to_the_last_digit(batch: int, offset: float, spread: float) -> None:
    random = np.random.default_rng(batch)
    x = offset + spread * random.uniform(-1, 1, (batch, 3))
    gamma, beta = random.normal(size=3), random.normal(size=3)
    got = reference.batch_norm(x, gamma, beta)
    np.testing.assert_array_max_ulp(got, normalized(x, gamma, beta, 1e-5), maxulp=1)


def test_batch_norm_centres_and_scales_each_feature() -> None:
    x = np.random.default_rng(0).normal(3.0, 5.0, (50, 4))
    got = reference.batch_norm(x, np.full(4, 2.0), np.full(4, -1.0), epsilon=0.0)
    np.testing.assert_allclose(got.mean(axis=0), -1.0, rtol=1e-13)
    np.testing.assert_allclose(got.std(axis=0), 2.0, rtol=1e-13)


@pytest.mark.parametrize("size", [1.0, 1e200, 1e-200, 1e308, 5e-324])
def test_clip_by_norm_shortens_to_the_length(size: float) -> None:
    # 3-4-5: a gradient five times as long as allowed, whatever its size
    g, c = np.array([[3.0], [-4.0]]) * (size / 5), size / 5 if size > 1e-300 else size
    with mpmath.workprec(300):
        norm = mpmath.sqrt(sum(mpmath.mpf(float(v)) ** 2 for v in g.ravel()))
        factor = min(mpmath.mpf(1), mpmath.mpf(c) / norm if norm else mpmath.mpf(1))
        want = [[float(mpmath.mpf(float(v)) * factor)] for v in g.ravel()]
    np.testing.assert_allclose(reference.clip_by_norm(g, c=c), want, rtol=1e-15, atol=5e-324)


def test_clip_by_norm_leaves_short_gradients_and_zero_as_they_are() -> None:
    for g in (np.array([0.3, -0.4]), np.zeros(3), np.zeros(0), np.array([5e-324])):
        np.testing.assert_array_equal(reference.clip_by_norm(g), g)


def test_clip_by_value_clamps_each_element() -> None:
    got = reference.clip_by_value(np.array([-1e308, -0.5, 0.0, 0.5, 3.0, np.nan]), c=0.5)
    np.testing.assert_array_equal(got, [-0.5, -0.5, 0.0, 0.5, 0.5, np.nan])


def test_dropout_keeps_or_drops_without_scaling() -> None:
    got = reference.dropout(np.full(10000, 3.0), p=0.25, seed=1)
    assert set(got.tolist()) == {0.0, 3.0}
    # ten standard deviations of a binomial share: sqrt(0.25 * 0.75 / 10000) = 0.00433
    assert abs((got == 0).mean() - 0.25) < 0.0433


def test_dropout_repeats_with_its_seed_and_is_off_at_inference() -> None:
    x = np.arange(1.0, 101.0)
    np.testing.assert_array_equal(reference.dropout(x, seed=7), reference.dropout(x, seed=7))
    assert (reference.dropout(x, seed=7) != reference.dropout(x, seed=8)).any()
    np.testing.assert_array_equal(reference.dropout(x, training=False), x)
    np.testing.assert_array_equal(reference.dropout(x, p=0.0), x)
