"""Overwrites the caller's arrays."""

def gradient_descent_update(W, b, dW, db, *, alpha=0.1):
    W -= alpha * dW
    b -= alpha * db
    return W, b
