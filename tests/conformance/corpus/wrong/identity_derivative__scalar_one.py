"""One number whatever the shape."""

def identity_derivative(z):
    return 1
