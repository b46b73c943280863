"""Only the first term."""
# mistake: positive_class_only

def binary_cross_entropy_output_gradient(y, a):
    return -y / a
