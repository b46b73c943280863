"""Shrinks the parameters by the gradient."""
# mistake: multiplied

def gradient_descent_update(W, b, dW, db, *, alpha=0.1):
    return W * (1 - alpha * dW), b * (1 - alpha * db)
