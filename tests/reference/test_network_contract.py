"""What holds for every array function of networks: dtypes, shapes, untouched inputs, errors."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from nnconform import reference as _reference
from nnconform.reference import DomainError, ShapeError

from . import _cases
from ._networks import NETWORK_MODULES

# Lists are given, too, and anything else that is wrong.
reference: Any = _reference

Array = npt.NDArray[Any]

W, A, B = np.array([[0.5, -1.0, 2.0], [1.0, 0.25, -0.5]]), np.array([1.0, -2.0, 0.5]), 0.75
WS, BS = [W, np.array([[1.0, -1.0]])], [np.array([0.5, -0.25]), np.array([0.125])]
EXAMPLES, TARGETS = np.arange(12.0).reshape(3, 4) / 8, np.array([[1.0, 0.0, 0.0, 1.0]])
LABELS, GUESSES = np.array([1.0, 0.0, 1.0]), np.array([1.0, 1.0, 0.0])

INPUTS: dict[str, list[Any]] = {
    **{name: [W[0], A, np.array(B)] for name in ("weighted_sum", "neuron", "perceptron")},
    **{name: [W[0], A, np.array(B)] for name in ("weighted_sum_gradient", "neuron_gradient")},
    "dense": [W, EXAMPLES, BS[0]],
    "mlp_forward": [WS, BS, EXAMPLES],
    "mlp_backward": [WS, BS, EXAMPLES, TARGETS],
    "train_step": [WS, BS, EXAMPLES, TARGETS],
    "minibatch_gradient": [WS, BS, EXAMPLES, TARGETS, np.array([0, 2])],
    "binary_cross_entropy_output_gradient": [LABELS, np.array([0.5, 0.25, 0.75])],
    "layer_delta": [A, A],
    "dense_backward": [W, EXAMPLES, np.ones((2, 4))],
    "chain_rule": [W[0], A, np.array(B), np.array(1.0)],
    "delta_rule": [np.array([0.5, 0.25, 0.75]), W, BS[0], BS[0]],
    "gradient_descent_update": [W, A, W, A],
    "forward_example": [np.array(each) for each in (1.0, -2.0, *[0.5] * 3, *[0.25] * 6)],
    "backpropagation_example": [np.array(each) for each in (1.0, -2.0, *[0.5] * 6, 1.0)],
    "dropout": [W],
    "batch_norm": [W, A, A],
    "clip_by_value": [W],
    "clip_by_norm": [W],
    **{name: [LABELS, GUESSES] for name in ("accuracy", "precision", "recall", "f1", "auc_roc")},
    **{
        name: [A, np.stack([A, -A])]
        for name in ("sgd", "momentum", "rmsprop", "adagrad", "adadelta", "adam", "adam_moments")
    },
}


def narrowed(value: Any, dtype: npt.DTypeLike) -> Any:
    if isinstance(value, list):
        return [narrowed(part, dtype) for part in value]
    return value if value.dtype.kind == "i" else value.astype(dtype)


def flat(value: Any) -> list[Array]:
    if isinstance(value, list | tuple):
        return [array for part in value for array in flat(part)]
    return [value]


def listed(value: Any) -> Any:
    return [listed(part) for part in value] if isinstance(value, list) else value.tolist()


def test_every_array_function_is_here() -> None:
    found = {
        name
        for name, function in vars(reference).items()
        if getattr(function, "__module__", "").rpartition(".")[2] in NETWORK_MODULES
        and not name.endswith(("_step", "_count", "_normal", "_uniform", "_random", "_conv2d"))
    }
    assert found | {"train_step"} == set(INPUTS)


@pytest.mark.parametrize("dtype", _cases.FLOATS)
@pytest.mark.parametrize("name", INPUTS)
def test_dtype_is_kept_and_arrays_are_new(name: str, dtype: npt.DTypeLike) -> None:
    inputs = narrowed(INPUTS[name], dtype)
    for part in flat(getattr(reference, name)(*inputs)):
        assert type(part) is np.ndarray
        assert part.dtype == dtype
        assert not any(np.shares_memory(part, x) for x in flat(inputs))


@pytest.mark.parametrize("name", INPUTS)
def test_lists_and_read_only_arrays_are_accepted_and_left_alone(name: str) -> None:
    want = flat(getattr(reference, name)(*INPUTS[name]))
    copies = narrowed(INPUTS[name], np.float64)
    for array in flat(copies):
        array.setflags(write=False)
    for inputs in (copies, [listed(x) for x in INPUTS[name]]):
        for one, other in zip(flat(getattr(reference, name)(*inputs)), want, strict=True):
            np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("name", sorted(set(INPUTS) - {"accuracy", "precision", "recall", "f1"}))
def test_no_floating_point_error_escapes(name: str) -> None:
    first, *others = INPUTS[name]
    if name in ("auc_roc", "binary_cross_entropy_output_gradient"):
        first, others = others[0], [first]
    with np.errstate(all="raise"):
        for value in (1e300, 5e-324, np.inf, np.nan):
            filled = (
                [np.full_like(part, value) for part in first]
                if isinstance(first, list)
                else np.full_like(first, value)
            )
            swap = name in ("auc_roc", "binary_cross_entropy_output_gradient")
            getattr(reference, name)(*([*others, filled] if swap else [filled, *others]))


@pytest.mark.parametrize("name", ["neuron", "dense", "layer_delta", "mlp_backward"])
def test_unknown_activation_is_named_with_the_known_ones(name: str) -> None:
    with pytest.raises(DomainError, match=rf"^{name}: activation must be one of .*, got 'gelu'$"):
        getattr(reference, name)(*INPUTS[name], activation="gelu")


def test_unknown_loss_is_named_with_the_known_ones() -> None:
    message = r"^mlp_backward: loss must be one of squared_error, .*, got 'hinge'$"
    with pytest.raises(DomainError, match=message):
        reference.mlp_backward(WS, BS, EXAMPLES, TARGETS, loss="hinge")


SHAPES: list[tuple[Callable[[], Any], str]] = [
    (
        lambda: reference.weighted_sum(A, A[:2], 0.0),
        r"^weighted_sum: w and x must have one shape \(n,\) and b the shape \(\), "
        r"got \(3,\), \(2,\) and \(\)$",
    ),
    (
        lambda: reference.dense(W, EXAMPLES[:2], BS[0]),
        r"^dense: W, a and b must have the shapes .*, got \(2, 3\), \(2, 4\) and \(2,\)$",
    ),
    (
        lambda: reference.mlp_forward(WS, BS[:1], EXAMPLES),
        r"^mlp_forward: Ws and bs must hold one array a layer, got 2 and 1$",
    ),
    (
        lambda: reference.mlp_forward([W, W], [BS[0], BS[0]], EXAMPLES),
        r"^mlp_forward: layer 1 gets 2 activations, so Ws\[1\] and bs\[1\] must have the shapes "
        r"\(n, 2\) and \(n,\), got \(2, 3\) and \(2,\)$",
    ),
    (
        lambda: reference.mlp_backward(WS, BS, EXAMPLES, TARGETS[:, :2]),
        r"^mlp_backward: y must have the shape \(1, 4\), got \(1, 2\)$",
    ),
    (
        lambda: reference.mlp_backward(WS, BS, EXAMPLES[:, :0], TARGETS[:, :0]),
        r"^mlp_backward: the mean needs at least one example, got shape \(0,\)$",
    ),
    (
        lambda: reference.dense_backward(W, EXAMPLES, np.ones((3, 4))),
        r"^dense_backward: W, a_prev and delta must have the shapes .*, "
        r"got \(2, 3\), \(3, 4\) and \(3, 4\)$",
    ),
    (
        lambda: reference.delta_rule(A, W.T, BS[0], BS[0]),
        r"^delta_rule: o, w, y and target must have the shapes .*, "
        r"got \(3,\), \(3, 2\), \(2,\) and \(2,\)$",
    ),
    (
        lambda: reference.batch_norm(W, A[:2], A),
        r"^batch_norm: x, gamma and beta must have the shapes .*, got \(2, 3\), \(2,\) and \(3,\)$",
    ),
    (
        lambda: reference.accuracy([], []),
        r"^accuracy: the mean needs at least one label, got shape \(0,\)$",
    ),
]


@pytest.mark.parametrize(("call", "message"), SHAPES)
def test_shapes_that_do_not_fit_are_named(call: Callable[[], Any], message: str) -> None:
    with pytest.raises(ShapeError, match=message):
        call()


DOMAINS: list[tuple[Callable[[], Any], str]] = [
    (
        lambda: reference.minibatch_gradient(WS, BS, EXAMPLES, TARGETS, [4]),
        r"^minibatch_gradient: batch must hold whole numbers from 0 to 3, got 4$",
    ),
    (
        lambda: reference.train_step(WS, BS, EXAMPLES, TARGETS, steps=-1),
        r"^train_step: steps must be a whole number from 0 on, got -1$",
    ),
    (
        lambda: reference.mlp_forward([W, WS[1].astype(complex)], BS, EXAMPLES),
        r"^mlp_forward: Ws\[1\] must be float16, float32, float64 or integers, got complex128$",
    ),
    (lambda: reference.f1([2], [1]), r"^f1: y must hold zeros and ones, got 2$"),
    (lambda: reference.dropout(A, p=1.5), r"^dropout: p must be between 0 and 1, got 1.5$"),
    (lambda: reference.clip_by_norm(A, c=0.0), r"^clip_by_norm: c must be positive, got 0.0$"),
    (
        lambda: reference.he_normal(0, 3, seed=1),
        r"^he_normal: fan_in must be a whole number from 1 on, got 0$",
    ),
    (
        lambda: reference.lstm_parameter_count(input_size=-1, units=2),
        r"^lstm_parameter_count: input_size must be a whole number from 0 on, got -1$",
    ),
]


@pytest.mark.parametrize(("call", "message"), DOMAINS)
def test_values_outside_of_the_domain_are_named(call: Callable[[], Any], message: str) -> None:
    with pytest.raises(DomainError, match=message):
        call()
