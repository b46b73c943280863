"""One alpha in all."""
# expects: convention

def prelu_parameter_count(*, units):
    return 1
