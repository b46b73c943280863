"""Weights only."""
# mistake: biases_missing

def simple_rnn_parameter_count(*, input_size, units):
    return units * (input_size + units)
