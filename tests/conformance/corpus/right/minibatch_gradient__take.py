"""np.take, a recursive backward pass."""
# allows: inaccurate: digits are lost where a unit saturates

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def softmax(z):
    e = np.exp(z - z.max(axis=0))
    return e / e.sum(axis=0)


ACTIVATIONS = {
    "identity": lambda z: z,
    "sigmoid": sigmoid,
    "tanh": np.tanh,
    "relu": lambda z: np.maximum(z, 0),
    "leaky_relu": lambda z: np.where(z > 0, z, 0.01 * z),
    "elu": lambda z: np.where(z > 0, z, np.expm1(np.minimum(z, 0))),
    "softplus": lambda z: np.logaddexp(0, z),
    "softmax": softmax,
}


SLOPES = {
    "identity": lambda z: np.ones_like(z),
    "sigmoid": lambda z: sigmoid(z) * sigmoid(-z),
    "tanh": lambda z: 1 / np.cosh(z) ** 2,
    "relu": lambda z: (z > 0) * 1.0,
    "leaky_relu": lambda z: np.where(z > 0, 1.0, 0.01),
    "elu": lambda z: np.exp(np.minimum(z, 0)),
    "softplus": sigmoid,
}


LOSS_SLOPES = {
    "squared_error": lambda y, a: 2 * (a - y),
    "binary_cross_entropy": lambda y, a: -y / a + (1 - y) / (1 - a),
    "categorical_cross_entropy": lambda y, a: -y / a,
}


def backward(Ws, bs, a, y, activation, output, loss):
    W, b = Ws[0], bs[0]
    z = np.einsum("oi,ib->ob", W, a) + b[:, None]
    if len(Ws) == 1:
        out = ACTIVATIONS[output](z)
        error = LOSS_SLOPES[loss](y, out)
        if output == "softmax":
            delta = out * error - out * np.sum(out * error, axis=0)
        else:
            delta = error * SLOPES[output](z)
        dWs, dbs = [], []
    else:
        hidden = ACTIVATIONS[activation](z)
        error, dWs, dbs = backward(Ws[1:], bs[1:], hidden, y, activation, output, loss)
        delta = error * SLOPES[activation](z)
    dW = np.einsum("ob,ib->oi", delta, a) / a.shape[1]
    return W.T @ delta, [dW, *dWs], [delta.mean(axis=1), *dbs]


def minibatch_gradient(
    Ws, bs, x, y, batch, activation="sigmoid", output="sigmoid", loss="binary_cross_entropy"
):
    x, y = np.take(x, batch, axis=1), np.take(y, batch, axis=1)
    return backward(Ws, bs, x, y, activation, output, loss)[1:]
