"""As printed."""
# allows: inaccurate: large terms cancel in the sum

import numpy as np


def delta_rule(o, w, y, target, *, eta=1.0):
    output_delta = y * (1 - y) * (target - y)
    hidden_delta = o * (1 - o) * (w.T @ output_delta)
    return output_delta, hidden_delta, eta * np.outer(output_delta, o)
