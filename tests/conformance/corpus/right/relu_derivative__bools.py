"""Boolean result."""

def relu_derivative(z):
    return z > 0
