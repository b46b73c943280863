"""With a bias."""
# mistake: one_too_many

def prelu_parameter_count(*, units):
    return units + 1
