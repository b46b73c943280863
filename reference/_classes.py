"""The last axis as classes: what the softmax, its Jacobian and the multiclass head share."""

import numpy as np
import numpy.typing as npt

from . import _wide
from ._validation import FloatArray
from ._wide import Wide, where


def is_max(z: FloatArray) -> npt.NDArray[np.bool_]:
    """Mark the first maximum along the last axis, and nothing else."""
    first = np.argmax(z, axis=-1, keepdims=True)
    return np.asarray(np.arange(z.shape[-1]) == first)


def below_max(z: FloatArray) -> FloatArray:
    """Return z - max(z) along the last axis, 0 at the maximum even where that is infinite.

    Two equal infinities have no limit: they give NaN.
    """
    return np.where(is_max(z) & ~np.isnan(z), 0.0, z - np.max(z, axis=-1, keepdims=True))


def probabilities(z: FloatArray) -> Wide:
    """Return the softmax before its rounding, for what is built from it."""
    if z.size == 0:
        return Wide(z)
    # the largest exponential becomes exp(0) = 1: no overflow, and the sum is at least 1
    e = _wide.exp(below_max(z))
    return e / e.sum(axis=-1, keepdims=True)


def sum_of_others(x: Wide) -> Wide:
    """Return, for each element of the last axis, the sum of all the others."""
    same = np.eye(x.mantissa.shape[-1], dtype=bool)
    return where(~same, x[..., None, :], 0.0).sum(axis=-1)


def minus_log_probabilities(z: FloatArray) -> Wide:
    """Return -log(softmax(z)) along the last axis.

        -log(s[i]) = (max(z) - z[i]) + log(1 + sum_{j is not the maximum} exp(z[j] - max(z)))

    Both terms are positive, so the small loss of a confident and right prediction keeps its digits.
    """
    if z.size == 0:
        return Wide(z)
    top = is_max(z)
    rest = where(~top, _wide.exp(below_max(z)), 0.0).sum(axis=-1, keepdims=True)
    distance = Wide(np.max(z, axis=-1, keepdims=True)) - z
    at_top = top & ~np.isnan(z)
    return where(~at_top, distance, 0.0) + _wide.log1p(rest)
