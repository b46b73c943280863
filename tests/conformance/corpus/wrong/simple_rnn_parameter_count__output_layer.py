"""With an output layer."""
# mistake: output_layer_counted

def simple_rnn_parameter_count(*, input_size, units):
    return units * (input_size + units + 1) + units + 1
