"""By position."""

def simple_rnn_parameter_count(features, hidden):
    one = hidden * features + hidden**2 + hidden
    return one
