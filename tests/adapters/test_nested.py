"""Inputs and results that nest: lists of arrays, whole numbers and names, in both frameworks."""

from types import ModuleType
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import torch

from nnconform.adapters import Missing, _jax, _torch
from nnconform.adapters._frameworks import Call, Engine, leaves
from nnconform.spec import Arrays

FRAMEWORKS: dict[str, tuple[ModuleType, Engine]] = {
    "torch": (_torch, _torch.TorchEngine()),
    "jax": (_jax, _jax.JaxEngine()),
}

both = pytest.mark.parametrize("framework", FRAMEWORKS)


def run(framework: str, function: Any, inputs: list[Any], parameters: dict[str, Any],
        mode: str = "eager") -> Any:  # fmt: skip
    engine = FRAMEWORKS[framework][1]
    return engine.value(
        Call(engine.prepared(function, mode), "cpu", mode, ()), inputs, parameters
    )  # fmt: skip


@both
def test_lists_of_arrays_come_back_as_tuples(framework: str) -> None:
    module = FRAMEWORKS[framework][0]
    given = [[np.zeros((2, 3)), np.ones(2, np.float32)], (np.arange(3),), np.array(1.5)]
    native = module.to_native(given, "cpu")
    kind = torch.Tensor if framework == "torch" else jax.Array
    assert all(isinstance(leaf, kind) for leaf in leaves(native))
    (weights, bias), (labels,), number = module.to_numpy(native)
    assert [each.shape for each in (weights, bias, labels, number)] == [(2, 3), (2,), (3,), ()]
    assert [str(each.dtype) for each in (weights, bias, labels, number)] == [
        "float64", "float32", "int64", "float64",
    ]  # fmt: skip


@both
@pytest.mark.parametrize("value", [3, True, 0.5, "tanh"])
def test_plain_values_stay_what_they_are(framework: str, value: Any) -> None:
    native = FRAMEWORKS[framework][0].to_native([value], "cpu")
    assert native[0] is value


@both
def test_numbers_of_numpy_are_arrays(framework: str) -> None:
    native = FRAMEWORKS[framework][0].to_native(np.float32(0.5), "cpu")
    assert str(native.dtype).removeprefix("torch.") == "float32"


@both
def test_results_may_be_a_plain_number(framework: str) -> None:
    assert FRAMEWORKS[framework][0].to_numpy(32).tolist() == 32


@pytest.mark.parametrize(("framework", "mode"),
                         [("torch", "eager"), ("jax", "eager"), ("jax", "jit")])  # fmt: skip
def test_functions_take_lists_whole_numbers_and_names(framework: str, mode: str) -> None:
    def scaled(
        arrays: Any, index: Any, size: int, *, by: float, times: int, name: str, on: bool
    ) -> Any:
        assert (type(size), type(times), type(name), type(on)) == (int, int, str, bool)
        return [array * by * times for array in arrays], (arrays[0][index],)

    inputs = [[np.array([1.0, 2.0]), np.array([[3.0]])], np.array([1, 0]), 7]
    given = {"by": 0.5, "times": 4, "name": "x", "on": True}
    (first, second), (chosen,) = run(framework, scaled, inputs, given, mode)
    assert [first.tolist(), second.tolist(), chosen.tolist()] == [[2, 4], [[6]], [2, 1]]


def test_jax_compiles_what_returns_the_lists_of_a_program() -> None:
    def twice(arrays: Any) -> Any:
        return Arrays(arrays) + Arrays(arrays)

    (first, second) = run("jax", twice, [[np.array([1.0]), np.array(2.0)]], {}, "jit")
    assert (first.tolist(), second.tolist()) == ([2], 4)


def test_jax_compiles_once_for_all_numbers_and_once_a_name() -> None:
    traces = []

    def scaled(z: Any, *, by: float, name: str) -> Any:
        traces.append(name)
        return z * by

    engine = FRAMEWORKS["jax"][1]
    call = Call(engine.prepared(scaled, "jit"), "cpu", "jit", ())
    for by, name in [(2.0, "a"), (3.0, "a"), (4.0, "b"), (5.0, "a")]:
        got = engine.value(call, [np.ones(2)], {"by": by, "name": name})
        assert got.tolist() == [by, by]
    assert traces == ["a", "b"]


@pytest.mark.parametrize("mode", ["eager", "jit"])
def test_jax_differentiates_in_an_array_beside_lists_and_names(mode: str) -> None:
    engine = FRAMEWORKS["jax"][1]

    def weighed(z: Any, weights: Any, count: int, *, name: str) -> Any:
        return z * weights[0] * weights[1] * count

    call = Call(engine.prepared(weighed, mode), "cpu", mode, ())
    inputs = [np.array([1.0, 2.0]), [np.array([3.0, 4.0]), np.array(0.5)], 2]
    (slope,) = engine.gradient(call, inputs, {"name": "x"}, [0], np.array([1.0, 10.0]))
    assert slope.tolist() == [3, 40]


@both
def test_a_function_of_arrays_has_the_list_of_its_gradients(framework: str) -> None:
    engine = FRAMEWORKS[framework][1]
    make = torch.tensor if framework == "torch" else jnp.array
    a, b, unused = make([1.0, 2.0]), make(3.0), make([0.0])
    found = engine.grad(lambda a, b, unused: (a * a).sum() * b)(a, b, unused)
    assert [each.tolist() for each in found] == [[6, 12], 5, [0]]


def test_gradients_leave_torchs_arrays_untracked() -> None:
    a = torch.tensor([1.0])
    FRAMEWORKS["torch"][1].grad(torch.sum)(a)
    assert not a.requires_grad


def test_a_constant_has_no_gradient_in_torch() -> None:
    with pytest.raises(Missing, match="does not require a gradient"):
        FRAMEWORKS["torch"][1].grad(lambda a: torch.tensor(1.0))(torch.tensor(0.0))
