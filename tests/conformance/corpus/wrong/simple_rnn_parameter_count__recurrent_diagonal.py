"""One recurrent weight a unit."""
# mistake: recurrent_weights_diagonal

def simple_rnn_parameter_count(*, input_size, units):
    return (units * input_size + units + units)
