"""Built-in max of an array."""

def relu(z):
    return max(0, z)
