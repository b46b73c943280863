"""An object that is called."""

class L2:
    def __init__(self, lam):
        self.lam = lam
    def __call__(self, w):
        return self.lam * (w**2).sum()


l2_penalty = L2(0.01)
