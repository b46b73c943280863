"""Check your own functions in your own test suite: ``pytest examples/test_with_pytest.py``."""

import numpy as np
import pytest

from nnconform.conformance import assert_conforms


def huber(y, y_hat, *, delta=1.0):
    distance = np.abs(y - y_hat)
    line = delta * (distance - delta / 2)
    return np.mean(np.where(distance <= delta, distance**2 / 2, line))


def huber_gradient(y, y_hat, *, delta=1.0):
    return np.clip(y_hat - y, -delta, delta) / np.size(y)


def softplus(z):
    return np.log(1 + np.exp(z))


def elu(z, *, alpha=1.0):
    return np.where(z > 0, z, alpha * np.exp(z) - 1)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_huber(dtype):
    assert_conforms("huber", huber, gradient=huber_gradient, dtype=dtype)


def test_softplus_is_the_right_formula_although_it_overflows():
    assert_conforms("softplus", softplus, allow={"inaccurate"})


def test_elu_is_wrong_and_the_mistake_is_named():
    with pytest.raises(AssertionError, match="parentheses_lost"):
        assert_conforms("elu", elu)
