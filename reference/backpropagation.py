"""Backpropagation by hand, and the descent that it is for.

Examples stand in columns. A network's loss is the loss kernel summed over the outputs and averaged
over the examples. ``activation`` and ``output`` are ids of activations, ``loss`` is
squared_error, binary_cross_entropy or categorical_cross_entropy. At a kink the slope is that of
the side below it.
"""

import numpy as np

from ._double_double import DoubleDouble
from ._layers import columns, elementwise
from ._network import Choices, Gradients, backward, layer_gradients, output_delta
from ._network_shapes import (
    check_batch,
    check_connections,
    check_delta,
    check_neuron,
    check_training,
)
from ._precision import rounded_once
from ._probability import entropy_slopes
from ._validation import (
    Arrays,
    FloatArray,
    ShapeError,
    check_parameter,
    check_same_shape,
    check_whole,
)
from ._wide import Wide

ArrayPairs = tuple[tuple[FloatArray, ...], tuple[FloatArray, ...]]


@rounded_once
def binary_cross_entropy_output_gradient(y: FloatArray, a: FloatArray) -> FloatArray:
    """Return the derivative of each binary cross-entropy in its probability.

        dL_da = -(y / a - (1 - y) / (1 - a))

    Args:
        y: targets, 0 or 1 or between, shape ``(*n)``.
        a: probabilities, same shape as ``y``; a term with a target of zero contributes 0.

    Returns:
        derivatives, shape ``(*n)``, dtype of the floating inputs; nothing is averaged.

    Raises:
        ShapeError: the shapes differ.

    Source:
        basics, "3. Backpropagation".

    >>> binary_cross_entropy_output_gradient(np.array([1.0, 0.0]), np.array([0.5, 0.75]))
    array([-2.,  4.])
    """
    check_same_shape("binary_cross_entropy_output_gradient", y=y, a=a)
    return entropy_slopes(y, a).value


@rounded_once
def layer_delta(dL_da: FloatArray, z: FloatArray, *, activation: str = "sigmoid") -> FloatArray:
    """Return the derivative of the loss in the pre-activations of a layer.

        delta = dL_da * f'(z)

    Args:
        dL_da: derivatives of the loss in the activations, shape ``(*n)``.
        z: pre-activations, same shape as ``dL_da``.
        activation: id of ``f``, which is elementwise.

    Returns:
        derivatives, shape ``(*n)``, dtype of the floating inputs.

    Raises:
        ShapeError: the shapes differ.
        DomainError: there is no such elementwise activation.

    Source:
        basics, "3. Backpropagation".

    >>> layer_delta(np.array([2.0, 2.0]), np.array([0.0, -3.0]), activation="relu")
    array([0., 0.])
    """
    f = elementwise("layer_delta", "activation", activation)
    check_same_shape("layer_delta", dL_da=dL_da, z=z)
    return (f.slope(Wide(z)) * dL_da).value


