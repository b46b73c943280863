"""Prints instead of returning."""

def identity(z):
    print(z)
