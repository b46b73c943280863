"""Biases by the input channels."""
# mistake: biases_by_input_channels

def conv1d_parameter_count(*, in_channels, out_channels, kernel_size):
    return out_channels * in_channels * kernel_size + in_channels
