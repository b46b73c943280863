"""The output delta lacks y*(1 - y)."""
# mistake: activation_derivative_missing

def delta_rule(o, w, y, target, eta=1.0):
    m, n = len(y), len(o)
    delta = [(target[k] - y[k]) for k in range(m)]
    hidden = [o[j] * (1 - o[j]) * sum(w[k][j] * delta[k] for k in range(m)) for j in range(n)]
    change = [[eta * delta[k] * o[j] for j in range(n)] for k in range(m)]
    return delta, hidden, change
