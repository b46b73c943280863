"""A chain of branches."""
# allows: inaccurate: digits are lost where a unit saturates

import math


def neuron(weights, inputs, bias, activation="sigmoid"):
    z = float(bias)
    for w, x in zip(weights, inputs, strict=True):
        z += w * x
    if activation == "sigmoid":
        return 1 / (1 + math.exp(-z)) if z > 0 else math.exp(z) / (1 + math.exp(z))
    if activation == "tanh":
        return math.tanh(z)
    if activation == "relu":
        return max(0.0, z)
    if activation == "leaky_relu":
        return z if z > 0 else 0.01 * z
    if activation == "elu":
        return z if z > 0 else math.expm1(z)
    if activation == "softplus":
        return max(z, 0) + math.log1p(math.exp(-abs(z)))
    return z
