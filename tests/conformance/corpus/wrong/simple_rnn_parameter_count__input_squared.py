"""The square of the inputs for that of the units."""
# mistake: sizes_swapped

def simple_rnn_parameter_count(*, input_size, units):
    return (units * input_size + input_size**2 + units)
