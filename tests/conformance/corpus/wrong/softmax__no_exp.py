"""Divides by the sum only."""
# mistake: exponential_lost

def softmax(z):
    return z / z.sum(axis=-1, keepdims=True)
