"""A list comprehension."""

def squared_error(y, y_hat):
    return [(a - b) ** 2 for a, b in zip(y, y_hat)]
