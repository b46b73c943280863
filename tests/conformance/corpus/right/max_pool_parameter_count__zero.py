"""Nothing to learn."""

def max_pool_parameter_count():
    return 0
