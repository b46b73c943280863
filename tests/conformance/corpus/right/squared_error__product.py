"""A product instead of a power."""

def squared_error(y, y_hat):
    r = y_hat - y
    return r * r
