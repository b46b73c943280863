"""Logits for log-probabilities."""
# mistake: logits_taken_for_log_probabilities

import numpy as np


def multiclass_head(y, z):
    return -np.sum(y * z)
