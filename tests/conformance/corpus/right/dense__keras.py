"""Examples in rows, W stored (in, out)."""
# expects: convention

def dense(W, a, b):
    return a @ W + b
