"""Broadcasting instead of products."""
# allows: inaccurate: large terms cancel in the sum

def delta_rule(o, w, y, target, *, eta=1.0):
    d = y * (1 - y) * (target - y)
    return d, o * (1 - o) * (w * d[:, None]).sum(axis=0), eta * d[:, None] * o[None, :]
