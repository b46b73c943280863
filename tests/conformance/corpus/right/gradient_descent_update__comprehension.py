"""Both in one comprehension."""

def gradient_descent_update(W, b, dW, db, *, alpha=0.1):
    return tuple(p - alpha * d for p, d in ((W, dW), (b, db)))
