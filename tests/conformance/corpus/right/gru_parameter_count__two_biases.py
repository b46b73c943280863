"""Two bias vectors a gate."""
# expects: convention

def gru_parameter_count(*, input_size, units):
    return 3 * units * (input_size + units + 2)
