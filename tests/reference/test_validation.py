"""The errors: which class, and the whole message."""

import re
from collections.abc import Callable
from typing import Any

import ml_dtypes
import numpy as np
import pytest

from nnconform import reference
from nnconform.reference import DomainError, ShapeError

ONE = np.ones(3)
EMPTY = np.ones(0)

SHAPES: list[tuple[Callable[[], Any], str]] = [
    (
        lambda: reference.huber(ONE, ONE[:, None]),
        "huber: y and y_hat must have one shape, got (3,) and (3, 1)",
    ),
    (
        lambda: reference.triplet_gradient(ONE, ONE, ONE[:2]),
        "triplet_gradient: a, p and n must have one shape, got (3,), (3,) and (2,)",
    ),
    (
        lambda: reference.regression_head(ONE, ONE[:1]),
        "regression_head: y and z must have one shape, got (3,) and (1,)",
    ),
    (
        lambda: reference.mse(EMPTY, EMPTY),
        "mse: the mean needs at least one element, got shape (0,)",
    ),
    (
        lambda: reference.triplet(*np.ones((3, 0, 2))),
        "triplet: the mean needs at least one row, got shape (0,)",
    ),
    (
        lambda: reference.pixelwise_cross_entropy(ONE[:, None][:0], ONE[:, None][:0]),
        "pixelwise_cross_entropy: the mean needs at least one pixel, got shape (0,)",
    ),
    (
        lambda: reference.softmax(np.array(1.0)),
        "softmax: z needs a last axis of classes, got shape ()",
    ),
    (
        lambda: reference.negative_log_likelihood(np.array([0, 1]), ONE),
        "negative_log_likelihood: y must have the shape of y_hat without its last axis, "
        "got (2,) and (3,)",
    ),
    (
        lambda: reference.prelu(ONE, ONE[:2]),
        "prelu: z and alpha must broadcast, got (3,) and (2,)",
    ),
]

DOMAINS: list[tuple[Callable[[], Any], str]] = [
    (
        lambda: reference.leaky_relu(ONE, alpha=1.5),
        "leaky_relu: alpha must be between 0 and 1, got 1.5",
    ),
    (
        lambda: reference.leaky_relu_derivative(ONE, alpha=-0.5),
        "leaky_relu_derivative: alpha must be between 0 and 1, got -0.5",
    ),
    (
        lambda: reference.huber(ONE, ONE, delta=0),
        "huber: delta must be positive, got 0.0",
    ),
    (
        lambda: reference.huber(ONE, ONE, delta=np.inf),
        "huber: delta must be positive, got inf",
    ),
    (
        lambda: reference.elu(ONE, alpha=np.nan),
        "elu: alpha must be zero or positive, got nan",
    ),
    (
        lambda: reference.l2_penalty(ONE, lam=-1),
        "l2_penalty: lam must be zero or positive, got -1.0",
    ),
    (
        lambda: reference.sparse_categorical_cross_entropy(np.array([0, -1]), np.ones((2, 3))),
        "sparse_categorical_cross_entropy: y must hold whole numbers from 0 to 2, got -1",
    ),
    (
        lambda: reference.negative_log_likelihood_gradient(np.array([0.5]), np.ones((1, 3))),
        "negative_log_likelihood_gradient: y must hold whole numbers from 0 to 2, got 0.5",
    ),
    (
        lambda: reference.relu(np.array([1j])),
        "relu: z must be float16, float32, float64 or integers, got complex128",
    ),
    (
        lambda: reference.mse(ONE, ONE.astype(ml_dtypes.bfloat16)),
        "mse: y_hat must be float16, float32, float64 or integers, got bfloat16",
    ),
]


@pytest.mark.parametrize(("wrong", "message"), SHAPES)
def test_shapes_that_do_not_fit_are_named(wrong: Callable[[], Any], message: str) -> None:
    with pytest.raises(ShapeError, match=f"^{re.escape(message)}$"):
        wrong()


@pytest.mark.parametrize(("wrong", "message"), DOMAINS)
def test_values_outside_of_the_domain_are_named(wrong: Callable[[], Any], message: str) -> None:
    with pytest.raises(DomainError, match=f"^{re.escape(message)}$"):
        wrong()


@pytest.mark.parametrize("error", [ShapeError, DomainError])
def test_errors_are_value_errors(error: type[Exception]) -> None:
    assert issubclass(error, ValueError)
