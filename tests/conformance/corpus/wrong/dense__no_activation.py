"""The activation is not applied."""
# mistake: activation_missing

def dense(W, a, b, *, activation="identity"):
    return (a.T @ W.T + b).T
