"""A dot product."""
# allows: inaccurate: large terms cancel in the sum

def weighted_sum(w, x, b):
    return w @ x + b
