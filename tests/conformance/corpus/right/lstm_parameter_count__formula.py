"""Weights, recurrent weights, one bias vector a gate."""

def lstm_parameter_count(*, input_size, units):
    return 4 * units * (input_size + units + 1)
