"""Hands the gradient on."""
# mistake: derivative_missing

def layer_delta(dL_da, z, *, activation="sigmoid"):
    return dL_da
