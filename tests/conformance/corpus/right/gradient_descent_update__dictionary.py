"""Parameters in a dictionary, the default rate."""

import numpy as np


def gradient_descent_update(W, b, dW, db):
    parameters, gradients = {"W": W, "b": b}, {"W": dW, "b": db}
    updated = {key: parameters[key] + np.multiply(-0.1, gradients[key]) for key in parameters}
    return updated["W"], updated["b"]
