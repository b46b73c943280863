"""Expects the output."""
# mistake: output_expected

def tanh_derivative(a):
    return 1 - a**2
