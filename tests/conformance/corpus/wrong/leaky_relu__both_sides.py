"""Damps both sides."""
# mistake: slope_on_both_sides

def leaky_relu(z, alpha=0.01):
    return alpha * z
