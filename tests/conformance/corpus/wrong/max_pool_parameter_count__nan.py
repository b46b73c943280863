"""Not a number."""

def max_pool_parameter_count():
    return float('nan')
