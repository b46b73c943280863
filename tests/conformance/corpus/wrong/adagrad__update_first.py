"""Steps with the sum of before."""
# mistake: updated_before_state

import numpy as np


def adagrad_step(theta, g, state, eta=0.01, epsilon=1e-8):
    total = np.zeros_like(g) if state is None else state
    return theta - eta * g / np.sqrt(total + epsilon), total + g * g
