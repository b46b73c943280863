"""Margin by *args."""

import numpy as np


def margin_ranking(y, s_pos, s_neg, *rest):
    margin = rest[0] if rest else 0.0
    return np.mean(np.maximum(0, y * (s_neg - s_pos) + margin))
