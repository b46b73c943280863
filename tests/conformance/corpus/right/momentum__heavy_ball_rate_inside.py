"""Heavy ball with the rate in the velocity."""
# expects: convention

def momentum_step(theta, g, state, *, alpha=0.01, beta=0.9):
    v = 0.0 if state is None else state
    v = beta * v - alpha * g
    return theta + v, v
