"""A loss object."""

import numpy as np


class MSELoss:
    def __init__(self, reduction="mean"):
        self.reduction = reduction
    def __call__(self, y, y_hat):
        self.diff = y_hat - y
        return getattr(np, self.reduction)(self.diff**2)


mse = MSELoss()
