"""A double loop."""
# allows: inaccurate: y/y_hat overflows for a subnormal y_hat

import math


def kl_divergence(y, y_hat):
    total = 0.0
    for p, q in zip(y, y_hat):
        for a, b in zip(p, q):
            if a > 0:
                total += a * math.log(a / b) if b > 0 else math.inf
    return total
