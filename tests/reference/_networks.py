"""Exact losses of networks in balls, and gradients by differences: no backpropagation here."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from flint import arb, ctx

from ._exact import Balls, balls

Array = npt.NDArray[Any]

NETWORK_MODULES = (
    *("neurons", "backpropagation", "optimizers", "optimizer_steps"),
    *("initializers", "regularization", "metrics", "counts", "worked_networks"),
)

STEP = arb(2) ** -700
NUDGE = arb(2) ** -200
UNIT = 2.0**-53


def _each(function: Callable[[arb], arb]) -> Callable[[Balls], Balls]:
    return lambda z: np.asarray(np.frompyfunc(function, 1, 1)(z), object)


ELEMENTWISE: dict[str, Callable[[Balls], Balls]] = {
    "identity": lambda z: z,
    "sigmoid": _each(lambda z: 1 / (1 + (-z).exp())),
    "tanh": _each(lambda z: z.tanh()),
    "relu": _each(lambda z: z if z > 0 else arb(0)),
    "leaky_relu": _each(lambda z: z if z > 0 else z * arb(0.01)),
    "elu": _each(lambda z: z if z > 0 else z.exp() - 1),
    "softplus": _each(lambda z: (1 + z.exp()).log()),
}
_log = _each(lambda p: p.log())


def activation(name: str, z: Balls) -> Balls:
    if name != "softmax":
        return ELEMENTWISE[name](z)
    e = _each(lambda x: x.exp())(z)
    return e / e.sum(axis=0)


def loss(name: str, y: Balls, a: Balls) -> Balls:
    match name:
        case "squared_error":
            return ((a - y) ** 2).sum()
        case "binary_cross_entropy":
            return -_sum(y, _log(a)) - _sum(1 - y, _log(1 - a))
        case _:
            return -_sum(y, _log(a))


def _sum(weight: Balls, term: Balls) -> Balls:
    # 0 * log(0) is 0
    return sum((w * t for w, t in zip(weight.ravel(), term.ravel(), strict=True) if w != 0), arb(0))


def forward(Ws: Sequence[Balls], bs: Sequence[Balls], x: Balls, hidden: str, output: str) -> Balls:
    a = x
    for i, (W, b) in enumerate(zip(Ws, bs, strict=True)):
        z = W @ a + b.reshape(-1, *[1] * (a.ndim - 1))
        a = activation(output if i == len(Ws) - 1 else hidden, z)
    return a


class Network:
    """A network, its examples and its choices, in exact numbers."""

    def __init__(
        self, inputs: Sequence[Balls], layers: int, hidden: str, output: str, loss_name: str
    ):
        self.inputs, self.layers = list(inputs), layers
        self.hidden, self.output, self.loss_name = hidden, output, loss_name

    def loss(self) -> Balls:
        *parameters, x, y = self.inputs
        a = forward(
            parameters[: self.layers], parameters[self.layers :], x, self.hidden, self.output
        )
        return loss(self.loss_name, y, a) / (1 if x.ndim == 1 else x.shape[1])

    def gradient(self) -> list[Balls]:
        """Return the central differences of the loss in every parameter."""
        found = []
        for parameter in self.inputs[: 2 * self.layers]:
            slopes = np.empty(parameter.shape, object)
            for index in np.ndindex(parameter.shape):
                here, sides = parameter[index], []
                step = STEP * (abs(here) if here != 0 else STEP)
                for moved in (here + step, here - step):
                    parameter[index] = moved
                    sides.append(self.loss())
                parameter[index] = here
                slopes[index] = (sides[0] - sides[1]) / (2 * step)
            found.append(slopes)
        return found

    def nudged(self, random: np.random.Generator) -> "Network":
        signs = [random.choice([-1, 1], x.shape) for x in self.inputs]
        moved = [
            np.asarray(x * (1 + np.frompyfunc(int, 1, 1)(s) * NUDGE), object)
            for x, s in zip(self.inputs, signs, strict=True)
        ]
        return Network(moved, self.layers, self.hidden, self.output, self.loss_name)


def excess(
    got: Sequence[Array],
    arrays: Sequence[Array],
    layers: int,
    choices: tuple[str, str, str],
    bits: int = 2500,
) -> float:
    """Return the largest error of a gradient over its band; the band's sum is estimated.

    ``choices`` are the ids of the hidden activation, the output and the loss. NaN is never right.

    The estimate is the design's: the root mean square of the changes under a few random signs,
    times the root of the number of inputs.
    """
    random = np.random.default_rng(1)
    count = sum(array.size for array in arrays)
    with ctx.workprec(bits):
        network = Network([balls(array) for array in arrays], layers, *choices)
        exact = network.gradient()
        moved = [network.nudged(random).gradient() for _ in range(3)]
        worst = 0.0
        for k, (part, want) in enumerate(zip(got, exact, strict=True)):
            narrow = 0 if part.dtype == np.float64 else float(np.finfo(part.dtype).epsneg)
            least = arb(float(np.finfo(part.dtype).smallest_subnormal))
            for index in np.ndindex(part.shape):
                changes = [((m[k][index] - want[index]) / NUDGE).abs_upper() for m in moved]
                size = abs(want[index]) + (sum(c**2 for c in changes) / 3 * count).sqrt()
                allowed = size * 8 * UNIT + abs(want[index]) * narrow + least
                error = abs(arb(float(part[index])) - want[index])
                ratio = error / allowed
                if not ratio.is_finite():
                    return np.inf
                worst = max(worst, float(ratio.mid()) + float(ratio.rad()))
    return worst
