"""A loop with an if."""

def huber(y, y_hat, delta=1.0):
    total = 0.0
    for a, b in zip(y, y_hat):
        r = abs(a - b)
        total += 0.5 * r * r if r <= delta else delta * (r - 0.5 * delta)
    return total / len(y)
