"""Parameter counts, each worked by hand and written as a sum of its parts."""

from typing import Any

import pytest

from nnconform import reference as _reference

# Lists are given, too, and anything else that is wrong.
reference: Any = _reference

COUNTS: list[tuple[str, dict[str, int], int]] = [
    ("conv1d", {"in_channels": 2, "out_channels": 3, "kernel_size": 4}, 24 + 3),
    (
        "conv2d",
        {"in_channels": 2, "out_channels": 3, "kernel_height": 4, "kernel_width": 5},
        120 + 3,
    ),
    ("embedding", {"num_embeddings": 7, "embedding_dim": 3}, 21),
    ("simple_rnn", {"input_size": 5, "units": 3}, 15 + 9 + 3),
    ("lstm", {"input_size": 5, "units": 3}, 60 + 36 + 12),
    ("gru", {"input_size": 5, "units": 3}, 45 + 27 + 9),
    ("batch_norm", {"features": 4}, 4 + 4),
    ("prelu", {"units": 4}, 4),
    ("dropout", {}, 0),
    ("max_pool", {}, 0),
]


@pytest.mark.parametrize(("layer", "sizes", "count"), COUNTS)
def test_layer_counts(layer: str, sizes: dict[str, int], count: int) -> None:
    assert getattr(reference, f"{layer}_parameter_count")(**sizes) == count


@pytest.mark.parametrize(
    ("sizes", "count"), [([3, 5, 2], 32), ([4], 0), ((1, 1), 2), ([2, 3, 4, 1], 9 + 16 + 5)]
)
def test_dense_counts(sizes: list[int], count: int) -> None:
    assert reference.dense_parameter_count(sizes) == count


def test_network_without_layers_is_refused() -> None:
    with pytest.raises(reference.ShapeError, match="sizes must hold at least"):
        reference.dense_parameter_count([])
