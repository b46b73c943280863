"""Numbers of [0, 1), stretched; own argument names."""

import numpy as np


def he_uniform(n_in, n_out, random_state):
    u = np.random.default_rng(random_state).random((n_out, n_in))
    return (2 * u - 1) * np.sqrt(6 / n_in)
