"""Recurrent weights are forgotten."""
# mistake: recurrent_weights_missing

def gru_parameter_count(*, input_size, units):
    return 3 * units * (input_size + 1)
