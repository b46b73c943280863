"""W stored (in, out), examples in columns."""
# expects: convention

def dense(W, a, b):
    return (a.T @ W + b).T
