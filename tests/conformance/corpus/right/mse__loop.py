"""A loop, a Python float."""

def mse(y_true, y_pred):
    total = 0.0
    for t, p in zip(y_true, y_pred):
        total += (float(t) - float(p)) ** 2
    return total / len(y_true)
