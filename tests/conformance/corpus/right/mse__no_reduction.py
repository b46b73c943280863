"""One value a sample."""

def mse(y, y_hat):
    return (y - y_hat) ** 2
