"""Both terms with one sign."""
# mistake: missing_minus_inside

def binary_cross_entropy_output_gradient(y, a):
    return -(y / a + (1 - y) / (1 - a))
