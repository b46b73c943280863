"""One recurrent weight a unit."""
# mistake: recurrent_weights_diagonal

def gru_parameter_count(*, input_size, units):
    return 3 * (units * input_size + units + units)
