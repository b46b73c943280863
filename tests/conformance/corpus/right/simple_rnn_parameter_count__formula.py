"""Weights, recurrent weights, one bias vector a gate."""

def simple_rnn_parameter_count(*, input_size, units):
    return units * (input_size + units + 1)
