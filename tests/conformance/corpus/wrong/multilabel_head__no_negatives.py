"""Second term missing."""
# mistake: second_term_missing

import numpy as np


def multilabel_head(y, z):
    return np.mean(y * np.logaddexp(0, -z))
