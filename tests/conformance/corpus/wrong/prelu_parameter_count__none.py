"""No parameters."""
# mistake: alpha_not_counted

def prelu_parameter_count(*, units):
    return 0
