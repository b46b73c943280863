"""One fraction."""
# allows: inaccurate: differences cancel at extremes

def binary_cross_entropy_output_gradient(y, a):
    return (a - y) / (a * (1 - a))
