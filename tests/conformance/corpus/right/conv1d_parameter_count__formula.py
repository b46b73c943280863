"""Weights and biases."""

def conv1d_parameter_count(*, in_channels, out_channels, kernel_size):
    return out_channels * in_channels * kernel_size + out_channels
