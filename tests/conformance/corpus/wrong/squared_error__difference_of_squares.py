"""Squares first."""
# mistake: difference_of_squares

def squared_error(y, y_hat):
    return y_hat**2 - y**2
