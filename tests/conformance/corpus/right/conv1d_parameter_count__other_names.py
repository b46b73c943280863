"""One filter's parameters, times the filters; by position."""

def conv1d_parameter_count(channels, filters, width):
    one = channels * width + 1
    return filters * one
