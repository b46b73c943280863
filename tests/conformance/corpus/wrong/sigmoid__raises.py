"""Refers to a name that does not exist."""

def sigmoid(z):
    return 1 / (1 + numpy.exp(-z))
