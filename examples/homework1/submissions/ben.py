"""One mistake, in the Huber loss."""

import numpy as np


def sigmoid(z):
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, small) / (1 + small)


def sigmoid_derivative(z):
    return sigmoid(z) * sigmoid(-z)


def relu(z):
    return np.maximum(z, 0)


def leaky_relu(z, *, alpha=0.01):
    return np.where(z > 0, z, alpha * z)


def softmax(z):
    powers = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return powers / np.sum(powers, axis=-1, keepdims=True)


def mse(y, y_hat):
    return np.mean((y - y_hat) ** 2)


def huber(y, y_hat, *, delta=1.0):
    distance = np.abs(y - y_hat)
    inside = distance**2
    outside = delta * (distance - delta / 2)
    return np.mean(np.where(distance <= delta, inside, outside))


def binary_cross_entropy(y, y_hat):
    return -np.mean(y * np.log(y_hat) + (1 - y) * np.log1p(-y_hat))
