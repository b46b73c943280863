"""A loop."""

def accuracy(y, y_hat):
    hits = 0
    for target, guess in zip(y.tolist(), y_hat.tolist(), strict=True):
        hits += target == guess
    return hits / len(y)
