"""The losses with a margin: hinge, and the ranking losses. Same manner as ``losses``."""

from ._margin import hinge_margin, ranking_margin, triplet_margin
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
def hinge(y: FloatArray, y_hat: FloatArray) -> FloatArray:
    """Return the mean hinge loss.

        loss = mean(max(0, 1 - y * y_hat))

    Args:
        y: labels, -1 or 1, shape ``(*n)``.
        y_hat: scores, same shape as ``y``.

    Returns:
        the loss, shape ``()``, dtype of the floating inputs.

    Raises:
        ShapeError: the shapes differ, or there is nothing to average.

    Source:
        unit2, "Classification loss functions: Hinge loss".

    >>> hinge([1.0, 1.0, 1.0], [2.0, 0.5, -0.5])
    array(0.66666667)
    """
    check_same_shape("hinge", y=y, y_hat=y_hat)
    n = check_count("hinge", "element", y.shape)
    return (positive_part(hinge_margin(y, y_hat)).sum() / n).value


@rounded_once
def contrastive(y: FloatArray, d: FloatArray, *, m: float = 1.0) -> FloatArray:
    """Return the contrastive loss of pairs.

        loss = sum(y * d**2 + (1 - y) * max(0, m - d)**2) / (2 * N)

    Args:
        y: 1 for a similar pair, 0 for a dissimilar one, shape ``(N,)``.
        d: distances of the pairs, same shape as ``y``.
        m: distance that dissimilar pairs should keep, zero or positive, in units of ``d``.

    Returns:
        the loss, shape ``()``, dtype of the inputs.

    Raises:
        ShapeError: the shapes differ, or there is nothing to average.
        DomainError: ``m`` is negative or not finite.

    Source:
        unit2, "Ranking loss functions: Contrastive loss"; its example leaves out the 1/2.

    >>> contrastive([1.0, 0.0], [0.5, 0.5], m=2.0)
    array(0.625)
    """
    check_same_shape("contrastive", y=y, d=d)
    n = check_count("contrastive", "element", y.shape)
    m = check_parameter("contrastive", "m", m, "nonnegative")
    gap = positive_part(Wide(m) - d)
    loss = weigh(y, Wide(d) * d) + weigh(1.0 - y, gap * gap)
    return (loss.sum() / (2 * n)).value


@rounded_once
def triplet(a: FloatArray, p: FloatArray, n: FloatArray, *, alpha: float = 1.0) -> FloatArray:
    """Return the mean triplet loss with squared distances.

        loss = mean(max(0, sum((a - p)**2) - sum((a - n)**2) + alpha))

    The sums run over the last axis.

    Args:
        a: anchors, a row each, shape ``(N, D)``.
        p: positive examples, same shape as ``a``.
        n: negative examples, same shape as ``a``.
        alpha: margin between the squared distances, zero or positive.

    Returns:
        the loss, shape ``()``, dtype of the inputs.

    Raises:
        ShapeError: the shapes differ, or there is nothing to average.
        DomainError: ``alpha`` is negative or not finite.

    Source:
        unit2, "Ranking loss functions: Triplet loss"; its example does not square.

    >>> triplet([[0.0, 0.0]], [[1.0, 2.0]], [[2.0, 1.0]], alpha=0.5)
    array(0.5)
    """
    check_same_shape("triplet", a=a, p=p, n=n)
    check_last_axis("triplet", "features", a=a)
    alpha = check_parameter("triplet", "alpha", alpha, "nonnegative")
    loss = positive_part(triplet_margin(a, p, n, alpha))
    rows = check_count("triplet", "row", a.shape[:-1])
    return (loss.sum() / rows).value


@rounded_once
def margin_ranking(
    y: FloatArray, s_pos: FloatArray, s_neg: FloatArray, *, margin: float = 0.0
) -> FloatArray:
    """Return the mean margin ranking loss.

        loss = mean(max(0, -y * (s_pos - s_neg) + margin))

    Args:
        y: 1 where ``s_pos`` should rank higher, -1 where ``s_neg`` should, shape ``(N,)``.
        s_pos: scores of the first items, same shape as ``y``.
        s_neg: scores of the second items, same shape as ``y``.
        margin: lead that a right order should have, zero or positive.

    Returns:
        the loss, shape ``()``, dtype of the floating inputs.

    Raises:
        ShapeError: the shapes differ, or there is nothing to average.
        DomainError: ``margin`` is negative or not finite.

    Source:
        unit2, "Ranking loss functions: Margin ranking loss".

    >>> margin_ranking([1, -1], [2.0, 4.0], [2.0, 5.0], margin=1.0)
    array(0.5)
    """
    check_same_shape("margin_ranking", y=y, s_pos=s_pos, s_neg=s_neg)
    n = check_count("margin_ranking", "element", y.shape)
    margin = check_parameter("margin_ranking", "margin", margin, "nonnegative")
    return (positive_part(ranking_margin(y, s_pos, s_neg, margin)).sum() / n).value
