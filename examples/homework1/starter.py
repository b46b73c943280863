"""Fill in the functions. Keep their names and their arguments."""

import numpy as np


def leaky_relu(z, *, alpha=0.01):
    """Leaky ReLU.

    Args:
        z: an array of any shape; real numbers
        alpha: numbers from 0 to 1

    Returns:
        an array, one result for each element
    """
    raise NotImplementedError


def relu(z):
    """Rectified linear unit (ReLU).

    Args:
        z: an array of any shape; real numbers

    Returns:
        an array, one result for each element
    """
    raise NotImplementedError


def sigmoid(z):
    """Logistic sigmoid.

    Args:
        z: an array of any shape; real numbers

    Returns:
        an array, one result for each element
    """
    raise NotImplementedError


def sigmoid_derivative(z):
    """Derivative of the logistic sigmoid.

    Args:
        z: an array of any shape; real numbers

    Returns:
        an array, one result for each element
    """
    raise NotImplementedError


def softmax(z):
    """Softmax.

    Args:
        z: an array of shape (n, k); real numbers

    Returns:
        an array, one result for each sample
    """
    raise NotImplementedError


def binary_cross_entropy(y, y_hat):
    """Binary cross-entropy.

    Args:
        y: an array of shape (n,); 0 or 1
        y_hat: an array of shape (n,); probabilities

    Returns:
        one number for all samples
    """
    raise NotImplementedError


def huber(y, y_hat, *, delta=1.0):
    """Huber loss.

    Args:
        y: an array of shape (n,); real numbers
        y_hat: an array of shape (n,); real numbers
        delta: numbers above 0

    Returns:
        one number for all samples
    """
    raise NotImplementedError


def mse(y, y_hat):
    """Mean squared error.

    Args:
        y: an array of shape (n,); real numbers
        y_hat: an array of shape (n,); real numbers

    Returns:
        one number for all samples
    """
    raise NotImplementedError
