"""Three parts."""

def gru_parameter_count(*, input_size, units):
    kernel = input_size * 3 * units
    recurrent = units * 3 * units
    bias = 3 * units
    return kernel + recurrent + bias
