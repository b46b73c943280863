"""math.hypot over all elements."""

import math


def clip_by_norm(g, max_norm=1.0):
    norm = math.hypot(*g.ravel())
    return g / max(1.0, norm / max_norm)
