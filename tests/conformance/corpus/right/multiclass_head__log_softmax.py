"""log-softmax selected."""
# allows: inaccurate: the difference of large logits cancels

import numpy as np


def multiclass_head(y, z):
    z = z - z.max(-1, keepdims=True)
    logp = z - np.log(np.exp(z).sum(-1, keepdims=True))
    return -np.sum(np.where(y == 1, logp, 0))
