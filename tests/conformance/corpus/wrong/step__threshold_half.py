"""Thresholds a probability."""
# mistake: threshold_one_half

def step(z):
    return (z >= 0.5).astype(float)
