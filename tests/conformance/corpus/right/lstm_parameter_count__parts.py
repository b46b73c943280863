"""Three parts."""

def lstm_parameter_count(*, input_size, units):
    kernel = input_size * 4 * units
    recurrent = units * 4 * units
    bias = 4 * units
    return kernel + recurrent + bias
