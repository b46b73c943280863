"""Only the step, without a state."""

def sgd_step(theta, g, state, *, eta=0.01):
    return theta - eta * g, state
