"""A layer's biases by its inputs."""
# mistake: biases_by_fan_in

def dense_parameter_count(sizes):
    return sum(m * n + m for m, n in zip(sizes, sizes[1:]))
