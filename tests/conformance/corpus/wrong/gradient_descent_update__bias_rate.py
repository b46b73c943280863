"""The bias moves without the rate."""
# mistake: rate_missing_in_biases

def gradient_descent_update(W, b, dW, db, *, alpha=0.1):
    return W - alpha * dW, b - db
