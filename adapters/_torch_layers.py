"""A network of PyTorch's own layers, as torch_networks and torch_gradients run it."""

from collections.abc import Callable, Sequence
from functools import partial

import torch.nn.functional as F
from torch import Tensor

from . import torch as stone
from .protocol import Missing

# Those with a slope of their own have the documents' value by default (0.01 and 1).
ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "identity": stone.identity,
    "step": stone.step,
    "sigmoid": stone.sigmoid,
    "tanh": stone.tanh,
    "relu": stone.relu,
    "leaky_relu": F.leaky_relu,
    "elu": F.elu,
    "softplus": stone.softplus,
    "softmax": partial(F.softmax, dim=-1),  # over the classes of each example, in rows here
}


def activated(name: str) -> Callable[[Tensor], Tensor]:
    """Return the activation of a formula id.

    Raises:
        Missing: it is none that a layer applies without an argument.
    """
    if name not in ACTIVATIONS:
        raise Missing(f"torch's layers are run with {', '.join(ACTIVATIONS)}; {name} is none")
    return ACTIVATIONS[name]


def logits(Ws: Sequence[Tensor], bs: Sequence[Tensor], x: Tensor, activation: str) -> Tensor:
    """Return the last layer before its output function, (out,) or with examples in rows."""
    a = x.t()
    for W, b in zip(Ws[:-1], bs[:-1], strict=True):
        a = activated(activation)(F.linear(a, W, b))
    return F.linear(a, Ws[-1], bs[-1])
