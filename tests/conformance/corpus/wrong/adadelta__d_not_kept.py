"""The average of changes is not kept."""
# mistake: change_never_updated

def adadelta_step(theta, g, state, *, rho=0.9, epsilon=1e-6):
    s, D = (0.0, 0.0) if state is None else state
    s = rho * s + (1 - rho) * g**2
    r = g * (D + epsilon) ** 0.5 / (s + epsilon) ** 0.5
    return theta - r, (s, D)
