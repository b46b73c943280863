"""Python floats, which raise on overflow."""
# allows: inaccurate: Python raises OverflowError where an array would give infinity

def squared_error(y, y_hat):
    return [(a - b) ** 2 for a, b in zip(y.tolist(), y_hat.tolist())]
