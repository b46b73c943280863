"""With running mean and variance."""
# expects: convention

def batch_norm_parameter_count(*, features):
    return 4 * features
