"""The bias is a column."""
# expects: convention

def dense(W, a, b):
    return W @ a + b