@rounded_once
def dense_backward(
    W: FloatArray, a_prev: FloatArray, delta: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the derivatives of the loss in what a fully connected layer was given.

        dW      = delta @ a_prev.T
        db      = delta             summed over the batch
        da_prev = W.T @ delta

    Args:
        W: weights, shape ``(out, in)``.
        a_prev: activations of the layer before, shape ``(in,)``, or ``(in, batch)`` in columns.
        delta: derivatives in the pre-activations, shape ``(out,)`` or ``(out, batch)``.

    Returns:
        ``(dW, db, da_prev)`` with the shapes ``(out, in)``, ``(out,)`` and that of ``a_prev``, in
        the common dtype; sums over the batch, nothing is averaged.

    Raises:
        ShapeError: the shapes do not fit.

    Source:
        basics, "3. Backpropagation".

    >>> dense_backward(np.array([[1.0, 2.0]]), np.array([3.0, 4.0]), np.array([0.5]))
    (array([[1.5, 2. ]]), array([0.5]), array([0.5, 1. ]))
    """
    check_delta("dense_backward", W, a_prev, delta)
    dW, db, da_prev = layer_gradients(Wide(W), columns(a_prev), columns(delta))
    return dW.value, db.value, da_prev.value.reshape(a_prev.shape)


@rounded_once
def chain_rule(
    w: FloatArray,
    x: FloatArray,
    b: FloatArray | float,
    y: FloatArray | float,
    *,
    activation: str = "sigmoid",
    loss: str = "squared_error",
) -> FloatArray:
    """Return the gradient of one neuron's loss in its weights, factor by factor.

        z  = sum(w * x) + b,  a = f(z),  L = loss(y, a)
        dw = dL/da * da/dz * dz/dw = dL/da * f'(z) * x

    Args:
        w: weights, shape ``(n,)``.
        x: inputs, shape ``(n,)``.
        b: bias, shape ``()``.
        y: target, shape ``()``.
        activation: id of ``f``, which is elementwise.
        loss: id of the loss.

    Returns:
        the gradient, shape ``(n,)``, dtype of the floating inputs.

    Raises:
        ShapeError: the shapes do not fit.
        DomainError: there is no such elementwise activation, or no such loss.

    Source:
        basics, "4. Chain Rule Application".

    >>> chain_rule(np.array([0.5]), np.array([2.0]), -1.0, 1.0)
    array([-0.5])
    """
    check_neuron("chain_rule", w, x, np.asarray(b))
    if np.shape(y) != ():
        raise ShapeError(f"chain_rule: y must be one number, got shape {np.shape(y)}")
    z = (Wide(w) * x).sum() + b
    elementwise("chain_rule", "activation", activation)
    return (output_delta("chain_rule", activation, loss, np.asarray(y), z) * x).value


@rounded_once
def delta_rule(
    o: FloatArray, w: FloatArray, y: FloatArray, target: FloatArray, *, eta: float = 1.0
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the deltas of sigmoid units, and what to add to the weights between them.

        output_delta = y * (1 - y) * (target - y)
        hidden_delta = o * (1 - o) * sum(w * output_delta)    over the outputs
        change       = eta * output_delta * o                 for each connection

    Args:
        o: activations of the hidden units, shape ``(n,)``.
        w: weights from hidden units to outputs, shape ``(m, n)``.
        y: outputs, shape ``(m,)``.
        target: wanted outputs, shape ``(m,)``.
        eta: learning rate, zero or positive.

    Returns:
        ``(output_delta, hidden_delta, change)`` with the shapes ``(m,)``, ``(n,)`` and
        ``(m, n)``, in the common dtype. The change is added: the deltas point downhill.

    Raises:
        ShapeError: the shapes do not fit.
        DomainError: ``eta`` is negative or not finite.

    Source:
        unit2, "Back Propagation".

    >>> delta_rule(np.array([0.5]), np.array([[2.0]]), np.array([0.5]), np.array([1.0]))
    (array([0.125]), array([0.0625]), array([[0.0625]]))
    """
    check_connections("delta_rule", o, w, y, target)
    rate = check_parameter("delta_rule", "eta", eta, "nonnegative")
    output_delta = Wide(y) * (Wide(1.0) - y) * (Wide(target) - y)
    change, _, from_outputs = layer_gradients(Wide(w), columns(o), output_delta[:, None])
    hidden_delta = Wide(o) * (Wide(1.0) - o) * from_outputs[:, 0]
    return output_delta.value, hidden_delta.value, (change * rate).value


@rounded_once
def mlp_backward(
    Ws: Arrays,
    bs: Arrays,
    x: FloatArray,
    y: FloatArray,
    *,
    activation: str = "sigmoid",
    output: str = "sigmoid",
    loss: str = "binary_cross_entropy",
) -> ArrayPairs:
    """Return the gradient of a network's loss in all its weights and biases.

        delta[L] = dL/da[L] * f'(z[L])
        delta[l] = W[l+1].T @ delta[l+1] * f'(z[l])    for l = L-1 .. 1
        dW[l]    = mean over the examples of delta[l] @ a[l-1].T
        db[l]    = mean over the examples of delta[l]

    Args:
        Ws: weights of each layer, shapes ``(n[l], n[l-1])``.
        bs: biases of each layer, shapes ``(n[l],)``.
        x: inputs, shape ``(in,)``, or ``(in, batch)`` in columns.
        y: targets, shape ``(out,)`` or ``(out, batch)``.
        activation: id of the activation of the hidden layers.
        output: id of the activation of the last layer; softmax, too, over each example's outputs.
        loss: id of the loss, summed over the outputs and averaged over the examples.

    Returns:
        ``(dWs, dbs)``, tuples of arrays with the shapes of ``Ws`` and ``bs``, in the common dtype.

    Raises:
        ShapeError: the shapes do not fit, or there is no example.
        DomainError: there is no such activation, or no such loss.

    Source:
        basics, "3. Backpropagation".

    >>> mlp_backward([np.ones((1, 1))], [np.zeros(1)], np.zeros(1), np.ones(1))
    ((array([[0.]]),), (array([-0.5]),))
    """
    choices = Choices("mlp_backward", activation, output, loss)
    check_training("mlp_backward", Ws, bs, x, y)
    return _rounded(backward([Wide(W) for W in Ws], [Wide(b) for b in bs], x, y, choices))


@rounded_once
def gradient_descent_update(
    W: FloatArray, b: FloatArray, dW: FloatArray, db: FloatArray, *, alpha: float = 0.1
) -> tuple[FloatArray, FloatArray]:
    """Return weights and biases after one step down the gradient.

        W = W - alpha * dW
        b = b - alpha * db

    Args:
        W: weights, shape ``(*n)``.
        b: biases, shape ``(*m)``.
        dW: derivatives in the weights, same shape as ``W``.
        db: derivatives in the biases, same shape as ``b``.
        alpha: learning rate, zero or positive.

    Returns:
        ``(W, b)``, new arrays in the common dtype.

    Raises:
        ShapeError: the shapes differ.
        DomainError: ``alpha`` is negative or not finite.

    Source:
        basics, "5. Update Parameters".

    >>> gradient_descent_update(np.ones((1, 2)), np.zeros(1), np.ones((1, 2)), np.ones(1))
    (array([[0.9, 0.9]]), array([-0.1]))
    """
    check_same_shape("gradient_descent_update", W=W, dW=dW)
    check_same_shape("gradient_descent_update", b=b, db=db)
    rate = check_parameter("gradient_descent_update", "alpha", alpha, "nonnegative")
    return (Wide(W) - Wide(dW) * rate).value, (Wide(b) - Wide(db) * rate).value


@rounded_once
def train_step(
    Ws: Arrays,
    bs: Arrays,
    x: FloatArray,
    y: FloatArray,
    *,
    alpha: float = 0.1,
    steps: int = 1,
    activation: str = "sigmoid",
    output: str = "sigmoid",
    loss: str = "binary_cross_entropy",
) -> ArrayPairs:
    """Return a network after steps of gradient descent on all examples.

        dWs, dbs = mlp_backward(Ws, bs, x, y)
        Ws, bs   = Ws - alpha * dWs, bs - alpha * dbs    steps times

    Args:
        Ws: weights of each layer, shapes ``(n[l], n[l-1])``.
        bs: biases of each layer, shapes ``(n[l],)``.
        x: inputs, shape ``(in,)``, or ``(in, batch)`` in columns.
        y: targets, shape ``(out,)`` or ``(out, batch)``.
        alpha: learning rate, zero or positive.
        steps: how many steps, 0 or more.
        activation: id of the activation of the hidden layers.
        output: id of the activation of the last layer; softmax, too, over each example's outputs.
        loss: id of the loss, summed over the outputs and averaged over the examples.

    Returns:
        ``(Ws, bs)``, tuples of new arrays in the common dtype; nothing is rounded between steps.

    Raises:
        ShapeError: the shapes do not fit, or there is no example.
        DomainError: ``alpha`` or ``steps`` is negative, or there is no such activation or loss.

    Source:
        basics, "Training Neural network".

    >>> train_step([np.ones((1, 1))], [np.zeros(1)], np.zeros(1), np.ones(1))
    ((array([[1.]]),), (array([0.05]),))
    """
    choices = Choices("train_step", activation, output, loss)
    check_training("train_step", Ws, bs, x, y)
    rate = DoubleDouble(check_parameter("train_step", "alpha", alpha, "nonnegative"))
    check_whole("train_step", 0, steps=steps)
    weights, biases = [DoubleDouble(W) for W in Ws], [DoubleDouble(b) for b in bs]
    for _ in range(steps):
        dWs, dbs = backward([W.wide for W in weights], [b.wide for b in biases], x, y, choices)
        weights = [_moved(W, rate, dW) for W, dW in zip(weights, dWs, strict=True)]
        biases = [_moved(b, rate, db) for b, db in zip(biases, dbs, strict=True)]
    return tuple(W.value for W in weights), tuple(b.value for b in biases)


@rounded_once
def minibatch_gradient(
    Ws: Arrays,
    bs: Arrays,
    x: FloatArray,
    y: FloatArray,
    batch: FloatArray,
    *,
    activation: str = "sigmoid",
    output: str = "sigmoid",
    loss: str = "binary_cross_entropy",
) -> ArrayPairs:
    """Return the mean of the gradients of the examples in a mini-batch.

        dWs, dbs = mean over i in batch of mlp_backward(Ws, bs, x[:, i], y[:, i])

    Args:
        Ws: weights of each layer, shapes ``(n[l], n[l-1])``.
        bs: biases of each layer, shapes ``(n[l],)``.
        x: inputs, shape ``(in, examples)``.
        y: targets, shape ``(out, examples)``.
        batch: numbers of the examples, integers, shape ``(size,)``; one given twice counts twice.
        activation: id of the activation of the hidden layers.
        output: id of the activation of the last layer; softmax, too, over each example's outputs.
        loss: id of the loss, summed over the outputs.

    Returns:
        ``(dWs, dbs)``, tuples of arrays with the shapes of ``Ws`` and ``bs``, in the common dtype.

    Raises:
        ShapeError: the shapes do not fit, or the batch is empty.
        DomainError: there is no such example, activation or loss.

    Source:
        synthesis, "3. Loss Functions: Mini-batching".

    >>> W, b, x, y = [np.ones((1, 1))], [np.zeros(1)], np.zeros((1, 3)), np.ones((1, 3))
    >>> minibatch_gradient(W, b, x, y, [0, 2])
    ((array([[0.]]),), (array([-0.5]),))
    """
    choices = Choices("minibatch_gradient", activation, output, loss)
    check_training("minibatch_gradient", Ws, bs, x, y)
    chosen = check_batch("minibatch_gradient", x, batch)
    network = [Wide(W) for W in Ws], [Wide(b) for b in bs]
    return _rounded(backward(*network, x[:, chosen], y[:, chosen], choices))


def _rounded(gradients: Gradients) -> ArrayPairs:
    return tuple(dW.value for dW in gradients.dWs), tuple(db.value for db in gradients.dbs)


def _moved(weights: DoubleDouble, rate: DoubleDouble, gradient: Wide) -> DoubleDouble:
    return weights - rate * DoubleDouble(gradient.mantissa, 0.0, gradient.exponent)
