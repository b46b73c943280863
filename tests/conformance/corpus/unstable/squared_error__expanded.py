"""The expanded square cancels."""

def squared_error(y, y_hat):
    return y**2 - 2 * y * y_hat + y_hat**2
