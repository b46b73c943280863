"""The two networks that unit2 works through number by number, in its own order and names.

Each has two inputs, two hidden sigmoid units and one sigmoid output. All quantities are numbers,
and all that the document prints are returned.
"""

import numpy as np

from . import _wide
from ._precision import rounded_once
from ._validation import FloatArray, ShapeError, check_parameter
from ._wide import Wide

Number = FloatArray | float
ForwardPass = tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]


@rounded_once
def forward_example(
    x1: Number,
    x2: Number,
    w111: Number,
    w121: Number,
    b11: Number,
    w112: Number,
    w122: Number,
    b12: Number,
    w211: Number,
    w212: Number,
    bo: Number,
) -> ForwardPass:
    """Return every quantity of the worked forward pass.

        a1 = w111 * x1 + w121 * x2 + b11,  h1 = sigmoid(a1)
        a2 = w112 * x1 + w122 * x2 + b12,  h2 = sigmoid(a2)
        a3 = w211 * h1 + w212 * h2 + bo,   h3 = sigmoid(a3)

    Args:
        x1, x2: inputs.
        w111, w121, b11: weights and bias of the first hidden unit.
        w112, w122, b12: those of the second.
        w211, w212, bo: those of the output.

    Returns:
        ``(a1, h1, a2, h2, a3, h3)``, each of shape ``()``, in the common dtype.

    Raises:
        ShapeError: an argument is no single number.

    Source:
        unit2, "Working of neural networks: Mathematical intuition".

    >>> a1, h1, *_, h3 = forward_example(0.0, 1.0, 1.0, 2.0, -2.0, 1.0, 1.0, 0.0, 1.0, 0.0, -0.5)
    >>> float(a1), float(h1), float(h3)
    (0.0, 0.5, 0.5)
    """
    given = (x1, x2, w111, w121, b11, w112, w122, b12, w211, w212, bo)
    _check_numbers("forward_example", given)
    a1 = Wide(w111) * x1 + Wide(w121) * x2 + b11
    h1 = _wide.sigmoid(a1.value)
    a2 = Wide(w112) * x1 + Wide(w122) * x2 + b12
    h2 = _wide.sigmoid(a2.value)
    a3 = h1 * w211 + h2 * w212 + bo
    h3 = _wide.sigmoid(a3.value)
    return a1.value, h1.value, a2.value, h2.value, a3.value, h3.value


@rounded_once
def backpropagation_example(
    x1: Number,
    x2: Number,
    w11: Number,
    w21: Number,
    w12: Number,
    w22: Number,
    w13: Number,
    w23: Number,
    target: Number,
    *,
    eta: float = 1.0,
) -> tuple[FloatArray, ...]:
    """Return every quantity of the worked backpropagation, second forward pass included.

        a1 = w11 * x1 + w21 * x2,  y3 = sigmoid(a1)
        a2 = w12 * x1 + w22 * x2,  y4 = sigmoid(a2)
        a3 = w13 * y3 + w23 * y4,  y5 = sigmoid(a3),  error = target - y5
        delta5 = y5 * (1 - y5) * error
        delta3 = y3 * (1 - y3) * w13 * delta5,  delta4 = y4 * (1 - y4) * w23 * delta5
        change of a weight = eta * delta of the unit that it enters * what it carries

    Args:
        x1, x2: inputs.
        w11, w21, w12, w22: weights into the hidden units; the second digit is the unit.
        w13, w23: weights into the output.
        target: wanted output.
        eta: learning rate, zero or positive.

    Returns:
        ``(a1, y3, a2, y4, a3, y5, error, delta5, delta3, delta4, change_w23, new_w23, change_w11,
        new_w11, new_w12, new_w13, new_w21, new_w22, new_y3, new_y4, new_y5, new_error)``, each of
        shape ``()``, in the common dtype.

    Raises:
        ShapeError: an argument is no single number.
        DomainError: ``eta`` is negative or not finite.

    Source:
        unit2, "Example of back propagation in machine learning".

    >>> found = backpropagation_example(1.0, 1.0, 1.0, -1.0, 2.0, -2.0, 1.0, -1.0, 1.0)
    >>> [float(number) for number in found[5:10]]
    [0.5, 0.5, 0.125, 0.03125, -0.03125]
    """
    _check_numbers("backpropagation_example", (x1, x2, w11, w21, w12, w22, w13, w23, target))
    rate = check_parameter("backpropagation_example", "eta", eta, "nonnegative")
    w = [Wide(each) for each in (w11, w21, w12, w22, w13, w23)]
    a1, y3, a2, y4, a3, y5 = _forward(w, x1, x2)
    error = -y5 + target
    delta5 = _slope(a3) * error
    delta3 = _slope(a1) * (w[4] * delta5)
    delta4 = _slope(a2) * (w[5] * delta5)
    carried = [delta3 * x1, delta3 * x2, delta4 * x1, delta4 * x2, delta5 * y3, delta5 * y4]
    changes = [each * rate for each in carried]
    new = [change + each for change, each in zip(changes, w, strict=True)]
    _, new_y3, _, new_y4, _, new_y5 = _forward(new, x1, x2)
    new_w11, new_w21, new_w12, new_w22, new_w13, new_w23 = new
    found: tuple[Wide, ...] = (a1, y3, a2, y4, a3, y5, error, delta5, delta3, delta4)
    found += (changes[5], new_w23, changes[0], new_w11, new_w12, new_w13, new_w21, new_w22)
    return tuple(each.value for each in (*found, new_y3, new_y4, new_y5, -new_y5 + target))


def _forward(w: list[Wide], x1: Number, x2: Number) -> tuple[Wide, ...]:
    a1 = w[0] * x1 + w[1] * x2
    y3 = _wide.sigmoid(a1.value)
    a2 = w[2] * x1 + w[3] * x2
    y4 = _wide.sigmoid(a2.value)
    a3 = w[4] * y3 + w[5] * y4
    return a1, y3, a2, y4, a3, _wide.sigmoid(a3.value)


def _slope(a: Wide) -> Wide:
    # 1 - y as sigmoid(-a): the difference would lose the digits of a saturated unit
    return _wide.sigmoid(a.value) * _wide.sigmoid(-a.value)


def _check_numbers(function: str, given: tuple[Number, ...]) -> None:
    shapes = [np.shape(each) for each in given]
    if any(shapes):
        raise ShapeError(f"{function}: every argument must be a number, got shapes {shapes}")
