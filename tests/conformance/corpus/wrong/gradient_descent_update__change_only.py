"""Returns the change."""
# mistake: change_only

def gradient_descent_update(W, b, dW, db, *, alpha=0.1):
    return -alpha * dW, -alpha * db
