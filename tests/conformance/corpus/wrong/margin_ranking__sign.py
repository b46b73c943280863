"""Sign of the product lost."""
# mistake: arguments_swapped

import numpy as np


def margin_ranking(y, s_pos, s_neg, margin=0.0):
    return np.mean(np.maximum(0, y * (s_pos - s_neg) + margin))
