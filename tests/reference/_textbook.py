"""The formulas as the documents print them, on arrays of balls; written for the tests alone.

Arguments and parameters are those of the functions under test.
"""

import functools
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from flint import arb

# an array of balls, or one ball: NumPy's types know nothing of what objects can compute
Balls = Any

# an exponential beyond this is outside of every range that float64 can reach
FAR = arb(100_000)


def each(function: Callable[..., Balls], arguments: int = 1) -> Callable[..., Balls]:
    """Return ``function`` of numbers as a function of arrays of balls."""
    ufunc = np.frompyfunc(function, arguments, 1)
    return lambda *arrays: np.asarray(ufunc(*arrays), object)


exp = each(lambda x: arb(0) if x < -FAR else FAR.exp() if x > FAR else x.exp())
log = each(lambda x: x.log())
larger = each(lambda a, b: a if a > b else b, 2)
# 0 * log(0) is 0
times_log = each(lambda y, p: arb(0) if y == 0 else y * p.log(), 2)


def given(name: str, parameters: Mapping[str, float]) -> Callable[..., Balls]:
    """Return the formula ``name`` with its keyword parameters, exactly as given."""
    exact = {key: arb(value) for key, value in parameters.items()}
    return functools.partial(globals()[name], **exact)


def of_labels(name: str, y: Balls) -> Callable[..., Balls]:
    """Return the loss ``name`` of integer labels as a formula of the probabilities alone."""
    return functools.partial(globals()[name], labels=y.tolist())


def identity(z: Balls) -> Balls:
    return z


def step(z: Balls) -> Balls:
    return each(lambda x: arb(int(x >= 0)))(z)


def sigmoid(z: Balls) -> Balls:
    return 1 / (1 + exp(-z))


def tanh(z: Balls) -> Balls:
    return (exp(z) - exp(-z)) / (exp(z) + exp(-z))


def relu(z: Balls) -> Balls:
    return larger(z, arb(0))


def leaky_relu(z: Balls, alpha: arb) -> Balls:
    return larger(alpha * z, z)


def prelu(z: Balls, alpha: Balls) -> Balls:
    return np.where(z > 0, z, alpha * z)


def elu(z: Balls, alpha: arb) -> Balls:
    return np.where(z > 0, z, alpha * (exp(z) - 1))


def softplus(z: Balls) -> Balls:
    return np.where(z > FAR, z, log(1 + exp(z)))


def softmax(z: Balls) -> Balls:
    # divided through by exp(z[i]), so that no exponential beyond FAR meets another
    return 1 / exp(z[..., None, :] - z[..., :, None]).sum(axis=-1)


def minus_log_softmax(z: Balls) -> Balls:
    top = np.max(z, axis=-1, keepdims=True)
    return top - z + log(exp(z - top).sum(axis=-1, keepdims=True))


def mse(y: Balls, y_hat: Balls) -> Balls:
    return np.sum((y - y_hat) ** 2) / y.size


def squared_error(y: Balls, y_hat: Balls) -> Balls:
    return (y_hat - y) ** 2


def mae(y: Balls, y_hat: Balls) -> Balls:
    return np.sum(abs(y - y_hat)) / y.size


def huber(y: Balls, y_hat: Balls, delta: arb) -> Balls:
    r = abs(y - y_hat)
    return np.sum(np.where(r <= delta, r**2 / 2, delta * r - delta**2 / 2)) / y.size


def cross_entropy_single(z: Balls, y: Balls) -> Balls:
    return -(times_log(y, z) + times_log(1 - y, 1 - z))


def binary_cross_entropy(y: Balls, y_hat: Balls) -> Balls:
    return np.sum(cross_entropy_single(y_hat, y)) / y.size


def categorical_cross_entropy(y: Balls, y_hat: Balls) -> Balls:
    return -np.sum(times_log(y, y_hat))


def sparse_categorical_cross_entropy(y_hat: Balls, labels: list[int]) -> Balls:
    return -np.sum(log(y_hat[np.arange(len(labels)), labels]))


def negative_log_likelihood(y_hat: Balls, labels: list[int]) -> Balls:
    return sparse_categorical_cross_entropy(y_hat, labels) / len(labels)


def kl_divergence(y: Balls, y_hat: Balls) -> Balls:
    return np.sum(times_log(y, y / y_hat))


def pixelwise_cross_entropy(y: Balls, y_hat: Balls) -> Balls:
    return -np.sum(times_log(y, y_hat)) / len(y)


def hinge(y: Balls, y_hat: Balls) -> Balls:
    return np.sum(larger(1 - y * y_hat, arb(0))) / y.size


def contrastive(y: Balls, d: Balls, m: arb) -> Balls:
    return np.sum(y * d**2 + (1 - y) * larger(m - d, arb(0)) ** 2) / (2 * y.size)


def triplet(a: Balls, p: Balls, n: Balls, alpha: arb) -> Balls:
    inner = ((a - p) ** 2).sum(axis=-1) - ((a - n) ** 2).sum(axis=-1) + alpha
    return np.sum(larger(inner, arb(0))) / len(a)


def margin_ranking(y: Balls, s_pos: Balls, s_neg: Balls, margin: arb) -> Balls:
    return np.sum(larger(-y * (s_pos - s_neg) + margin, arb(0))) / y.size


def l1_penalty(w: Balls, lam: arb) -> Balls:
    return lam * np.sum(abs(w))


def l2_penalty(w: Balls, lam: arb) -> Balls:
    return lam * np.sum(w**2)


def regression_head(y: Balls, z: Balls) -> Balls:
    return mse(y, z)


def binary_head(y: Balls, z: Balls) -> Balls:
    return np.sum(y * softplus(-z) + (1 - y) * softplus(z)) / y.size


def multilabel_head(y: Balls, z: Balls) -> Balls:
    return binary_head(y, z)


def multiclass_head(y: Balls, z: Balls) -> Balls:
    return np.sum(y * minus_log_softmax(z))
