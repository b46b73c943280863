"""Returns nested lists of Python floats."""

def identity(z):
    return z.tolist()
