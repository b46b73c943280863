"""Zero, whatever the window."""

def max_pool_parameter_count(*window):
    return sum(0 for _ in window)
