"""By position."""

import math


def embedding_parameter_count(vocabulary, dimension):
    return math.prod((vocabulary, dimension))
