"""PyTorch's own layers for a network description, and what a model's layers are by formula.

Tested with torch 2.13.0. Layers are made on the device "meta", which has shapes and no memory.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from torch import nn

from .protocol import OwnLayer, Sizes


def build(layers: Sequence[Any], sizes: Sequence[Sizes]) -> list[OwnLayer]:
    """Make PyTorch's layer for each layer of a description.

    Args:
        layers: as :mod:`nnconform.conformance.network` has them.
        sizes: the arguments of each one's formula.
    """
    made = [
        _MADE.get(layer.kind, _nothing)(given) for layer, given in zip(layers, sizes, strict=True)
    ]
    return [
        OwnLayer(type(module).__name__, layer.formula, given, _count(module))
        for layer, module, given in zip(layers, made, sizes, strict=True)
    ]


def layers_of(model: nn.Module) -> Iterator[OwnLayer]:
    """The layers of a model that have no layers inside, in the order of their definition."""
    for name, module in model.named_modules():
        if any(True for _ in module.children()):
            continue
        title = f"{name}: {type(module).__name__}" if name else type(module).__name__
        formula, sizes = _described(module)
        trainable = any(p.requires_grad for p in module.parameters()) or not _count(module)
        yield OwnLayer(title, formula, sizes, _count(module), trainable)


def _described(module: nn.Module) -> tuple[str | None, Sizes]:
    for kind, (formula, sizes) in _DESCRIBED.items():
        if isinstance(module, kind):
            return f"{formula}_parameter_count", sizes(module)
    return None, {}


def _count(module: nn.Module) -> int:
    return sum(p.numel() for p in module.parameters())


def _nothing(_: Sizes) -> nn.Module:
    return nn.Identity()


def _conv2d(s: Sizes) -> nn.Module:
    kernel = (s["kernel_height"], s["kernel_width"])
    return nn.Conv2d(s["in_channels"], s["out_channels"], kernel, device="meta")


def _recurrent(make: Callable[..., nn.Module]) -> Callable[[Sizes], nn.Module]:
    return lambda s: make(s["input_size"], s["units"], device="meta")


_MADE: Mapping[str, Callable[[Sizes], nn.Module]] = {
    "dense": lambda s: nn.Linear(s["sizes"][0], s["sizes"][1], device="meta"),
    "conv1d": lambda s: nn.Conv1d(**s, device="meta"),
    "conv2d": _conv2d,
    "embedding": lambda s: nn.Embedding(**s, device="meta"),
    "simple_rnn": _recurrent(nn.RNN),
    "lstm": _recurrent(nn.LSTM),
    "gru": _recurrent(nn.GRU),
    "batch_norm": lambda s: nn.BatchNorm1d(s["features"], device="meta"),
    "prelu": lambda s: nn.PReLU(device="meta"),  # torch: one slope, however many units
}

_NORMS = (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)
_POOLS = (nn.MaxPool1d, nn.MaxPool2d, nn.MaxPool3d)
_DROPOUTS = (nn.Dropout, nn.Dropout1d, nn.Dropout2d, nn.Dropout3d)


def _none(_: Any) -> Sizes:
    return {}


def _recurrent_sizes(m: Any) -> Sizes:
    return {"input_size": m.input_size, "units": m.hidden_size}


_DESCRIBED: Mapping[Any, tuple[str, Callable[[Any], Sizes]]] = {
    nn.Linear: ("dense", lambda m: {"sizes": (m.in_features, m.out_features)}),
    nn.Conv1d: ("conv1d", lambda m: {
        "in_channels": m.in_channels, "out_channels": m.out_channels,
        "kernel_size": m.kernel_size[0]}),
    nn.Conv2d: ("conv2d", lambda m: {
        "in_channels": m.in_channels, "out_channels": m.out_channels,
        "kernel_height": m.kernel_size[0], "kernel_width": m.kernel_size[1]}),
    nn.Embedding: ("embedding", lambda m: {
        "num_embeddings": m.num_embeddings, "embedding_dim": m.embedding_dim}),
    nn.RNN: ("simple_rnn", _recurrent_sizes),
    nn.LSTM: ("lstm", _recurrent_sizes),
    nn.GRU: ("gru", _recurrent_sizes),
    _NORMS: ("batch_norm", lambda m: {"features": m.num_features}),
    nn.PReLU: ("prelu", lambda m: {"units": m.num_parameters}),
    _DROPOUTS: ("dropout", _none),
    _POOLS: ("max_pool", _none),
}  # fmt: skip
