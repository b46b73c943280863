"""By position."""

def lstm_parameter_count(features, hidden):
    one = hidden * features + hidden**2 + hidden
    return 4 * one
