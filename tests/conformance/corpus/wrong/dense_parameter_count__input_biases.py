"""Biases for the inputs, too."""
# mistake: input_biases_counted

def dense_parameter_count(sizes):
    return sum(m * n for m, n in zip(sizes, sizes[1:])) + sum(sizes)
