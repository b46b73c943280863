"""With peephole weights."""
# mistake: peepholes_counted

def lstm_parameter_count(*, input_size, units):
    return 4 * units * (input_size + units + 1) + 3 * units
