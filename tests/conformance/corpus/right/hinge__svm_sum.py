"""Summed."""

def hinge(y, y_hat):
    return sum(max(0, 1 - t * s) for t, s in zip(y, y_hat))
