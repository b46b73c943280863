"""A bias is counted."""
# mistake: bias_counted

def max_pool_parameter_count():
    return 1
