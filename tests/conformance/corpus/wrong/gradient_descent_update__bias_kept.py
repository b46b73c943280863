"""The bias stays."""
# mistake: biases_not_updated

def gradient_descent_update(W, b, dW, db, *, alpha=0.1):
    return W - alpha * dW, b
