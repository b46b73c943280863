"""One bias a layer."""
# mistake: one_bias_a_layer

def dense_parameter_count(sizes):
    return sum(m * n + 1 for m, n in zip(sizes, sizes[1:]))
