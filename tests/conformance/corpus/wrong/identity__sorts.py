"""Sorts in place."""

def identity(z):
    z.sort(axis=0)
    return z
