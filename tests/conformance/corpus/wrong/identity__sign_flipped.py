"""Negated by habit of the loss."""
# mistake: sign_flipped

def identity(z):
    return -z
