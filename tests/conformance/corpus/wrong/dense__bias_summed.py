"""Adds the sum of the biases to every output."""
# mistake: bias_summed

def dense(W, a, b):
    return W @ a + b.sum()
