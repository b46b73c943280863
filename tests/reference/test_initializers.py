"""The initializers by their distributions, which scipy knows."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import stats

from nnconform import reference as _reference

# Lists are given, too, and anything else that is wrong.
reference: Any = _reference

FAN_IN, FAN_OUT = 300, 200
# 2 / 500 = 0.004, 6 / 500 = 0.012, 2 / 300 and 6 / 300 = 0.02, written out
DISTRIBUTIONS: list[tuple[str, Any]] = [
    ("xavier_normal", stats.norm(0, 0.004**0.5)),
    ("xavier_uniform", stats.uniform(-(0.012**0.5), 2 * 0.012**0.5)),
    ("he_normal", stats.norm(0, (1 / 150) ** 0.5)),
    ("he_uniform", stats.uniform(-(0.02**0.5), 2 * 0.02**0.5)),
    ("small_random", stats.norm(0, 0.01)),
]


@pytest.mark.parametrize(("name", "distribution"), DISTRIBUTIONS)
def test_weights_have_the_whole_distribution(name: str, distribution: Any) -> None:
    w = getattr(reference, name)(FAN_IN, FAN_OUT, seed=12)
    assert w.shape == (FAN_OUT, FAN_IN)
    assert stats.kstest(w.ravel(), distribution.cdf).pvalue > 1e-4
    # the standard error of a variance of n normal numbers is sqrt(2 / n); at most that otherwise
    assert w.var() == pytest.approx(distribution.var(), rel=5 * (2 / w.size) ** 0.5)


@pytest.mark.parametrize(("name", "_"), DISTRIBUTIONS)
def test_seed_repeats_and_rows_differ(name: str, _: Any) -> None:
    initializer: Callable[..., Any] = getattr(reference, name)
    w = initializer(4, 3, seed=1)
    np.testing.assert_array_equal(w, initializer(4, 3, seed=1))
    assert np.unique(np.concatenate([w, initializer(4, 3, seed=2)])).size == 24
