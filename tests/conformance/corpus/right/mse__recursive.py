"""Recursion over the samples."""

def _total(r):
    return r[0] ** 2 + (_total(r[1:]) if len(r) > 1 else 0.0)


def mse(y, y_hat):
    return _total(list(y - y_hat)) / len(y)
