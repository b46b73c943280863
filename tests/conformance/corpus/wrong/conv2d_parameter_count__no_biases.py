"""Weights only."""
# mistake: biases_missing

def conv2d_parameter_count(*, in_channels, out_channels, kernel_height, kernel_width):
    return out_channels * in_channels * kernel_height * kernel_width
