"""PyTorch as a Rosetta stone: neurons, layers and networks, by ``F.linear`` and its activations.

Tested with torch 2.13.0. Conventions that a reader should know:

* ``F.linear(x, W, b)`` has ``W`` of shape (out, in) as the documents, but examples in rows, where
  theirs stand in columns: what goes in and out is transposed.
"""

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor

from . import torch as stone
from ._torch_layers import activated, logits

DOCUMENT_FORM: dict[str, str] = {}
MISSING: dict[str, str] = {}


def weighted_sum(w: Tensor, x: Tensor, b: Tensor) -> Tensor:
    return F.linear(x, w, b)


def neuron(w: Tensor, x: Tensor, b: Tensor, *, activation: str) -> Tensor:
    return activated(activation)(F.linear(x, w, b))


def perceptron(w: Tensor, x: Tensor, b: Tensor) -> Tensor:
    return stone.step(F.linear(x, w, b))


def dense(W: Tensor, a: Tensor, b: Tensor, *, activation: str) -> Tensor:
    return activated(activation)(F.linear(a.t(), W, b)).t()


def mlp_forward(
    Ws: Sequence[Tensor], bs: Sequence[Tensor], x: Tensor, *, activation: str, output: str
) -> Tensor:
    return activated(output)(logits(Ws, bs, x, activation)).t()


def forward_example(
    x1: Tensor, x2: Tensor, w111: Tensor, w121: Tensor, b11: Tensor,
    w112: Tensor, w122: Tensor, b12: Tensor, w211: Tensor, w212: Tensor, bo: Tensor,
) -> tuple[Tensor, ...]:  # fmt: skip
    W = torch.stack((torch.stack((w111, w121)), torch.stack((w112, w122))))
    a = F.linear(torch.stack((x1, x2)), W, torch.stack((b11, b12)))
    h = torch.sigmoid(a)
    a3 = F.linear(h, torch.stack((w211, w212)), bo)
    return a[0], h[0], a[1], h[1], a3, torch.sigmoid(a3)
