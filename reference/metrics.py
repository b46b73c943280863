"""The metrics of a binary classification; labels are 0 and 1, and 1 is the positive class.

The documents leave 0/0 open: here it is 0, as no success was seen.
"""

import numpy as np

from ._precision import rounded_once
from ._validation import DomainError, FloatArray, check_count, check_same_shape


@rounded_once
def accuracy(y: FloatArray, y_hat: FloatArray) -> FloatArray:
    """Return the share of right predictions.

        accuracy = (TP + TN) / (TP + TN + FP + FN)

    Args:
        y: labels, 0 or 1, shape ``(*n)``.
        y_hat: predictions, 0 or 1, same shape as ``y``.

    Returns:
        the share, shape ``()``, dtype of the floating inputs, float64 for integers.

    Raises:
        ShapeError: the shapes differ, or there is no label.
        DomainError: a label is neither 0 nor 1.

    Source:
        nutshell, "Metric recap: Accuracy".

    >>> accuracy([1, 0, 1, 1], [1, 0, 0, 1])
    array(0.75)
    """
    _check("accuracy", y, y_hat)
    return np.asarray(np.mean(y == y_hat))


@rounded_once
def precision(y: FloatArray, y_hat: FloatArray) -> FloatArray:
    """Return the share of the predicted positives that are positive.

        precision = TP / (TP + FP)

    Args:
        y: labels, 0 or 1, shape ``(*n)``.
        y_hat: predictions, 0 or 1, same shape as ``y``.

    Returns:
        the share, shape ``()``, dtype of the floating inputs, float64 for integers; 0 for 0/0.

    Raises:
        ShapeError: the shapes differ, or there is no label.
        DomainError: a label is neither 0 nor 1.

    Source:
        nutshell, "Metric recap: Precision".

    >>> precision([1, 0, 1, 1], [1, 1, 0, 1])
    array(0.66666667)
    """
    tp, fp, _ = _counts("precision", y, y_hat)
    return _ratio(tp, tp + fp)


@rounded_once
def recall(y: FloatArray, y_hat: FloatArray) -> FloatArray:
    """Return the share of the positives that are predicted.

        recall = TP / (TP + FN)

    Args:
        y: labels, 0 or 1, shape ``(*n)``.
        y_hat: predictions, 0 or 1, same shape as ``y``.

    Returns:
        the share, shape ``()``, dtype of the floating inputs, float64 for integers; 0 for 0/0.

    Raises:
        ShapeError: the shapes differ, or there is no label.
        DomainError: a label is neither 0 nor 1.

    Source:
        nutshell, "Metric recap: Recall".

    >>> recall([1, 0, 1, 1, 1], [1, 1, 0, 0, 1])
    array(0.5)
    """
    tp, _, fn = _counts("recall", y, y_hat)
    return _ratio(tp, tp + fn)


@rounded_once
def f1(y: FloatArray, y_hat: FloatArray) -> FloatArray:
    """Return the harmonic mean of precision and recall.

        f1 = 2 * precision * recall / (precision + recall)
           = 2 * TP / (2 * TP + FP + FN)

    Args:
        y: labels, 0 or 1, shape ``(*n)``.
        y_hat: predictions, 0 or 1, same shape as ``y``.

    Returns:
        the share, shape ``()``, dtype of the floating inputs, float64 for integers; 0 for 0/0.

    Raises:
        ShapeError: the shapes differ, or there is no label.
        DomainError: a label is neither 0 nor 1.

    Source:
        nutshell, "Metric recap: F1 Score".

    >>> f1([1, 0, 1, 1], [1, 0, 0, 0])
    array(0.5)
    """
    tp, fp, fn = _counts("f1", y, y_hat)
    return _ratio(2 * tp, 2 * tp + fp + fn)


@rounded_once
def auc_roc(y: FloatArray, score: FloatArray) -> FloatArray:
    """Return the area under the ROC curve.

        auc = share of the pairs of a positive and a negative in which the positive has the
              higher score; an equal score counts 1/2

    Args:
        y: labels, 0 or 1, shape ``(*n)``.
        score: scores, higher for a likelier positive, same shape as ``y``.

    Returns:
        the share, shape ``()``, dtype of the floating inputs; 0 without a pair, NaN for a NaN.

    Raises:
        ShapeError: the shapes differ, or there is no label.
        DomainError: a label is neither 0 nor 1.

    Source:
        nutshell, "Metric recap: AUC-ROC".

    >>> auc_roc([1, 0, 1, 0], [0.9, 0.4, 0.4, 0.1])
    array(0.875)
    """
    check_same_shape("auc_roc", y=y, score=score)
    check_count("auc_roc", "label", y.shape)
    _check_labels("auc_roc", "y", y)
    if np.isnan(score).any():
        return np.asarray(np.nan)
    positives, negatives = score[y == 1], np.sort(score[y == 0])
    # negatives below a positive, plus those not above it: twice the pairs ranked right
    below = np.searchsorted(negatives, positives, side="left")
    not_above = np.searchsorted(negatives, positives, side="right")
    return _ratio(int(np.sum(below + not_above)), 2 * positives.size * negatives.size)


def _counts(function: str, y: FloatArray, y_hat: FloatArray) -> tuple[int, int, int]:
    """Return the numbers of true positives, false positives and false negatives."""
    _check(function, y, y_hat)
    tp, fp, fn = (y == 1) & (y_hat == 1), (y == 0) & (y_hat == 1), (y == 1) & (y_hat == 0)
    return int(tp.sum()), int(fp.sum()), int(fn.sum())


def _ratio(part: int, whole: int) -> FloatArray:
    return np.asarray(part / whole if whole else 0.0)


def _check(function: str, y: FloatArray, y_hat: FloatArray) -> None:
    check_same_shape(function, y=y, y_hat=y_hat)
    check_count(function, "label", y.shape)
    _check_labels(function, "y", y)
    _check_labels(function, "y_hat", y_hat)


def _check_labels(function: str, name: str, y: FloatArray) -> None:
    wrong = (y != 0) & (y != 1)
    if wrong.any():
        raise DomainError(f"{function}: {name} must hold zeros and ones, got {y[wrong][0]:g}")
