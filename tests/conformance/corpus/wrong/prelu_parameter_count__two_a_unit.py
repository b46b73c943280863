"""Two a unit."""
# mistake: two_a_unit

def prelu_parameter_count(*, units):
    return 2 * units
