"""Weights, recurrent weights, one bias vector a gate."""

def gru_parameter_count(*, input_size, units):
    return 3 * units * (input_size + units + 1)
