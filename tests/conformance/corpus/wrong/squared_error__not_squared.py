"""Square missing."""
# mistake: square_missing

def squared_error(y, y_hat):
    return y_hat - y
