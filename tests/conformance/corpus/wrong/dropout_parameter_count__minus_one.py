"""Minus one for unknown."""

def dropout_parameter_count():
    return -1
