"""The losses and heads against their textbook formulas on balls, and where these end."""

import numpy as np
import numpy.typing as npt
import pytest

from nnconform import reference

from . import _cases, _exact, _textbook

INF, NAN = np.inf, np.nan


@pytest.mark.parametrize("dtype", _cases.FLOATS)
@pytest.mark.parametrize("name", [*_cases.LOSSES, *_cases.HEADS])
def test_loss_stays_in_the_band(name: str, dtype: npt.DTypeLike) -> None:
    for inputs, parameters in _cases.cases(name, dtype):
        exact, allowance = _exact.allowed(
            _textbook.given(name, parameters),
            [_exact.balls(x) for x in inputs],
            terms=inputs[0].size,
        )
        got = getattr(reference, name)(*inputs, **parameters)
        assert _exact.excess(got, exact, allowance) <= 1, (inputs, parameters)


@pytest.mark.parametrize("name", _cases.SPARSE)
def test_loss_of_labels_stays_in_the_band(name: str) -> None:
    for y, y_hat in _cases.sparse_cases(name):
        formula = _textbook.of_labels(name, y)
        exact, allowance = _exact.allowed(formula, [_exact.balls(y_hat)], terms=y.size)
        assert _exact.excess(getattr(reference, name)(y, y_hat), exact, allowance) <= 1


# Loss, inputs, result: what no ball can say, or a sum that leaves the range on its way.
EDGES = [
    ("binary_cross_entropy", ([1.0], [0.0]), INF),
    ("binary_cross_entropy", ([0.0], [1.0]), INF),
    ("binary_cross_entropy", ([1.0, 0.0], [1.0, 0.0]), 0.0),
    ("binary_cross_entropy", ([1.0], [-0.5]), NAN),
    ("binary_cross_entropy", ([0.0], [1.5]), NAN),
    ("cross_entropy_single", ([0.0, 1.0, 1.0], [0.0, 1.0, 0.0]), [0.0, 0.0, INF]),
    ("categorical_cross_entropy", ([[1.0, 0.0]], [[1.0, 0.0]]), 0.0),
    ("categorical_cross_entropy", ([[0.0, 1.0]], [[1.0, 0.0]]), INF),
    ("pixelwise_cross_entropy", ([[1.0, 0.0]], [[1.0, 0.0]]), 0.0),
    ("sparse_categorical_cross_entropy", ([0, 1], [[1.0, 0.0], [0.0, 1.0]]), 0.0),
    ("negative_log_likelihood", ([1], [[1.0, 0.0]]), INF),
    ("kl_divergence", ([0.0, 0.0, 1.0], [0.0, 1.0, 1.0]), 0.0),
    ("kl_divergence", ([1.0, 0.0], [0.0, 1.0]), INF),
    ("mse", ([1e308, 0.0], [-1e308, 0.0]), INF),
    ("mse", ([1.6e154, 0.0], [0.0, 0.0]), 1.28e308),
    ("mae", ([1.7e308, 0.0], [-1.7e308, 0.0]), 1.7e308),
    ("mse", ([0.0], [-INF]), INF),
    ("huber", ([0.0], [INF]), INF),
    ("hinge", ([1.0, -1.0], [INF, -INF]), 0.0),
    ("hinge", ([1.0], [-INF]), INF),
    ("contrastive", ([0.0], [INF]), 0.0),
    ("contrastive", ([1.0], [INF]), INF),
    ("triplet", ([[0.0]], [[1.0]], [[INF]]), 0.0),
    ("triplet", ([[0.0]], [[INF]], [[1.0]]), INF),
    ("margin_ranking", ([1.0], [INF], [0.0]), 0.0),
    ("l1_penalty", ([],), 0.0),
    ("l2_penalty", ([0.0, INF],), INF),
    ("binary_head", ([1.0, 0.0], [INF, -INF]), 0.0),
    ("binary_head", ([1.0], [-INF]), INF),
    ("multilabel_head", ([[1.0, 0.0]], [[INF, -INF]]), 0.0),
    ("multiclass_head", ([[1.0, 0.0]], [[INF, 3.0]]), 0.0),
    ("multiclass_head", ([[1.0, 0.0]], [[-INF, 3.0]]), INF),
    ("regression_head", ([0.0], [INF]), INF),
]


@pytest.mark.parametrize(("name", "inputs", "want"), EDGES)
def test_loss_at_the_ends_of_its_domain(
    name: str, inputs: tuple[list[float]], want: float | list[float]
) -> None:
    got = getattr(reference, name)(*map(np.array, inputs))
    np.testing.assert_array_equal(got, want)


@pytest.mark.parametrize("name", [*_cases.LOSSES, *_cases.HEADS])
def test_nan_in_any_input_makes_the_loss_nan(name: str) -> None:
    inputs, parameters = next(_cases.cases(name, np.float64, count=1))
    for i in range(len(inputs)):
        spoilt = [np.full_like(x, NAN) if i == k else x for k, x in enumerate(inputs)]
        assert np.isnan(getattr(reference, name)(*spoilt, **parameters)).all()


def test_a_penalty_of_no_strength_is_zero_even_for_infinite_weights() -> None:
    w = np.array([INF, -1.0])
    assert reference.l1_penalty(w, lam=0.0) == 0
    assert reference.l2_penalty(w, lam=0.0) == 0
    assert (reference.l2_penalty_gradient(w, lam=0.0) == 0).all()


def test_no_loss_is_minus_zero() -> None:
    got = reference.categorical_cross_entropy(np.array([1.0]), np.array([1.0]))
    assert not np.signbit(got)
