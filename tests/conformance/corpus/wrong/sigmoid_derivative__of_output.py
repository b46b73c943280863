"""Expects the output of sigmoid."""
# mistake: output_expected

def sigmoid_derivative(a):
    return a * (1 - a)
