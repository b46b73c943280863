"""Two layers as matrices."""

import numpy as np


def forward_example(x1, x2, w111, w121, b11, w112, w122, b12, w211, w212, bo):
    hidden = np.array([[w111, w121], [w112, w122]]) @ np.array([x1, x2]) + np.array([b11, b12])
    h = 1 / (1 + np.exp(-hidden))
    out = np.dot([w211, w212], h) + bo
    return hidden[0], h[0], hidden[1], h[1], out, 1 / (1 + np.exp(-out))
