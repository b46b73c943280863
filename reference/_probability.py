"""What the losses of probabilities share: terms whose weight of zero silences an infinity."""

import numpy as np

from ._validation import FloatArray
from ._wide import Wide, weigh


def entropy_terms(y: FloatArray, p: FloatArray) -> Wide:
    """Return -(y * log(p) + (1 - y) * log(1 - p)); both terms are positive for 0 <= y <= 1."""
    # log1p: 1 - p would drop the digits of a small p
    return weigh(y, -np.log(p)) + weigh(1.0 - y, -np.log1p(-p))


def entropy_slopes(y: FloatArray, p: FloatArray) -> Wide:
    """Return d/dp of ``entropy_terms``: (1 - y) / (1 - p) - y / p."""
    return share(1.0 - y, 1.0 - p) - share(y, p)


def share(y: FloatArray, p: FloatArray) -> Wide:
    """Return y / p, and 0 where y is 0: the limit for p to 0, too."""
    return weigh(y, Wide(1.0) / p)


def log_ratio(y: FloatArray, y_hat: FloatArray) -> FloatArray:
    """Return log(y / y_hat); where both are 0 it is -inf, which a weight of y silences.

    Near 1 the ratio itself would round the digits away that decide its logarithm; far from 1 it
    may overflow or underflow, and there the two logarithms are far apart and do not cancel.
    """
    excess = y - y_hat
    near = np.abs(excess) < y_hat / 2
    apart = np.where((y == 0) & (y_hat == 0), -np.inf, np.log(y) - np.log(y_hat))
    far = np.abs(apart) > 700
    return np.where(near, np.log1p(excess / y_hat), np.where(far, apart, np.log(y / y_hat)))
