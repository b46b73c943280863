"""beta1 and beta2 exchanged."""
# mistake: betas_swapped

import numpy as np


def average(values, decay):
    mean, out = 0.0, []
    for value in values:
        mean = decay * mean + (1 - decay) * value
        out.append(mean)
    return np.array(out)


def adam_moments(theta, grads, *, beta1=0.9, beta2=0.999):
    return average(grads, beta2), average(grads**2, beta1)
