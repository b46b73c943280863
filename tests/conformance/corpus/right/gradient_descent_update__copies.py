"""Copies, then subtracts in place."""

def gradient_descent_update(W, b, dW, db, learning_rate):
    W, b = W.copy(), b.copy()
    W -= learning_rate * dW
    b -= learning_rate * db
    return [W, b]
