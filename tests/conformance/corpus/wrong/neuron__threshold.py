"""Always a step."""
# mistake: step_instead

def neuron(w, x, b, *, activation="sigmoid"):
    return 1.0 if w @ x + b >= 0 else 0.0
