"""itertools.accumulate over a pair."""

import itertools


def adam_moments(theta, grads, *, beta1=0.9, beta2=0.999):
    def move(pair, g):
        m, v = pair
        return beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g

    pairs = list(itertools.accumulate(grads, move, initial=(0.0, 0.0)))[1:]
    return [m for m, _ in pairs], [v for _, v in pairs]
