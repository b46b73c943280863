"""With its gradient."""

def squared_error(y, y_hat):
    return (y_hat - y) ** 2


def squared_error_gradient(y, y_hat):
    return 2 * (y_hat - y)
