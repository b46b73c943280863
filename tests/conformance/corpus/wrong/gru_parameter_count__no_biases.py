"""Weights only."""
# mistake: biases_missing

def gru_parameter_count(*, input_size, units):
    return 3 * units * (input_size + units)
