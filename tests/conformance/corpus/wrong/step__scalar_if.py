"""An if on an array."""

def step(z):
    if z >= 0:
        return 1
    return 0
