"""PyTorch as a Rosetta stone: the optimizers of ``torch.optim``, run over given gradients.

Tested with torch 2.13.0. Conventions that a reader should know:

* ``RMSprop`` and ``Adagrad`` add epsilon outside the root, ``Adadelta`` inside, as the documents;
* ``SGD(momentum=)`` sums gradients (heavy ball), it does not average them;
* what the documents do not name keeps torch's default.
"""

from collections.abc import Iterator

import torch
from torch import Tensor
from torch.optim import Optimizer

DOCUMENT_FORM = {
    "momentum": "lr=alpha*(1 - beta), momentum=beta; dampening=beta does not give it, because the "
    "first step stays undamped",
    "rmsprop": "none: epsilon is added outside the root and no argument moves it",
    "adagrad": "initial_accumulator_value=epsilon, eps=0; eps alone is added outside the root",
}
MISSING: dict[str, str] = {}
EAGER_ONLY = dict.fromkeys(
    ("sgd", "momentum", "rmsprop", "adagrad", "adadelta", "adam", "adam_moments",
     "gradient_descent_update"),
    "torch.compile does not trace torch.optim as a whole graph",
)  # fmt: skip


def sgd(theta: Tensor, grads: Tensor, *, eta: float) -> Tensor:
    theta = theta.clone()
    return _trajectory(torch.optim.SGD([theta], lr=eta), theta, grads)


def momentum(theta: Tensor, grads: Tensor, *, alpha: float, beta: float) -> Tensor:
    theta = theta.clone()
    return _trajectory(torch.optim.SGD([theta], lr=alpha, momentum=beta), theta, grads)


def rmsprop(theta: Tensor, grads: Tensor, *, eta: float, beta: float, epsilon: float) -> Tensor:
    theta = theta.clone()
    optimizer = torch.optim.RMSprop([theta], lr=eta, alpha=beta, eps=epsilon)
    return _trajectory(optimizer, theta, grads)


def adagrad(theta: Tensor, grads: Tensor, *, eta: float, epsilon: float) -> Tensor:
    theta = theta.clone()
    return _trajectory(torch.optim.Adagrad([theta], lr=eta, eps=epsilon), theta, grads)


def adadelta(theta: Tensor, grads: Tensor, *, rho: float, epsilon: float) -> Tensor:
    theta = theta.clone()
    return _trajectory(torch.optim.Adadelta([theta], rho=rho, eps=epsilon), theta, grads)


def adam(
    theta: Tensor, grads: Tensor, *, eta: float, beta1: float, beta2: float, epsilon: float
) -> Tensor:
    theta = theta.clone()
    optimizer = torch.optim.Adam([theta], lr=eta, betas=(beta1, beta2), eps=epsilon)
    return _trajectory(optimizer, theta, grads)


def adam_moments(
    theta: Tensor, grads: Tensor, *, beta1: float, beta2: float
) -> tuple[Tensor, Tensor]:
    theta = theta.clone()
    optimizer = torch.optim.Adam([theta], betas=(beta1, beta2))
    m, v = torch.empty_like(grads), torch.empty_like(grads)
    for i in _steps(optimizer, theta, grads):
        m[i] = optimizer.state[theta]["exp_avg"]
        v[i] = optimizer.state[theta]["exp_avg_sq"]
    return m, v


def gradient_descent_update(
    W: Tensor, b: Tensor, dW: Tensor, db: Tensor, *, alpha: float
) -> tuple[Tensor, Tensor]:
    W, b = W.clone(), b.clone()
    W.grad, b.grad = dW, db
    torch.optim.SGD([W, b], lr=alpha).step()
    return W, b


def _trajectory(optimizer: Optimizer, theta: Tensor, grads: Tensor) -> Tensor:
    """Return ``theta``, which the optimizer moves in place, as it is after each step."""
    path = torch.empty_like(grads)
    for i in _steps(optimizer, theta, grads):
        path[i] = theta
    return path


def _steps(optimizer: Optimizer, theta: Tensor, grads: Tensor) -> Iterator[int]:
    for i, g in enumerate(grads):
        theta.grad = g
        optimizer.step()
        yield i
