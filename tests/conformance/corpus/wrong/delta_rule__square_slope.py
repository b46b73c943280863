"""y*(1 - y**2)."""

def delta_rule(o, w, y, target, eta=1.0):
    m, n = len(y), len(o)
    delta = [y[k] * (1 - y[k] ** 2) * (target[k] - y[k]) for k in range(m)]
    hidden = [o[j] * (1 - o[j]) * sum(w[k][j] * delta[k] for k in range(m)) for j in range(n)]
    change = [[eta * delta[k] * o[j] for j in range(n)] for k in range(m)]
    return delta, hidden, change
