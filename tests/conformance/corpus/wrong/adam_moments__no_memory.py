"""Weighted gradients, without the past."""
# mistake: state_not_kept

def adam_moments(theta, grads, *, beta1=0.9, beta2=0.999):
    return (1 - beta1) * grads, (1 - beta2) * grads**2
