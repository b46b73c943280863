"""gamma and beta."""

def batch_norm_parameter_count(*, features):
    return 2 * features
