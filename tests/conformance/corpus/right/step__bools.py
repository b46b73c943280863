"""Boolean result."""

def step(z):
    return z >= 0
