"""The square of the inputs for that of the units."""
# mistake: sizes_swapped

def lstm_parameter_count(*, input_size, units):
    return 4 * (units * input_size + input_size**2 + units)
