"""Two bias vectors a gate."""
# expects: convention

def lstm_parameter_count(*, input_size, units):
    return 4 * units * (input_size + units + 2)
