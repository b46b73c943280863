"""The hidden delta lacks o*(1 - o)."""
# mistake: hidden_derivative_missing

import numpy as np


def delta_rule(o, w, y, target, *, eta=1.0):
    output_delta = y * (1 - y) * (target - y)
    hidden_delta = w.T @ output_delta
    return output_delta, hidden_delta, eta * np.outer(output_delta, o)
