"""A loop over triplets."""
# allows: inaccurate: infinity minus infinity is taken for 0 where the exact loss overflows

def triplet(a, p, n, alpha=1.0):
    losses = []
    for x, y, z in zip(a, p, n):
        losses.append(max(0.0, sum((x - y) ** 2) - sum((x - z) ** 2) + alpha))
    return sum(losses) / len(losses)
