"""Standard normal numbers, scaled; own argument names."""

import numpy as np


def he_normal(n_in, n_out, random_seed):
    rng = np.random.default_rng(random_seed)
    return rng.standard_normal((n_out, n_in)) * np.sqrt(2 / n_in)
