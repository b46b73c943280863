"""One input channel."""
# mistake: input_channels_missing

def conv1d_parameter_count(*, in_channels, out_channels, kernel_size):
    return out_channels * (kernel_size + 1)
