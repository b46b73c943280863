"""By position."""

def conv2d_parameter_count(channels, filters, height, width):
    return height * width * channels * filters + filters
