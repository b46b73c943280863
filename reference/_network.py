"""Forward and backward through the layers, on numbers without end of range.

Examples stand in columns. ``delta`` is the derivative of the loss in the pre-activations.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from ._classes import sum_of_others
from ._layers import check_choice, columns, elementwise, layer_value, softmax
from ._validation import FloatArray
from ._wide import Wide, weigh, where


class Choices(NamedTuple):
    """What a network is made of: ids of the activations and of the loss."""

    function: str
    activation: str
    output: str
    loss: str


class Gradients(NamedTuple):
    """Derivatives of the loss in each layer's weights and biases."""

    dWs: list[Wide]
    dbs: list[Wide]


def _squared_error(y: FloatArray, a: Wide, rest: Wide, factor: Wide) -> Wide:
    # for y near 1, a - y = (1 - y) - (1 - a) does not cancel
    return factor * where(y > 0.5, Wide(1.0 - y) - rest, a - y) * 2.0


def _binary_cross_entropy(y: FloatArray, a: Wide, rest: Wide, factor: Wide) -> Wide:
    return weigh(1.0 - y, factor / rest) - weigh(y, factor / a)


def _categorical_cross_entropy(y: FloatArray, a: Wide, rest: Wide, factor: Wide) -> Wide:
    # 0 * log(0) is 0: a target of zero has no say, whatever the prediction
    return where(y != 0, -(factor / a * y), 0.0)


# factor * dL/da, from y, a, 1 - a and factor: the quotients factor / a come first, because a
# slope vanishes as fast as its activation does.
LOSSES: dict[str, Callable[[FloatArray, Wide, Wide, Wide], Wide]] = {
    "squared_error": _squared_error,
    "binary_cross_entropy": _binary_cross_entropy,
    "categorical_cross_entropy": _categorical_cross_entropy,
}


def output_delta(function: str, output: str, loss: str, y: FloatArray, z: Wide) -> Wide:
    """Return the derivative of the summed loss in the pre-activations of the last layer."""
    slope_of_loss = LOSSES[check_choice(function, "loss", loss, list(LOSSES))]
    if output == "softmax":
        # dL/dz[i] = a[i] * (dL/da[i] - sum_j a[j] * dL/da[j]), with c = a * dL/da
        #          = c[i] * (1 - a[i]) - a[i] * sum_{j != i} c[j]
        a = softmax(z)
        rest = sum_of_others(a.T).T
        c = slope_of_loss(y, a, rest, a)
        return c * rest - a * sum_of_others(c.T).T
    f = elementwise(function, "output", output)
    return slope_of_loss(y, f.value(z), f.rest(z), f.slope(z))


def pre_activations(W: Wide, b: Wide, a: Wide) -> Wide:
    """Return W @ a + b."""
    return W @ a + b[:, None]


def forward(Ws: Sequence[Wide], bs: Sequence[Wide], x: Wide, choices: Choices) -> Wide:
    """Return the activations of the last layer."""
    hidden = elementwise(choices.function, "activation", choices.activation)
    last = layer_value(choices.function, "output", choices.output)
    a = x
    for W, b in zip(Ws[:-1], bs[:-1], strict=True):
        a = hidden.value(pre_activations(W, b, a))
    return last(pre_activations(Ws[-1], bs[-1], a))


def layer_gradients(W: Wide, a_prev: Wide, delta: Wide) -> tuple[Wide, Wide, Wide]:
    """Return the derivatives in W, b and the activations before, summed over the batch."""
    return delta @ a_prev.T, delta.sum(axis=1), W.T @ delta


def backward(
    Ws: Sequence[Wide], bs: Sequence[Wide], x: FloatArray, y: FloatArray, choices: Choices
) -> Gradients:
    """Return the gradient of the loss: summed over the outputs, averaged over the batch."""
    function, activation, output, loss = choices
    hidden = elementwise(function, "activation", activation)
    layer_value(function, "output", output)
    activations, zs = [columns(x)], []
    for W, b in zip(Ws, bs, strict=True):
        zs.append(pre_activations(W, b, activations[-1]))
        activations.append(hidden.value(zs[-1]))

    targets = y[:, None] if y.ndim == 1 else y
    delta = output_delta(function, output, loss, targets, zs[-1]) / float(targets.shape[1])
    found = []
    for i in reversed(range(len(Ws))):
        dW, db, da = layer_gradients(Ws[i], activations[i], delta)
        found.append((dW, db))
        delta = da * hidden.slope(zs[i - 1]) if i else delta
    dWs, dbs = zip(*reversed(found), strict=True)
    return Gradients(list(dWs), list(dbs))
