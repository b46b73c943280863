"""The wrong sign."""
# mistake: sign

def binary_cross_entropy_output_gradient(y, a):
    return y / a - (1 - y) / (1 - a)
