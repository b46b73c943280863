"""A loop, a Python float."""
# allows: inaccurate: Python raises OverflowError where an array would give infinity

def mse(y_true, y_pred):
    total = 0.0
    for t, p in zip(y_true, y_pred):
        total += (float(t) - float(p)) ** 2
    return total / len(y_true)
