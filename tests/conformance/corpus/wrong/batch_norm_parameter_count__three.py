"""With one running statistic."""
# mistake: three_vectors

def batch_norm_parameter_count(*, features):
    return 3 * features
