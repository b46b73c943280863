"""The decay weighs the new value."""
# mistake: weights_swapped

import numpy as np


def average(values, decay):
    mean, out = 0.0, []
    for value in values:
        mean = (1 - decay) * mean + decay * value
        out.append(mean)
    return np.array(out)


def adam_moments(theta, grads, *, beta1=0.9, beta2=0.999):
    return average(grads, beta1), average(grads**2, beta2)
