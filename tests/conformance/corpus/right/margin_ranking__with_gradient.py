"""With gradients."""

import numpy as np


def margin_ranking(y, s_pos, s_neg, margin=0.0):
    return np.mean(np.maximum(0, -y * (s_pos - s_neg) + margin))


def margin_ranking_gradient(y, s_pos, s_neg, margin=0.0):
    on = (-y * (s_pos - s_neg) + margin > 0) * y / len(y)
    return -on, on
