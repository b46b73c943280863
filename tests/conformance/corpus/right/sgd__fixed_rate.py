"""The learning rate is a constant of the file."""

ETA = 0.01


def sgd(theta, grads):
    path = [theta]
    for g in grads:
        path.append(path[-1] - ETA * g)
    return path[1:]
