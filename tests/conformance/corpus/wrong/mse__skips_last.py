"""Loop ends one sample early."""

def mse(y, y_hat):
    total = 0.0
    for i in range(len(y) - 1):
        total += (y[i] - y_hat[i]) ** 2
    return total / len(y)
