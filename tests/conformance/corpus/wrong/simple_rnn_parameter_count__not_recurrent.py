"""Recurrent weights are forgotten."""
# mistake: recurrent_weights_missing

def simple_rnn_parameter_count(*, input_size, units):
    return units * (input_size + 1)
