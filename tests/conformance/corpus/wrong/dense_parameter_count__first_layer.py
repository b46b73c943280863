"""The first layer only."""
# mistake: first_layer_only

def dense_parameter_count(sizes):
    return (sizes[0] + 1) * sizes[1]
