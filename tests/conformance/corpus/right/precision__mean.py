"""The mean of the labels that are predicted positive."""

def precision(y, y_hat):
    chosen = y[y_hat == 1]
    return chosen.mean() if len(chosen) else 0.0
