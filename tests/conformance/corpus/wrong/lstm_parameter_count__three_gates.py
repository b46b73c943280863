"""Three gates."""
# mistake: three_gates

def lstm_parameter_count(*, input_size, units):
    return 3 * units * (input_size + units + 1)
