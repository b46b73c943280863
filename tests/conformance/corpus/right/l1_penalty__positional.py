"""Another parameter name."""

def l1_penalty(weights, lambda_):
    return lambda_ * sum(abs(v) for v in weights.ravel())
