"""The state is never handed on."""
# mistake: velocity_not_kept

def momentum_step(theta, g, state, *, alpha=0.01, beta=0.9):
    v = 0.0 if state is None else state
    v = beta * v + (1 - beta) * g
    return theta - alpha * v, None
