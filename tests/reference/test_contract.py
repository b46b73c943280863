"""What holds for every function: dtypes, shapes, untouched inputs, silence, documentation."""

import doctest
import importlib
import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from nnconform import reference

from . import _cases
from ._networks import NETWORK_MODULES

Array = npt.NDArray[Any]

DOCUMENTED: dict[str, Callable[..., Any]] = {
    name: function
    for name, function in vars(reference).items()
    if inspect.isfunction(function) and not name.startswith("_")
}
# What networks are made of has a contract of its own, in test_network_contract.py.
FUNCTIONS = {
    name: function
    for name, function in DOCUMENTED.items()
    if function.__module__.rpartition(".")[2] not in NETWORK_MODULES
}
ELEMENTWISE = sorted(
    {name for name, _ in _cases.ELEMENTWISE}
    | {f"{name}_derivative" for name, _ in _cases.ELEMENTWISE}
)
Z = np.array([[-1.5, 0.0, 2.0], [5e-324, -745.0, 1e308]])


def call(name: str, dtype: npt.DTypeLike = np.float64) -> list[Array]:
    """Return inputs for the function ``name``."""
    loss = name.removesuffix("_gradient")
    if loss in (*_cases.LOSSES, *_cases.HEADS):
        return list(_cases.cases(loss, dtype, count=9))[2][0]
    if loss in _cases.SPARSE:
        return [np.array([1, 0]), _cases.narrowed([[0.25, 0.75], [0.5, 0.5]], dtype)]
    return [_cases.narrowed(Z, dtype), *([np.array(0.25, dtype)] if "prelu" in name else [])]


def parts(result: Any) -> tuple[Array, ...]:
    return result if isinstance(result, tuple) else (result,)


def same(one: Any, other: Any) -> None:
    for left, right in zip(parts(one), parts(other), strict=True):
        np.testing.assert_array_equal(left, right)


def test_every_formula_is_there_with_its_derivative() -> None:
    losses = (*_cases.LOSSES, *_cases.HEADS, *_cases.SPARSE)
    others = ("prelu", "prelu_derivative", "prelu_gradient", "softmax", "softmax_jacobian")
    want = {*ELEMENTWISE, *losses, *(f"{name}_gradient" for name in losses), *others}
    assert set(FUNCTIONS) == want


@pytest.mark.parametrize("dtype", _cases.FLOATS)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_dtype_of_the_inputs_is_kept_and_arrays_are_new(name: str, dtype: npt.DTypeLike) -> None:
    inputs = call(name, dtype)
    for part in parts(FUNCTIONS[name](*inputs)):
        assert type(part) is np.ndarray
        assert part.dtype == dtype
        assert not any(np.shares_memory(part, x) for x in inputs)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_inputs_may_be_read_only_and_strided(name: str) -> None:
    want = FUNCTIONS[name](*call(name))
    strided = [np.repeat(x[..., None], 2, axis=-1)[..., 0] for x in call(name)]
    for x in strided:
        x.setflags(write=False)
    same(FUNCTIONS[name](*strided), want)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_lists_and_keywords_are_accepted(name: str) -> None:
    inputs = call(name)
    named = zip(inspect.signature(FUNCTIONS[name]).parameters, inputs, strict=False)
    same(FUNCTIONS[name](**{key: x.tolist() for key, x in named}), FUNCTIONS[name](*inputs))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_floating_point_error_escapes(name: str) -> None:
    *others, last = call(name)
    with np.errstate(all="raise"):
        for value in (1e300, 5e-324, np.inf, np.nan):
            FUNCTIONS[name](*others, np.full_like(last, value))


@pytest.mark.parametrize("name", ELEMENTWISE)
@pytest.mark.parametrize("shape", [(), (0,), (2, 0), (1,), (2, 1, 3)])
def test_elementwise_functions_take_every_shape(name: str, shape: tuple[int, ...]) -> None:
    got = FUNCTIONS[name](np.ones(shape))
    assert got.shape == shape
    assert (got == FUNCTIONS[name](1.0)).all()


@pytest.mark.parametrize("name", [*_cases.LOSSES, *_cases.HEADS])
def test_reduced_losses_are_zero_dimensional(name: str) -> None:
    inputs = call(name)
    single = name in ("squared_error", "cross_entropy_single")
    assert FUNCTIONS[name](*inputs).shape == (inputs[0].shape if single else ())


def test_integers_and_python_numbers_alone_give_float64() -> None:
    for integers in ([1, -2], 2, np.array([True]), np.array([3], np.uint8)):
        assert FUNCTIONS["relu"](integers).dtype == np.float64


def test_integers_and_python_numbers_do_not_widen_a_narrow_dtype() -> None:
    scores = np.array([2.0, 0.5], np.float32)
    assert reference.hinge(np.array([1, -1]), scores).dtype == np.float32
    assert reference.prelu(scores, 0.25).dtype == np.float32


def test_two_floating_dtypes_give_the_wider_one() -> None:
    assert reference.mse(np.ones(2, np.float16), np.ones(2, np.float32)).dtype == np.float32


@pytest.mark.parametrize("name", DOCUMENTED)
def test_docstring_tells_formula_arguments_result_and_source(name: str) -> None:
    text = inspect.getdoc(DOCUMENTED[name]) or ""
    arguments = ["Args:"] if inspect.signature(DOCUMENTED[name]).parameters else []
    words = [*arguments, "Returns:", "Source:"]
    assert [text.count(word) for word in words] == [1] * len(words)
    assert ">>>" in text
    assert " = " in text


@pytest.mark.parametrize("module", sorted({f.__module__ for f in DOCUMENTED.values()}))
def test_examples_of_the_docstrings_hold(module: str) -> None:
    result = doctest.testmod(importlib.import_module(module))
    assert result.attempted > 0
    assert result.failed == 0
