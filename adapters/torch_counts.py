"""PyTorch as a Rosetta stone: what is counted; the parameters of its own layers.

Tested with torch 2.13.0. Layers are made on the device "meta", which has shapes and no memory.
Conventions that a reader should know:

* a recurrent layer has two bias vectors a gate, which are added;
* ``parameters()`` are those that are trained: running statistics are ``buffers()``;
* ``PReLU`` has one slope for all units unless it is told how many there are.
"""

from torch import Tensor, nn

DOCUMENT_FORM = {
    "simple_rnn_parameter_count": "none: bias=False leaves both bias vectors out",
    "lstm_parameter_count": "none: bias=False leaves both bias vectors of a gate out",
    "gru_parameter_count": "none: bias=False leaves both bias vectors of a gate out",
    "prelu_parameter_count": "num_parameters=units",
}
_METRICS = "no metrics in torch: torchmetrics and torcheval are packages of their own"
MISSING = dict.fromkeys(("accuracy", "precision", "recall", "f1", "auc_roc"), _METRICS)
EAGER_ONLY = dict.fromkeys(
    ("dense_parameter_count", "conv1d_parameter_count", "conv2d_parameter_count",
     "embedding_parameter_count", "simple_rnn_parameter_count", "lstm_parameter_count",
     "gru_parameter_count", "batch_norm_parameter_count", "prelu_parameter_count",
     "dropout_parameter_count", "max_pool_parameter_count"),
    "counting parameters runs no tensors, so there is nothing to compile",
)  # fmt: skip


def dense_parameter_count(sizes: Tensor) -> int:
    n = sizes.tolist()
    layers = [nn.Linear(n[i], n[i + 1], device="meta") for i in range(len(n) - 1)]
    return _count(nn.Sequential(*layers))


def conv1d_parameter_count(*, in_channels: int, out_channels: int, kernel_size: int) -> int:
    return _count(nn.Conv1d(in_channels, out_channels, kernel_size, device="meta"))


def conv2d_parameter_count(
    *, in_channels: int, out_channels: int, kernel_height: int, kernel_width: int
) -> int:
    kernel = (kernel_height, kernel_width)
    return _count(nn.Conv2d(in_channels, out_channels, kernel, device="meta"))


def embedding_parameter_count(*, num_embeddings: int, embedding_dim: int) -> int:
    return _count(nn.Embedding(num_embeddings, embedding_dim, device="meta"))


def simple_rnn_parameter_count(*, input_size: int, units: int) -> int:
    return _count(nn.RNN(input_size, units, device="meta"))


def lstm_parameter_count(*, input_size: int, units: int) -> int:
    return _count(nn.LSTM(input_size, units, device="meta"))


def gru_parameter_count(*, input_size: int, units: int) -> int:
    return _count(nn.GRU(input_size, units, device="meta"))


def batch_norm_parameter_count(*, features: int) -> int:
    return _count(nn.BatchNorm1d(features, device="meta"))


def prelu_parameter_count(*, units: int) -> int:
    return _count(nn.PReLU(device="meta"))  # torch: one slope, however many units


def dropout_parameter_count() -> int:
    return _count(nn.Dropout())


def max_pool_parameter_count() -> int:
    return _count(nn.MaxPool2d(2))


def _count(layer: nn.Module) -> int:
    return sum(p.numel() for p in layer.parameters())
