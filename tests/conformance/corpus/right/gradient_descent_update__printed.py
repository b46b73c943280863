"""As printed."""

def gradient_descent_update(W, b, dW, db, *, alpha=0.1):
    return W - alpha * dW, b - alpha * db
