"""As printed."""
# allows: inaccurate: differences cancel at extremes

def binary_cross_entropy_output_gradient(y, a):
    return -(y / a - (1 - y) / (1 - a))
