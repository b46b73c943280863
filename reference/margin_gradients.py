"""The gradients of the losses with a margin. At the kink of max(0, ...) they take 0."""

from ._margin import hinge_slope, ranking_slope, triplet_slope
from ._precision import rounded_once
from ._validation import (
    FloatArray,
    check_count,
    check_last_axis,
    check_parameter,
    check_same_shape,
)
from ._wide import Wide, positive_part, weigh


@rounded_once
def hinge_gradient(y: FloatArray, y_hat: FloatArray) -> FloatArray:
    """Return the gradient of ``hinge`` in the scores.

        dy_hat = -y / n  where 1 - y * y_hat > 0
        dy_hat = 0       elsewhere

    Args:
        y: labels, -1 or 1, shape ``(*n)``.
        y_hat: scores, same shape as ``y``.

    Returns:
        the gradient, shape ``(*n)``, dtype of the floating inputs.

    Raises:
        ShapeError: the shapes differ, or there is nothing to average.

    Source:
        unit2, "Classification loss functions: Hinge loss".

    >>> hinge_gradient([1.0, 1.0], [2.0, 0.5])
    array([ 0. , -0.5])
    """
    check_same_shape("hinge_gradient", y=y, y_hat=y_hat)
    n = check_count("hinge_gradient", "element", y.shape)
    return (weigh(hinge_slope(y, y_hat), -y) / n).value


@rounded_once
def contrastive_gradient(y: FloatArray, d: FloatArray, *, m: float = 1.0) -> FloatArray:
    """Return the gradient of ``contrastive`` in the distances.

        dd = (y * d - (1 - y) * max(0, m - d)) / N

    Args:
        y: 1 for a similar pair, 0 for a dissimilar one, shape ``(N,)``.
        d: distances of the pairs, same shape as ``y``.
        m: distance that dissimilar pairs should keep, zero or positive, in units of ``d``.

    Returns:
        the gradient, shape ``(N,)``, dtype of the inputs.

    Raises:
        ShapeError: the shapes differ, or there is nothing to average.
        DomainError: ``m`` is negative or not finite.

    Source:
        unit2, "Ranking loss functions: Contrastive loss".

    >>> contrastive_gradient([1.0, 0.0], [0.5, 0.5], m=2.0)
    array([ 0.25, -0.75])
    """
    check_same_shape("contrastive_gradient", y=y, d=d)
    n = check_count("contrastive_gradient", "element", y.shape)
    m = check_parameter("contrastive_gradient", "m", m, "nonnegative")
    gap = positive_part(Wide(m) - d)
    return ((weigh(y, d) - weigh(1.0 - y, gap)) / n).value


@rounded_once
def triplet_gradient(
    a: FloatArray, p: FloatArray, n: FloatArray, *, alpha: float = 1.0
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the gradient of ``triplet`` in anchors, positive and negative examples.

        da = 2 * (n - p) / N,  dp = 2 * (p - a) / N,  dn = 2 * (a - n) / N  in rows with a loss
        da = dp = dn = 0                                                    in the other rows

    Args:
        a: anchors, a row each, shape ``(N, D)``.
        p: positive examples, same shape as ``a``.
        n: negative examples, same shape as ``a``.
        alpha: margin between the squared distances, zero or positive.

    Returns:
        ``(da, dp, dn)``, each of shape ``(N, D)``, dtype of the inputs.

    Raises:
        ShapeError: the shapes differ, or there is nothing to average.
        DomainError: ``alpha`` is negative or not finite.

    Source:
        unit2, "Ranking loss functions: Triplet loss".

    >>> triplet_gradient([[0.0]], [[1.0]], [[2.0]], alpha=4.0)
    (array([[2.]]), array([[2.]]), array([[-4.]]))
    """
    check_same_shape("triplet_gradient", a=a, p=p, n=n)
    check_last_axis("triplet_gradient", "features", a=a)
    alpha = check_parameter("triplet_gradient", "alpha", alpha, "nonnegative")
    slope = triplet_slope(a, p, n, alpha)[..., None]
    scale = 2.0 / check_count("triplet_gradient", "row", a.shape[:-1])
    return (
        (weigh(slope, Wide(n) - p) * scale).value,
        (weigh(slope, Wide(p) - a) * scale).value,
        (weigh(slope, Wide(a) - n) * scale).value,
    )


@rounded_once
def margin_ranking_gradient(
    y: FloatArray, s_pos: FloatArray, s_neg: FloatArray, *, margin: float = 0.0
) -> tuple[FloatArray, FloatArray]:
    """Return the gradient of ``margin_ranking`` in both scores.

        ds_pos = -y / N,  ds_neg = y / N  where -y * (s_pos - s_neg) + margin > 0
        ds_pos = ds_neg = 0               elsewhere

    Args:
        y: 1 where ``s_pos`` should rank higher, -1 where ``s_neg`` should, shape ``(N,)``.
        s_pos: scores of the first items, same shape as ``y``.
        s_neg: scores of the second items, same shape as ``y``.
        margin: lead that a right order should have, zero or positive.

    Returns:
        ``(ds_pos, ds_neg)``, each of shape ``(N,)``, dtype of the floating inputs.

    Raises:
        ShapeError: the shapes differ, or there is nothing to average.
        DomainError: ``margin`` is negative or not finite.

    Source:
        unit2, "Ranking loss functions: Margin ranking loss".

    >>> margin_ranking_gradient([1, -1], [2.0, 4.0], [3.0, 5.0])
    (array([-0.5,  0. ]), array([0.5, 0. ]))
    """
    check_same_shape("margin_ranking_gradient", y=y, s_pos=s_pos, s_neg=s_neg)
    n = check_count("margin_ranking_gradient", "element", y.shape)
    margin = check_parameter("margin_ranking_gradient", "margin", margin, "nonnegative")
    slope = weigh(ranking_slope(y, s_pos, s_neg, margin), y) / n
    return (-slope).value, slope.value
