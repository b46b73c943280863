"""The gradients of losses and heads against differences on balls, their kinks and limits."""

import numpy as np
import numpy.typing as npt
import pytest

from nnconform import reference

from . import _cases, _exact, _textbook

INF, NAN = np.inf, np.nan


@pytest.mark.parametrize("dtype", _cases.FLOATS)
@pytest.mark.parametrize("name", [*_cases.LOSSES, *_cases.HEADS])
def test_gradient_stays_in_the_band(name: str, dtype: npt.DTypeLike) -> None:
    for inputs, parameters in _cases.cases(name, dtype, count=9):
        got = getattr(reference, f"{name}_gradient")(*inputs, **parameters)
        parts = got if isinstance(got, tuple) else (got,)
        for wrt, part in zip(_cases.differentiable(name), parts, strict=True):
            exact, allowance = _exact.allowed(
                _exact.slope(_textbook.given(name, parameters), wrt),
                [_exact.balls(x) for x in inputs],
                terms=inputs[0].size,
            )
            assert _exact.excess(part, exact, allowance) <= 1, (inputs, parameters)


@pytest.mark.parametrize("name", _cases.SPARSE)
def test_gradient_of_labels_stays_in_the_band(name: str) -> None:
    for y, y_hat in _cases.sparse_cases(name):
        formula = _exact.slope(_textbook.of_labels(name, y), 0)
        exact, allowance = _exact.allowed(formula, [_exact.balls(y_hat)])
        got = getattr(reference, f"{name}_gradient")(y, y_hat)
        assert _exact.excess(got, exact, allowance) <= 1


# Loss, inputs, gradient: kinks, ends of the domain, infinities.
EDGES = [
    ("mae", ([1.0, 2.0], [1.0, 3.0]), [0.0, 0.5]),
    ("huber", ([0.0, 0.0], [1.0, -INF]), [0.5, -0.5]),
    ("hinge", ([1.0, -1.0], [1.0, INF]), [0.0, 0.5]),
    ("l1_penalty", ([0.0, -2.0],), [0.0, -0.01]),
    ("contrastive", ([0.0, 0.0], [1.0, INF]), [0.0, 0.0]),
    ("binary_cross_entropy", ([0.0, 1.0], [0.0, 1.0]), [0.5, -0.5]),
    ("binary_cross_entropy", ([1.0, 0.0], [0.0, 1.0]), [-INF, INF]),
    ("cross_entropy_single", ([0.0, 1.0], [0.0, 1.0]), [1.0, -1.0]),
    ("categorical_cross_entropy", ([0.0, 1.0, 1.0], [0.0, 1.0, 0.0]), [0.0, -1.0, -INF]),
    ("kl_divergence", ([0.0, 1.0, 1.0], [0.0, 1.0, 0.0]), [0.0, -1.0, -INF]),
    ("pixelwise_cross_entropy", ([[0.0, 1.0]], [[0.0, 1.0]]), [[0.0, -1.0]]),
    ("mse", ([1.7e308, 0.0, 0.0, 0.0], [-1.7e308, 0.0, 0.0, 0.0]), [-1.7e308, 0.0, 0.0, 0.0]),
    ("binary_head", ([1.0, 1.0], [INF, -INF]), [0.0, -0.5]),
    ("multiclass_head", ([[1.0, 0.0]], [[INF, 3.0]]), [[0.0, 0.0]]),
    ("multiclass_head", ([[1.0, 0.0]], [[-INF, 3.0]]), [[-1.0, 1.0]]),
]


@pytest.mark.parametrize(("name", "inputs", "want"), EDGES)
def test_gradient_at_kinks_and_ends(
    name: str, inputs: tuple[list[float]], want: list[float]
) -> None:
    got = getattr(reference, f"{name}_gradient")(*map(np.array, inputs))
    np.testing.assert_array_equal(got, want)


# y, s_pos, s_neg, margin: -y * (s_pos - s_neg) + margin is exactly 0, 2**-54, -2**-54
RANKINGS = [
    (1.0, 2.0, 1.0, 1.0, 0.0),
    (1.0, 1.0, 2.0**-54, 1.0, -1.0),
    (1.0, 1.0, -(2.0**-54), 1.0, 0.0),
]


@pytest.mark.parametrize(("y", "s_pos", "s_neg", "margin", "want"), RANKINGS)
def test_ranking_gradient_knows_on_which_side_of_the_kink_it_is(
    y: float, s_pos: float, s_neg: float, margin: float, want: float
) -> None:
    got = reference.margin_ranking_gradient(*np.array([[y], [s_pos], [s_neg]]), margin=margin)
    np.testing.assert_array_equal(np.array(got), [[want], [-want]])


# sum((a - p)**2) - sum((a - n)**2) + alpha is exactly 0, a positive and a negative trifle
@pytest.mark.parametrize(
    ("p_trifle", "n_trifle", "slope"), [(0.0, 0.0, 0.0), (2.0**-60, 0.0, 1.0), (0.0, 2.0**-60, 0.0)]
)
def test_triplet_gradient_knows_on_which_side_of_the_kink_it_is(
    p_trifle: float, n_trifle: float, slope: float
) -> None:
    p, n = np.array([[1.0, 0.0, p_trifle]]), np.array([[1.0, 0.5, n_trifle]])
    da, _, _ = reference.triplet_gradient(np.zeros((1, 3)), p, n, alpha=0.25)
    np.testing.assert_array_equal(da, slope * 2 * (n - p))


def test_head_gradients_keep_the_digits_of_confident_right_predictions() -> None:
    # the band counts the target as a rounded input and would let sigmoid(z) - 1 pass
    z, ones = np.array([1e-20, 0.7, 40.0, 700.0, 744.0]), np.ones(5)
    got = reference.binary_head_gradient(ones, z)
    np.testing.assert_array_equal(got, -reference.binary_head_gradient(0 * ones, -z))
    np.testing.assert_array_equal(got, reference.multilabel_head_gradient(ones, z))


@pytest.mark.parametrize("name", [*_cases.LOSSES, *_cases.HEADS])
def test_nan_in_a_prediction_makes_its_gradient_nan(name: str) -> None:
    inputs, parameters = next(_cases.cases(name, np.float64, count=1))
    for wrt in _cases.differentiable(name):
        spoilt = [np.full_like(x, NAN) if k == wrt else x for k, x in enumerate(inputs)]
        got = getattr(reference, f"{name}_gradient")(*spoilt, **parameters)
        assert np.isnan(got if isinstance(got, np.ndarray) else got[0]).all()
