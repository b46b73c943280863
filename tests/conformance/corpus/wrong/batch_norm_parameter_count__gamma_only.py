"""gamma only."""
# mistake: beta_missing

def batch_norm_parameter_count(*, features):
    return features
