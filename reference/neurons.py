"""From one neuron to a network: weighted sums, each followed by an activation.

Examples stand in columns and a layer's weights have the shape (out, in), as the documents have
it. ``activation`` is the id of an elementwise activation with its default parameter: identity,
step, sigmoid, tanh, relu, leaky_relu, elu or softplus. Sums neither overflow nor underflow on
their way.
"""

from fractions import Fraction

import numpy as np

from ._layers import columns, elementwise, layer_value
from ._network import Choices, forward, pre_activations
from ._network_shapes import check_layer, check_network, check_neuron
from ._precision import rounded_once
from ._validation import Arrays, FloatArray
from ._wide import Wide


@rounded_once
def weighted_sum(w: FloatArray, x: FloatArray, b: FloatArray | float) -> FloatArray:
    """Return the pre-activation of one neuron.

        z = sum(w * x) + b

    Args:
        w: weights, shape ``(n,)``.
        x: inputs, shape ``(n,)``.
        b: bias, shape ``()``.

    Returns:
        the pre-activation, shape ``()``, dtype of the floating inputs.

    Raises:
        ShapeError: the shapes do not fit.

    Source:
        basics, "1. Forward Pass".

    >>> weighted_sum(np.array([0.5, -1.0]), np.array([2.0, 3.0]), 0.25)
    array(-1.75)
    """
    check_neuron("weighted_sum", w, x, np.asarray(b))
    return _pre_activation(w, x, b).value


