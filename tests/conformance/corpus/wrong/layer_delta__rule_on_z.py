"""a*(1 - a) with z for a."""
# mistake: output_formula_on_z

def layer_delta(dL_da, z):
    return dL_da * z * (1 - z)
