"""Column vectors."""
# allows: inaccurate: large terms cancel in the sum

import numpy as np


def delta_rule(o, w, y, target, *, eta=1.0):
    o, y, target = o.reshape(-1, 1), y.reshape(-1, 1), target.reshape(-1, 1)
    delta = y * (1 - y) * (target - y)
    hidden = o * (1 - o) * np.dot(w.T, delta)
    change = eta * np.dot(delta, o.T)
    return delta.ravel(), hidden.ravel(), change
