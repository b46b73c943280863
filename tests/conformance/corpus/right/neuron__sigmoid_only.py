"""Always a sigmoid."""
# allows: inaccurate: digits are lost where a unit saturates

import numpy as np


def neuron(w, x, b):
    return 1 / (1 + np.exp(-(w @ x + b)))
