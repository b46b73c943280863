"""A loop and a branch."""

def perceptron(weights, inputs, bias):
    total = float(bias)
    for w, x in zip(weights, inputs, strict=True):
        total += w * x
    if total < 0:
        return 0.0
    return 1.0
