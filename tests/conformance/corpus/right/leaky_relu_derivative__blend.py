"""alpha + (1 - alpha)*(z > 0)."""

def leaky_relu_derivative(z, alpha=0.01):
    return alpha + (1 - alpha) * (z > 0)
