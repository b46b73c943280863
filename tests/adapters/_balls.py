"""Networks and optimizers on arrays of flint balls: exact, and nobody's chain rule or loop.

Gradients are central differences with a step of 2**-200 at 600 bits.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from flint import arb, ctx

Balls = Any  # an array of balls
BITS = 600
STEP = arb(2) ** -200

_ball = np.frompyfunc(lambda x: arb(float(x)), 1, 1)

ACTIVATIONS: dict[str, Callable[[Balls], Balls]] = {
    "identity": lambda z: z,
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "tanh": np.tanh,
    "relu": lambda z: np.where(z > 0, z, 0 * z),
    "leaky_relu": lambda z: np.where(z > 0, z, arb(0.01) * z),
    "elu": lambda z: np.where(z > 0, z, np.exp(z) - 1),
    "softplus": lambda z: np.log(1 + np.exp(z)),
    "softmax": lambda z: np.exp(z) / np.exp(z).sum(axis=0),
}
LOSSES: dict[str, Callable[[Balls, Balls], Balls]] = {
    "squared_error": lambda y, a: (a - y) ** 2,
    "binary_cross_entropy": lambda y, a: -(y * np.log(a) + (1 - y) * np.log(1 - a)),
    "categorical_cross_entropy": lambda y, a: -y * np.log(a),
}


def balls(value: Any) -> Balls:
    """The exact values of floating-point numbers; lists stay lists."""
    if isinstance(value, list):
        return [balls(each) for each in value]
    return np.asarray(_ball(np.asarray(value, np.float64)), object)


def floats(value: Balls) -> Any:
    """Balls as float64."""
    return np.vectorize(float, otypes=[np.float64])(value)


def forward(
    Ws: Sequence[Balls], bs: Sequence[Balls], x: Balls, activation: str, output: str
) -> Any:
    """The last layer's activations; x is (in,) or (in, batch)."""
    a = x
    for i, (W, b) in enumerate(zip(Ws, bs, strict=True)):
        z = W @ a + (b if a.ndim == 1 else b[:, None])
        a = ACTIVATIONS[output if i == len(Ws) - 1 else activation](z)
    return a


def mean_loss(Ws: Any, bs: Any, x: Balls, y: Balls, activation: str, output: str, loss: str) -> Any:
    """The loss summed over outputs and averaged over the batch."""
    each = LOSSES[loss](y, forward(Ws, bs, x, activation, output))
    return each.sum() / (x.shape[1] if x.ndim == 2 else 1)


def gradients(function: Callable[..., Any], arrays: Sequence[Balls]) -> list[Balls]:
    """d function(*arrays) / d each element of each array."""
    with ctx.workprec(BITS):
        return [_slopes(function, arrays, k) for k in range(len(arrays))]


def _slopes(function: Callable[..., Any], arrays: Sequence[Balls], k: int) -> Balls:
    slopes = np.empty(arrays[k].shape, object)
    for index in np.ndindex(arrays[k].shape):
        sides = []
        for sign in (1, -1):
            moved = [np.array(array, object) for array in arrays]
            moved[k][index] = moved[k][index] + sign * STEP
            sides.append(function(*moved))
        slopes[index] = (sides[0] - sides[1]) / (2 * STEP)
    return slopes
