"""Loops over i and j."""
# allows: inaccurate: 1 - s cancels where s is near one

import numpy as np


def softmax_jacobian(z):
    n, k = z.shape
    jac = np.zeros((n, k, k))
    for b in range(n):
        e = np.exp(z[b] - z[b].max())
        s = e / e.sum()
        for i in range(k):
            for j in range(k):
                jac[b, i, j] = s[i] * (1 - s[i]) if i == j else -s[i] * s[j]
    return jac
