"""One input channel."""
# mistake: input_channels_missing

def conv2d_parameter_count(*, in_channels, out_channels, kernel_height, kernel_width):
    return out_channels * (kernel_height * kernel_width + 1)
