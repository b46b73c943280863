"""Four gates."""
# mistake: four_gates

def gru_parameter_count(*, input_size, units):
    return 4 * units * (input_size + units + 1)
