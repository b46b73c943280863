"""One bias vector for all gates."""
# mistake: one_bias_vector

def lstm_parameter_count(*, input_size, units):
    return 4 * units * (input_size + units) + units
