"""PyTorch as a Rosetta stone: dropout, batch normalization and gradient clipping.

Tested with torch 2.13.0. Conventions that a reader should know:

* ``F.dropout`` divides what it keeps by 1 - p, and draws from torch's global generator;
* ``clip_grad_value_`` and ``clip_grad_norm_`` change the gradients of parameters in place.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

DOCUMENT_FORM = {
    "dropout": "none: what is kept is divided by 1 - p; multiply the result by 1 - p",
    "clip_by_norm": "none: 1e-6 is added to the norm and no argument moves it",
}
MISSING: dict[str, str] = {}
EAGER_ONLY = dict.fromkeys(
    ("dropout", "clip_by_value", "clip_by_norm"),
    "torch.compile does not trace seeds, or gradients that are changed in place",
)


def dropout(x: Tensor, *, p: float, seed: int, training: bool) -> Tensor:
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return F.dropout(x, p, training)


def batch_norm(x: Tensor, gamma: Tensor, beta: Tensor, *, epsilon: float) -> Tensor:
    return F.batch_norm(x, None, None, gamma, beta, training=True, eps=epsilon)


def clip_by_value(g: Tensor, *, c: float) -> Tensor:
    holder = _holder(g)
    torch.nn.utils.clip_grad_value_(holder, c)
    return _clipped(holder)


def clip_by_norm(g: Tensor, *, c: float) -> Tensor:
    holder = _holder(g)
    torch.nn.utils.clip_grad_norm_(holder, c)
    return _clipped(holder)


def _holder(g: Tensor) -> Tensor:
    """A parameter that has a copy of ``g`` as its gradient."""
    holder = torch.empty_like(g)
    holder.grad = g.detach().clone()
    return holder


def _clipped(holder: Tensor) -> Tensor:
    assert holder.grad is not None
    return holder.grad
