"""The metrics against counts by hand, and the area under the curve against all pairs."""

from typing import Any

import numpy as np
import pytest

from nnconform import reference as _reference

# Lists are given, too, and anything else that is wrong.
reference: Any = _reference

# TP 3, FP 1, FN 2, TN 4
Y = [1, 1, 1, 1, 1, 0, 0, 0, 0, 0]
Y_HAT = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]


def test_metrics_worked_by_hand() -> None:
    assert reference.accuracy(Y, Y_HAT) == 0.7
    assert reference.precision(Y, Y_HAT) == 0.75
    assert reference.recall(Y, Y_HAT) == 0.6
    assert reference.f1(Y, Y_HAT) == pytest.approx(2 / 3, rel=1e-16)


@pytest.mark.parametrize("name", ["precision", "recall", "f1", "auc_roc"])
def test_nothing_out_of_nothing_is_zero(name: str) -> None:
    assert getattr(reference, name)([0, 0], [0, 0]) == 0


def test_precision_and_recall_are_not_exchanged() -> None:
    assert (reference.precision([1, 0], [1, 1]), reference.recall([1, 0], [1, 1])) == (0.5, 1.0)


def test_area_is_the_share_of_pairs() -> None:
    random = np.random.default_rng(9)
    for _ in range(50):
        y, score = random.integers(0, 2, 12), random.integers(0, 5, 12) / 4
        pairs: list[Any] = [
            np.sign(p - n) for p in score[y == 1] for n in score[y == 0]
        ]  # fmt: skip
        want = np.mean([(sign + 1) / 2 for sign in pairs]) if pairs else 0.0
        assert reference.auc_roc(y, score) == pytest.approx(want, rel=1e-15)


def test_area_of_extreme_scores() -> None:
    assert reference.auc_roc([1, 0], [5e-324, 0.0]) == 1
    assert reference.auc_roc([1, 0], [-np.inf, -1e308]) == 0
    assert reference.auc_roc([1, 0], [np.inf, np.inf]) == 0.5
    assert np.isnan(reference.auc_roc([1, 0], [np.nan, 0.0]))
