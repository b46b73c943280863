"""Dot product of the residual."""

def mse(y, y_hat):
    r = y_hat - y
    return r @ r / r.size
