"""Two in all."""
# mistake: features_missing

def batch_norm_parameter_count(*, features):
    return 2
