"""y and a exchanged."""
# mistake: arguments_swapped

def binary_cross_entropy_output_gradient(y, a):
    return (y - a) / (y * (1 - y))
