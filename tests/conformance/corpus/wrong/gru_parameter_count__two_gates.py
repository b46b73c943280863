"""The candidate is forgotten."""
# mistake: two_gates

def gru_parameter_count(*, input_size, units):
    return 2 * units * (input_size + units + 1)
