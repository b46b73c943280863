"""One recurrent weight a unit."""
# mistake: recurrent_weights_diagonal

def lstm_parameter_count(*, input_size, units):
    return 4 * (units * input_size + units + units)
