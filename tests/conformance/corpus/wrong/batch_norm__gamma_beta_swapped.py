"""gamma and beta exchanged."""
# mistake: gamma_and_beta_swapped

import numpy as np


class BatchNorm:
    def __init__(self, gamma, beta, epsilon):
        self.gamma, self.beta, self.epsilon = gamma, beta, epsilon

    def forward(self, x, training=True):
        if training:
            self.mean, self.var = x.mean(0), x.var(0)
        x_hat = (x - self.mean) / np.sqrt(self.var + self.epsilon)
        return self.beta * x_hat + self.gamma


def batch_norm(x, gamma, beta, *, epsilon=1e-5):
    return BatchNorm(gamma, beta, epsilon).forward(x)
