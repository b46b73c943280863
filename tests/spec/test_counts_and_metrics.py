"""The counts, metrics and regularizers as they are shipped, against values worked by hand."""

import numpy as np
import pytest

from nnconform.adapters.as_written import ArrayNumbers, function
from nnconform.spec import ids, load

COUNTS = [f"{name}_parameter_count" for name in (
    "dense", "conv1d", "conv2d", "embedding", "simple_rnn", "lstm", "gru", "batch_norm", "prelu",
    "dropout", "max_pool")]  # fmt: skip
METRICS = ["accuracy", "precision", "recall", "f1", "auc_roc"]
NUMBERS = ArrayNumbers(np, np.dtype(np.float64))


def _value(identifier: str, *inputs: object, variant: str = "", **parameters: float) -> float:
    formula = load(identifier)
    rule = next((r for r in formula.variants if r.name == variant), formula.rule)
    return float(function(rule, NUMBERS)(*inputs, **parameters))


@pytest.mark.parametrize(
    ("group", "expected"), [("counts", COUNTS), ("metrics", METRICS)], ids=["counts", "metrics"]
)
def test_every_id_of_the_inventory_is_there(group: str, expected: list[str]) -> None:
    assert {i for i in ids() if load(i).group == group} == set(expected)
    assert {"batch_norm", "clip_by_value", "clip_by_norm"} <= set(ids())


@pytest.mark.parametrize("identifier", COUNTS)
def test_sizes_are_named(identifier: str) -> None:
    inputs = load(identifier).inputs
    assert all(given.domain == "count" for given in inputs.values())
    by_name = {name for name, given in inputs.items() if given.keyword}
    assert by_name == set(inputs) - {"sizes"}


@pytest.mark.parametrize(
    ("identifier", "inputs", "expected"),
    [
        ("dense_parameter_count", (np.array([3, 5, 2]),), 32),
        ("conv1d_parameter_count", (2, 5, 3), 35),
        ("conv2d_parameter_count", (3, 4, 2, 3), 76),
        ("embedding_parameter_count", (7, 3), 21),
        ("simple_rnn_parameter_count", (3, 2), 12),
        ("lstm_parameter_count", (3, 2), 48),
        ("gru_parameter_count", (3, 2), 36),
        ("batch_norm_parameter_count", (6,), 12),
        ("prelu_parameter_count", (6,), 6),
        ("dropout_parameter_count", (), 0),
        ("max_pool_parameter_count", (), 0),
    ],
)
def test_counts_by_hand(identifier: str, inputs: tuple[object, ...], expected: int) -> None:
    assert _value(identifier, *inputs) == expected


@pytest.mark.parametrize(
    ("identifier", "variant", "inputs"),
    [
        ("simple_rnn_parameter_count", "two_bias_vectors", (3, 2)),
        ("lstm_parameter_count", "two_bias_vectors", (3, 2)),
        ("gru_parameter_count", "two_bias_vectors", (3, 2)),
        ("prelu_parameter_count", "one_alpha", (6,)),
    ],
)
def test_conventions_are_those_of_pytorch(
    identifier: str, variant: str, inputs: tuple[int, ...]
) -> None:
    nn = pytest.importorskip("torch.nn")
    made = {"simple_rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}
    make = made.get(identifier.removesuffix("_parameter_count"))
    layer = nn.PReLU() if make is None else make(*inputs)
    own = sum(p.numel() for p in layer.parameters())
    assert _value(identifier, *inputs, variant=variant) == own


# 3 true positives, 1 false positive, 2 false negatives, 4 true negatives.
Y = np.array([1, 1, 1, 0, 1, 1, 0, 0, 0, 0])
Y_HAT = np.array([1, 1, 1, 1, 0, 0, 0, 0, 0, 0])


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [("accuracy", 7 / 10), ("precision", 3 / 4), ("recall", 3 / 5), ("f1", 2 / 3)],
)
def test_metrics_by_hand(identifier: str, expected: float) -> None:
    assert _value(identifier, Y, Y_HAT) == pytest.approx(expected, rel=1e-15)


def test_the_area_under_the_curve_by_hand() -> None:
    y, score = np.array([1, 1, 0, 0, 0]), np.array([0.9, 0.4, 0.4, 0.5, 0.1])
    # 0.9 beats all three; 0.4 beats one, ties one, loses one: 4.5 of 6
    assert _value("auc_roc", y, score) == 0.75
    assert _value("auc_roc", y, score, variant="ties_lost") == pytest.approx(4 / 6)
    assert _value("auc_roc", y, score, variant="ties_won") == pytest.approx(5 / 6)


def test_batch_norm_by_hand() -> None:
    x = np.array([[1.0, 0.0], [3.0, 4.0]])
    made = function(load("batch_norm").rule, NUMBERS)
    got = made(x, np.array([2.0, 1.0]), np.array([0.5, -1.0]), epsilon=3.0)
    # means 2 and 2, variances 1 and 4: divided by 2 and by sqrt(7)
    s = 2 / 7**0.5
    assert got == pytest.approx(np.array([[-0.5, -1 - s], [1.5, -1 + s]]))


def test_clipping_by_hand() -> None:
    g = np.array([3.0, -4.0])
    by_norm = function(load("clip_by_norm").rule, NUMBERS)
    assert by_norm(g, c=1.0) == pytest.approx(np.array([0.6, -0.8]))
    assert by_norm(g, c=10.0).tolist() == [3.0, -4.0]
    assert by_norm(0 * g, c=1.0).tolist() == [0.0, 0.0]
    by_value = function(load("clip_by_value").rule, NUMBERS)
    assert by_value(g, c=3.5).tolist() == [3.0, -3.5]
