"""PyTorch as a Rosetta stone: activations and losses, each as one call of torch's own function.

The other formulas are in the modules ``torch_*`` beside this one. Tested with torch 2.13.0.
Results have the dtype of the inputs; Python numbers never widen it.
Conventions that a reader should know:

* losses take the prediction first and the target second, the documents the other way round;
* losses average over all elements unless ``reduction`` says otherwise (``DOCUMENT_FORM``);
* ``nll_loss`` and ``kl_div`` take log-probabilities, ``cross_entropy`` takes logits.

Derivatives are not listed: torch's own differentiation of these functions gives them.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

NAME = "torch"
VERSION = str(torch.__version__)
HOME = "https://pytorch.org"

# The arguments that turn torch's default into the form that the documents print.
DOCUMENT_FORM = {
    "squared_error": "reduction='none'",
    "cross_entropy_single": "reduction='none'",
    "sparse_categorical_cross_entropy": "reduction='sum'",
    "kl_divergence": "reduction='sum'",
    "triplet": "triplet_margin_with_distance_loss with a distance_function that squares",
    "multiclass_head": "reduction='sum'",
}

_LOGITS = "torch.nn.functional.cross_entropy takes logits, not probabilities: see "
MISSING = {
    "categorical_cross_entropy": _LOGITS + "multiclass_head",
    "hinge": "hinge_embedding_loss is another formula: it takes distances and adds them for y = 1",
    "contrastive": "no contrastive loss on distances; cosine_embedding_loss takes vectors",
    "pixelwise_cross_entropy": _LOGITS + "multiclass_head",
    "l1_penalty": "no penalty function; l1_loss compares two tensors and takes no factor",
    "l2_penalty": "no penalty function; weight_decay of torch.optim acts on gradients",
}


def identity(z: Tensor) -> Tensor:
    return torch.nn.Identity()(z)  # type: ignore[no-any-return]  # modules have no types


def step(z: Tensor) -> Tensor:
    return torch.heaviside(z, z.new_ones(()))  # torch: the value at 0 is an argument


def sigmoid(z: Tensor) -> Tensor:
    return torch.sigmoid(z)


def tanh(z: Tensor) -> Tensor:
    return torch.tanh(z)


def relu(z: Tensor) -> Tensor:
    return F.relu(z)


def leaky_relu(z: Tensor, *, alpha: float) -> Tensor:
    return F.leaky_relu(z, alpha)


def prelu(z: Tensor, alpha: Tensor) -> Tensor:
    return F.prelu(z, alpha)


def elu(z: Tensor, *, alpha: float) -> Tensor:
    return F.elu(z, alpha)


def softplus(z: Tensor) -> Tensor:
    return F.softplus(z)


def softmax(z: Tensor) -> Tensor:
    return F.softmax(z, dim=-1)  # torch: the axis must be named


def mse(y: Tensor, y_hat: Tensor) -> Tensor:
    return F.mse_loss(y_hat, y)


def squared_error(y: Tensor, y_hat: Tensor) -> Tensor:
    return F.mse_loss(y_hat, y)


def mae(y: Tensor, y_hat: Tensor) -> Tensor:
    return F.l1_loss(y_hat, y)


def huber(y: Tensor, y_hat: Tensor, *, delta: float) -> Tensor:
    return F.huber_loss(y_hat, y, delta=delta)


def binary_cross_entropy(y: Tensor, y_hat: Tensor) -> Tensor:
    return F.binary_cross_entropy(y_hat, y)


def cross_entropy_single(z: Tensor, y: Tensor) -> Tensor:
    return F.binary_cross_entropy(z, y)


def sparse_categorical_cross_entropy(y: Tensor, y_hat: Tensor) -> Tensor:
    return F.nll_loss(torch.log(y_hat), y)  # torch: takes log-probabilities


def negative_log_likelihood(y: Tensor, y_hat: Tensor) -> Tensor:
    return F.nll_loss(torch.log(y_hat), y)  # torch: takes log-probabilities


def kl_divergence(y: Tensor, y_hat: Tensor) -> Tensor:
    return F.kl_div(torch.log(y_hat), y)  # torch: takes the logarithm of the prediction


def triplet(a: Tensor, p: Tensor, n: Tensor, *, alpha: float) -> Tensor:
    return F.triplet_margin_loss(a, p, n, margin=alpha)


def margin_ranking(y: Tensor, s_pos: Tensor, s_neg: Tensor, *, margin: float) -> Tensor:
    return F.margin_ranking_loss(s_pos, s_neg, y, margin=margin)


def regression_head(y: Tensor, z: Tensor) -> Tensor:
    return F.mse_loss(z, y)


def binary_head(y: Tensor, z: Tensor) -> Tensor:
    return F.binary_cross_entropy_with_logits(z, y)


def multiclass_head(y: Tensor, z: Tensor) -> Tensor:
    return F.cross_entropy(z, y)


def multilabel_head(y: Tensor, z: Tensor) -> Tensor:
    return F.multilabel_soft_margin_loss(z, y)
