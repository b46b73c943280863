"""Neighbours in pairs."""

import itertools


def dense_parameter_count(sizes):
    return sum(m * n + n for m, n in itertools.pairwise(sizes))
