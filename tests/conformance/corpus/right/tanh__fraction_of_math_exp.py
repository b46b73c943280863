"""math.exp in a scalar function, vectorized."""
# allows: inaccurate: Python raises OverflowError, and the difference cancels at zero

import math

import numpy as np


def _tanh(x):
    return (math.exp(x) - math.exp(-x)) / (math.exp(x) + math.exp(-x))


tanh = np.vectorize(_tanh, otypes=[float])
