"""Weights only."""
# mistake: biases_missing

def dense_parameter_count(sizes):
    return sum(m * n for m, n in zip(sizes, sizes[1:]))
