"""A network from scratch: fill in the methods. Keep the names of classes, methods and arguments.

Layer l has weights ``W[l]`` of shape (out, in) and biases ``b[l]`` of shape (out,). Examples are
columns: ``x`` has shape (in, examples), ``y`` shape (out, examples). Every layer uses the logistic
sigmoid. The loss is the binary cross-entropy, summed over the outputs and averaged over the
examples.
"""

import numpy as np


class Network:
    """A multilayer perceptron.

    Attributes:
        W: the weights, one array a layer.
        b: the biases, one array a layer.
    """

    def __init__(self, W, b):
        raise NotImplementedError

    def forward(self, x):
        """Return the activations of the last layer, and keep what ``backward`` needs."""
        raise NotImplementedError

    def backward(self, y):
        """Return the gradients of the loss after ``forward``: a list for W, a list for b."""
        raise NotImplementedError

    def fit(self, x, y, rate, steps):
        """Move W and b by so many steps of gradient descent."""
        raise NotImplementedError


class Adam:
    """The Adam optimizer of one array."""

    def __init__(self, rate, beta1, beta2, epsilon):
        raise NotImplementedError

    def step(self, w, g):
        """Move the array ``w`` in place by one step for its gradient ``g``."""
        raise NotImplementedError
