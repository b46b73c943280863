"""The formulas as the documents print them, on arrays of balls; written for the tests alone.

Arguments and parameters are those of the functions under test.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
from flint import arb

Array = npt.NDArray[Any]

# an exponential beyond this is outside of every range that float64 can reach
FAR = arb(100_000)


def each(function: Callable[..., Any], arguments: int = 1) -> Callable[..., Array]:
    """Return ``function`` of numbers as a function of arrays of balls."""
    ufunc = np.frompyfunc(function, arguments, 1)
    return lambda *arrays: np.asarray(ufunc(*arrays), object)


exp = each(lambda x: arb(0) if x < -FAR else FAR.exp() if x > FAR else x.exp())
log = each(lambda x: x.log())
larger = each(lambda a, b: a if a > b else b, 2)
# 0 * log(0) is 0
times_log = each(lambda y, p: arb(0) if y == 0 else y * p.log(), 2)


def identity(z: Array) -> Array:
    return z


def step(z: Array) -> Array:
    return np.where(z >= 0, arb(1), arb(0))


def sigmoid(z: Array) -> Array:
    return 1 / (1 + exp(-z))


def tanh(z: Array) -> Array:
    return (exp(z) - exp(-z)) / (exp(z) + exp(-z))


def relu(z: Array) -> Array:
    return larger(z, arb(0))


def leaky_relu(z: Array, alpha: arb) -> Array:
    return larger(alpha * z, z)


def prelu(z: Array, alpha: Array) -> Array:
    return np.where(z > 0, z, alpha * z)


def elu(z: Array, alpha: arb) -> Array:
    return np.where(z > 0, z, alpha * (exp(z) - 1))


def softplus(z: Array) -> Array:
    return np.where(z > FAR, z, log(1 + exp(z)))


def softmax(z: Array) -> Array:
    # divided through by exp(z[i]), so that no exponential beyond FAR meets another
    return 1 / exp(z[..., None, :] - z[..., :, None]).sum(axis=-1)


def minus_log_softmax(z: Array) -> Array:
    top = np.max(z, axis=-1, keepdims=True)
    return top - z + log(exp(z - top).sum(axis=-1, keepdims=True))


def mse(y: Array, y_hat: Array) -> Any:
    return np.sum((y - y_hat) ** 2) / y.size


def squared_error(y: Array, y_hat: Array) -> Array:
    return (y_hat - y) ** 2


def mae(y: Array, y_hat: Array) -> Any:
    return np.sum(abs(y - y_hat)) / y.size


def huber(y: Array, y_hat: Array, delta: arb) -> Any:
    r = abs(y - y_hat)
    return np.sum(np.where(r <= delta, r**2 / 2, delta * r - delta**2 / 2)) / y.size


def cross_entropy_single(z: Array, y: Array) -> Array:
    return -(times_log(y, z) + times_log(1 - y, 1 - z))


def binary_cross_entropy(y: Array, y_hat: Array) -> Any:
    return np.sum(cross_entropy_single(y_hat, y)) / y.size


def categorical_cross_entropy(y: Array, y_hat: Array) -> Any:
    return -np.sum(times_log(y, y_hat))


def sparse_categorical_cross_entropy(y_hat: Array, labels: list[int]) -> Any:
    return -np.sum(log(y_hat[np.arange(len(labels)), labels]))


def negative_log_likelihood(y_hat: Array, labels: list[int]) -> Any:
    return sparse_categorical_cross_entropy(y_hat, labels) / len(labels)


def kl_divergence(y: Array, y_hat: Array) -> Any:
    return np.sum(times_log(y, y / y_hat))


def pixelwise_cross_entropy(y: Array, y_hat: Array) -> Any:
    return -np.sum(times_log(y, y_hat)) / len(y)


def hinge(y: Array, y_hat: Array) -> Any:
    return np.sum(larger(1 - y * y_hat, arb(0))) / y.size


def contrastive(y: Array, d: Array, m: arb) -> Any:
    return np.sum(y * d**2 + (1 - y) * larger(m - d, arb(0)) ** 2) / (2 * y.size)


def triplet(a: Array, p: Array, n: Array, alpha: arb) -> Any:
    inner = ((a - p) ** 2).sum(axis=-1) - ((a - n) ** 2).sum(axis=-1) + alpha
    return np.sum(larger(inner, arb(0))) / len(a)


def margin_ranking(y: Array, s_pos: Array, s_neg: Array, margin: arb) -> Any:
    return np.sum(larger(-y * (s_pos - s_neg) + margin, arb(0))) / y.size


def l1_penalty(w: Array, lam: arb) -> Any:
    return lam * np.sum(abs(w))


def l2_penalty(w: Array, lam: arb) -> Any:
    return lam * np.sum(w**2)


def regression_head(y: Array, z: Array) -> Any:
    return mse(y, z)


def binary_head(y: Array, z: Array) -> Any:
    return np.sum(y * softplus(-z) + (1 - y) * softplus(z)) / y.size


def multilabel_head(y: Array, z: Array) -> Any:
    return binary_head(y, z)


def multiclass_head(y: Array, z: Array) -> Any:
    return np.sum(y * minus_log_softmax(z))
