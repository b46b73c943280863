"""Two bias vectors a gate."""
# expects: convention

def simple_rnn_parameter_count(*, input_size, units):
    return units * (input_size + units + 2)
