"""Three parts."""

def simple_rnn_parameter_count(*, input_size, units):
    kernel = input_size * units
    recurrent = units * units
    bias = units
    return kernel + recurrent + bias
