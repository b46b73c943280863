"""The bias is added to every product."""
# mistake: bias_in_every_term

def weighted_sum(w, x, b):
    return sum(wi * xi + b for wi, xi in zip(w, x, strict=True))
