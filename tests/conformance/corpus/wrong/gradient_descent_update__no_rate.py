"""The rate is left out."""
# mistake: rate_missing

def gradient_descent_update(W, b, dW, db, *, alpha=0.1):
    return W - dW, b - db
