"""Scales by the norm."""
# mistake: norm_instead

import numpy as np


def clip_by_value(g, *, c=1.0):
    return g * min(1.0, c / max(np.linalg.norm(g), 1e-300))
