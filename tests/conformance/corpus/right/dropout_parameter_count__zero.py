"""Nothing to learn."""

def dropout_parameter_count():
    return 0
