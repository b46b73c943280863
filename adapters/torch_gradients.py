"""PyTorch as a Rosetta stone: backpropagation, which is ``torch.autograd`` on its own layers.

Tested with torch 2.13.0. Nothing is propagated by hand: a forward pass by ``F.linear``, torch's
activations and losses is differentiated. Conventions that a reader should know:

* losses are summed over the outputs and averaged over the batch, the documents' way;
* ``F.cross_entropy`` contains the softmax: it takes the logits of the last layer.
"""

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor

from ._torch_layers import activated, logits
from .protocol import Missing

_LOGITS = (
    "F.binary_cross_entropy_with_logits on the sums of the last layer; behind a sigmoid that has "
    "reached 0 or 1 the gradient of F.binary_cross_entropy is zero"
)
DOCUMENT_FORM = {
    "binary_cross_entropy_output_gradient": "none: a*(1 - a) in the denominator is kept at 1e-12 "
    "or above",
    "mlp_backward": _LOGITS,
    "minibatch_gradient": _LOGITS,
    "train_step": _LOGITS,
}
MISSING = {
    "delta_rule": "no rule on outputs: torch differentiates a forward pass, see mlp_backward",
}
_AUTOGRAD = "torch.compile does not trace torch.autograd.grad or torch.optim as a whole graph"
EAGER_ONLY = dict.fromkeys(
    ("binary_cross_entropy_output_gradient", "layer_delta", "dense_backward", "chain_rule",
     "mlp_backward", "minibatch_gradient", "train_step", "backpropagation_example"),
    _AUTOGRAD,
)  # fmt: skip

Arrays = Sequence[Tensor]
Gradients = tuple[tuple[Tensor, ...], tuple[Tensor, ...]]


def binary_cross_entropy_output_gradient(y: Tensor, a: Tensor) -> Tensor:
    (leaf,) = _leaves(a)
    loss = F.binary_cross_entropy(leaf, y, reduction="sum")
    return torch.autograd.grad(loss, leaf)[0]


def layer_delta(dL_da: Tensor, z: Tensor, *, activation: str) -> Tensor:
    (leaf,) = _leaves(z)
    return torch.autograd.grad(activated(activation)(leaf), leaf, dL_da)[0]


def dense_backward(W: Tensor, a_prev: Tensor, delta: Tensor) -> tuple[Tensor, ...]:
    leaves = _leaves(W, W.new_zeros(len(W)), a_prev)
    z = F.linear(leaves[2].t(), leaves[0], leaves[1]).t()
    return torch.autograd.grad(z, leaves, delta)


def chain_rule(
    w: Tensor, x: Tensor, b: Tensor, y: Tensor, *, activation: str, loss: str = "squared_error"
) -> Tensor:
    (leaf,) = _leaves(w)
    return torch.autograd.grad(_loss(F.linear(x, leaf, b), y, activation, loss), leaf)[0]


def mlp_backward(
    Ws: Arrays, bs: Arrays, x: Tensor, y: Tensor, *, activation: str, output: str, loss: str
) -> Gradients:
    leaves = _leaves(*Ws, *bs)
    depth = len(Ws)
    z = logits(leaves[:depth], leaves[depth:], x, activation)
    found = torch.autograd.grad(_loss(z, y.t(), output, loss) / _examples(z), leaves)
    return found[:depth], found[depth:]


def minibatch_gradient(
    Ws: Arrays, bs: Arrays, x: Tensor, y: Tensor, batch: Tensor,
    *, activation: str, output: str, loss: str,
) -> Gradients:  # fmt: skip
    chosen = x[:, batch], y[:, batch]
    return mlp_backward(Ws, bs, *chosen, activation=activation, output=output, loss=loss)


def train_step(
    Ws: Arrays, bs: Arrays, x: Tensor, y: Tensor,
    *, alpha: float, steps: int, activation: str, output: str, loss: str,
) -> Gradients:  # fmt: skip
    leaves = _leaves(*(p.clone() for p in (*Ws, *bs)))  # torch: optimizers move them in place
    depth = len(Ws)
    optimizer = torch.optim.SGD(leaves, lr=alpha)
    for _ in range(steps):
        optimizer.zero_grad()
        z = logits(leaves[:depth], leaves[depth:], x, activation)
        mean_loss = _loss(z, y.t(), output, loss) / _examples(z)
        mean_loss.backward()  # type: ignore[no-untyped-call]  # torch has no types for it
        optimizer.step()
    moved = tuple(p.detach() for p in leaves)
    return moved[:depth], moved[depth:]


def backpropagation_example(
    x1: Tensor, x2: Tensor, w11: Tensor, w21: Tensor, w12: Tensor, w22: Tensor,
    w13: Tensor, w23: Tensor, target: Tensor,
    *, eta: float,
) -> tuple[Tensor, ...]:  # fmt: skip
    x = torch.stack((x1, x2))
    W = torch.stack((torch.stack((w11, w21)), torch.stack((w12, w22))))
    # The biases are zero: the loss falls along them by the error terms of their units.
    leaves = _leaves(W, torch.stack((w13, w23)), torch.zeros_like(x), torch.zeros_like(x1))
    a, y, a3, y5 = _two_layers(x, *leaves)
    loss = F.mse_loss(y5, target) / 2
    downhill = [-slope for slope in torch.autograd.grad(loss, leaves)]
    dW, dv, delta, delta5 = downhill
    W, v = W + eta * dW, leaves[1] + eta * dv
    _, new_y, _, new_y5 = _two_layers(x, W, v, *leaves[2:])
    found: tuple[Tensor, ...] = (a[0], y[0], a[1], y[1], a3, y5, target - y5)
    found += (delta5, delta[0], delta[1])
    found += (eta * dv[1], v[1], eta * dW[0, 0], W[0, 0], W[1, 0], v[0], W[0, 1], W[1, 1])
    return (*found, new_y[0], new_y[1], new_y5, target - new_y5)


def _two_layers(x: Tensor, W: Tensor, v: Tensor, b: Tensor, c: Tensor) -> tuple[Tensor, ...]:
    a = F.linear(x, W, b)
    y = torch.sigmoid(a)
    a3 = F.linear(y, v, c)
    return a, y, a3, torch.sigmoid(a3)


def _loss(z: Tensor, y: Tensor, output: str, loss: str) -> Tensor:
    """The loss of the output function on ``z``, summed; examples in rows."""
    if loss == "squared_error":
        return F.mse_loss(activated(output)(z), y, reduction="sum")
    if loss == "binary_cross_entropy":
        return F.binary_cross_entropy(activated(output)(z), y, reduction="sum")
    if loss == "categorical_cross_entropy" and output == "softmax":
        return F.cross_entropy(z, y, reduction="sum")
    raise Missing(f"torch has no {loss} on outputs of {output}: F.cross_entropy contains softmax")


def _leaves(*tensors: Tensor) -> list[Tensor]:
    return [tensor.detach().requires_grad_() for tensor in tensors]


def _examples(z: Tensor) -> int:
    return len(z) if z.ndim == 2 else 1
