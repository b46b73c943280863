"""forward of a layer that keeps its output."""
# allows: inaccurate: exp(-z) overflows where the result is subnormal

import numpy as np


class Layer:
    def forward(self, z):
        self.out = 1.0 / (1.0 + np.exp(-z))
        return self.out


sigmoid = Layer().forward
