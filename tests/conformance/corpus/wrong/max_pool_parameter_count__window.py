"""A window of two by two is counted."""
# mistake: window_counted

def max_pool_parameter_count():
    return 2 * 2
