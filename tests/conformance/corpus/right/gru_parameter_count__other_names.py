"""By position."""

def gru_parameter_count(features, hidden):
    one = hidden * features + hidden**2 + hidden
    return 3 * one
