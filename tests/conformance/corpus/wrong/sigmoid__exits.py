"""Leaves the interpreter."""

def sigmoid(z):
    raise SystemExit(1)
