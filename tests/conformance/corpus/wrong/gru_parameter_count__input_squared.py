"""The square of the inputs for that of the units."""
# mistake: sizes_swapped

def gru_parameter_count(*, input_size, units):
    return 3 * (units * input_size + input_size**2 + units)
