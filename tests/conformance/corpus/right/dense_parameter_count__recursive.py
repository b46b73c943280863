"""Calls itself for the layers that remain."""

def dense_parameter_count(sizes):
    if len(sizes) < 2:
        return 0
    return (sizes[0] + 1) * sizes[1] + dense_parameter_count(sizes[1:])