@rounded_once
def weighted_sum_gradient(
    w: FloatArray, x: FloatArray, b: FloatArray | float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the gradient of ``weighted_sum`` in all its arguments.

        dw = x,  dx = w,  db = 1

    Args:
        w: weights, shape ``(n,)``.
        x: inputs, shape ``(n,)``.
        b: bias, shape ``()``.

    Returns:
        ``(dw, dx, db)`` with the shapes of the arguments, in their common dtype.

    Raises:
        ShapeError: the shapes do not fit.

    Source:
        basics, "3. Backpropagation".

    >>> weighted_sum_gradient(np.array([0.5]), np.array([2.0]), 0.25)
    (array([2.]), array([0.5]), array(1.))
    """
    check_neuron("weighted_sum_gradient", w, x, np.asarray(b))
    return x, w, np.ones(())


@rounded_once
def neuron(
    w: FloatArray, x: FloatArray, b: FloatArray | float, *, activation: str = "sigmoid"
) -> FloatArray:
    """Return the activation of one neuron.

        z = sum(w * x) + b
        a = f(z)

    Args:
        w: weights, shape ``(n,)``.
        x: inputs, shape ``(n,)``.
        b: bias, shape ``()``.
        activation: id of ``f``.

    Returns:
        the activation, shape ``()``, dtype of the floating inputs.

    Raises:
        ShapeError: the shapes do not fit.
        DomainError: there is no such elementwise activation.

    Source:
        nutshell, "Terms and Definitions: Neuron".

    >>> neuron(np.array([0.5, -1.0]), np.array([2.0, 3.0]), 2.0)
    array(0.5)
    """
    f = elementwise("neuron", "activation", activation)
    check_neuron("neuron", w, x, np.asarray(b))
    return f.value(_pre_activation(w, x, b)).value


@rounded_once
def neuron_gradient(
    w: FloatArray, x: FloatArray, b: FloatArray | float, *, activation: str = "sigmoid"
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the gradient of ``neuron`` in all its arguments.

        da/dz = f'(z),  z = sum(w * x) + b
        dw    = f'(z) * x,  dx = f'(z) * w,  db = f'(z)

    Args:
        w: weights, shape ``(n,)``.
        x: inputs, shape ``(n,)``.
        b: bias, shape ``()``.
        activation: id of ``f``.

    Returns:
        ``(dw, dx, db)`` with the shapes of the arguments, in their common dtype. At a kink the
        slope is that of the side below it.

    Raises:
        ShapeError: the shapes do not fit.
        DomainError: there is no such elementwise activation.

    Source:
        basics, "3. Backpropagation".

    >>> neuron_gradient(np.array([0.5]), np.array([2.0]), -1.0)
    (array([0.5]), array([0.125]), array(0.25))
    """
    f = elementwise("neuron_gradient", "activation", activation)
    check_neuron("neuron_gradient", w, x, np.asarray(b))
    slope = f.slope(_pre_activation(w, x, b))
    return (slope * x).value, (slope * w).value, slope.value


@rounded_once
def perceptron(w: FloatArray, x: FloatArray, b: FloatArray | float) -> FloatArray:
    """Return whether the perceptron fires.

        a = 1  where sum(w * x) + b >= 0
        a = 0  elsewhere

    Args:
        w: weights, shape ``(n,)``.
        x: inputs, shape ``(n,)``.
        b: bias, shape ``()``.

    Returns:
        0 or 1, shape ``()``, dtype of the floating inputs; 1 at 0, which the documents leave open.

    Raises:
        ShapeError: the shapes do not fit.

    Source:
        nutshell, "Terms and Definitions: Perceptron".

    >>> perceptron(np.array([0.1, 0.2]), np.array([1.0, 1.0]), -0.4)
    array(0.)
    """
    check_neuron("perceptron", w, x, np.asarray(b))
    if not (np.isfinite(w).all() and np.isfinite(x).all() and np.isfinite(b)):
        z = np.sum(w * x) + b
        return np.where(np.isnan(z), np.nan, np.where(z >= 0, 1.0, 0.0))
    # exact, in fractions: a rounded sum may come out on the other side of zero
    terms = (Fraction(float(i)) * Fraction(float(j)) for i, j in zip(w, x, strict=True))
    return np.where(sum(terms, Fraction(float(b))) >= 0, 1.0, 0.0)


@rounded_once
def dense(
    W: FloatArray, a: FloatArray, b: FloatArray, *, activation: str = "identity"
) -> FloatArray:
    """Return the activations of a fully connected layer.

        z = W @ a + b
        result = f(z)

    Args:
        W: weights, shape ``(out, in)``.
        a: activations of the layer before, shape ``(in,)``, or ``(in, batch)`` in columns.
        b: biases, shape ``(out,)``.
        activation: id of ``f``; softmax, too, over the units of each example.

    Returns:
        activations, shape ``(out,)`` or ``(out, batch)``, dtype of the floating inputs.

    Raises:
        ShapeError: the shapes do not fit.
        DomainError: there is no such activation.

    Source:
        basics, "1. Forward Pass".

    >>> dense(np.array([[1.0, 2.0], [0.0, -1.0]]), np.array([3.0, 1.0]), np.array([0.5, 0.0]))
    array([ 5.5, -1. ])
    """
    f = layer_value("dense", "activation", activation)
    check_layer("dense", W, a, b)
    result = f(pre_activations(Wide(W), Wide(b), columns(a)))
    return result.value.reshape(W.shape[:1] + a.shape[1:])


@rounded_once
def mlp_forward(
    Ws: Arrays,
    bs: Arrays,
    x: FloatArray,
    *,
    activation: str = "sigmoid",
    output: str = "sigmoid",
) -> FloatArray:
    """Return what a multilayer perceptron makes of its inputs.

        a[0] = x
        a[l] = f(W[l] @ a[l-1] + b[l])   for l = 1 .. L, with the output's f in the last layer

    Args:
        Ws: weights of each layer, shapes ``(n[l], n[l-1])``.
        bs: biases of each layer, shapes ``(n[l],)``.
        x: inputs, shape ``(in,)``, or ``(in, batch)`` in columns.
        activation: id of the activation of the hidden layers.
        output: id of the activation of the last layer; softmax, too, over each example's outputs.

    Returns:
        activations of the last layer, shape ``(out,)`` or ``(out, batch)``, dtype of the floating
        inputs.

    Raises:
        ShapeError: the shapes do not fit.
        DomainError: there is no such activation.

    Source:
        basics, "1. Forward Pass".

    >>> mlp_forward([np.ones((2, 1)), np.ones((1, 2))], [np.zeros(2), np.array([-1.0])], [0.0])
    array([0.5])
    """
    choices = Choices("mlp_forward", activation, output, "squared_error")
    check_network("mlp_forward", Ws, bs, x)
    a = forward([Wide(W) for W in Ws], [Wide(b) for b in bs], columns(x), choices)
    return a.value.reshape(Ws[-1].shape[:1] + x.shape[1:])


def _pre_activation(w: FloatArray, x: FloatArray, b: FloatArray | float) -> Wide:
    return (Wide(w) * x).sum() + b
