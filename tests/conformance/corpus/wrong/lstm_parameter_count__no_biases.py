"""Weights only."""
# mistake: biases_missing

def lstm_parameter_count(*, input_size, units):
    return 4 * units * (input_size + units)
