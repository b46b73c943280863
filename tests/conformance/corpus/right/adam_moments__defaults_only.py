"""The paper's constants."""

import numpy as np


def average(values, decay):
    mean, out = 0.0, []
    for value in values:
        mean = decay * mean + (1 - decay) * value
        out.append(mean)
    return np.array(out)


def adam_moments(theta, grads):
    return average(grads, 0.9), average(grads**2, 0.999)
