"""The spec's expressions on array namespaces: every function, and never a wider dtype."""

from typing import Any

import array_api_compat.torch
import jax
import jax.numpy
import numpy as np
import pytest
import torch

from nnconform.adapters import AS_WRITTEN, Target, resolve
from nnconform.adapters.as_written import ArrayNumbers, evaluate, function
from nnconform.spec import FUNCTIONS, Rule, ids, load, parse

jax.config.update("jax_enable_x64", True)  # type: ignore[no-untyped-call]
SPACES = {"numpy": np, "torch": array_api_compat.torch, "jax": jax.numpy}
Z = np.array([[-1.0, 0.5, 2.0], [0.25, -0.5, 1.0]])
LABELS = np.array([2, 0])

every = pytest.mark.parametrize("xp", SPACES.values(), ids=SPACES)

EXPRESSIONS = {
    "maximum(0, z)": [[0, 0.5, 2], [0.25, 0, 1]],
    "minimum(z, 0.5)": [[-1, 0.5, 0.5], [0.25, -0.5, 0.5]],
    "where(z >= 0, 1, 0)": [[0, 1, 1], [1, 0, 1]],
    "where(z >= 0, z, 1/4)": [[0.25, 0.5, 2], [0.25, 0.25, 1]],
    "where(a > 0, z, 0)": [[-1, 0.5, 2], [0.25, -0.5, 1]],
    "abs(z)": [[1, 0.5, 2], [0.25, 0.5, 1]],
    "sign(z)": [[-1, 1, 1], [1, -1, 1]],
    "exp(z - z)": [[1, 1, 1], [1, 1, 1]],
    "expm1(z - z) + log(1) + log1p(0) + tanh(0) + sqrt(4)": [[2, 2, 2], [2, 2, 2]],
    "sum(z, axis=-1)": [1.5, 0.75],
    "sum(z, axis=-1, keepdims=True)": [[1.5], [0.75]],
    "sum(z)": 2.25,
    "sum(z > 0)": 4,
    "mean(z > 10)": 0,
    "mean(z, axis=0)": [-0.375, 0, 1.5],
    "max(z, axis=-1)": [2, 1],
    "min(z)": -1,
    "where(all(z > -2), a, 0)": 0.5,
    "where(any(z > 5, axis=-1), a, z[:, 0])": [-1, 0.25],
    "rounded(1 - z[0, 0])": 2,
    "squeeze(take_along_axis(z, expand_dims(y, -1), -1), -1)": [2, 0.25],
    "eye_like(z)": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "columns(z[0])": [[-1], [0.5], [2]],
    "columns(z)": [[-1, 0.5, 2], [0.25, -0.5, 1]],
    "transpose(z)": [[-1, 0.25], [0.5, -0.5], [2, 1]],
    "transpose(z[0])": [-1, 0.5, 2],
    "size(z, 1) + 0*z[0]": [3, 3, 3],
    "held(z)": [[-1, 0.5, 2], [0.25, -0.5, 1]],
    "z @ z.T": [[5.25, 1.5], [1.5, 1.3125]],
    "where(z > 1, inf, z)": [[-1, 0.5, np.inf], [0.25, -0.5, 1]],
    "a**2 + 0*z[0]": [0.25, 0.25, 0.25],
    "1": 1,
}


def native(xp: Any, array: Any, dtype: str | None = None) -> Any:
    kind = getattr(xp, dtype) if dtype else None
    return torch.from_numpy(array).to(kind) if xp is SPACES["torch"] else xp.asarray(array, kind)


def numpy(result: Any) -> Any:
    return (
        result.to(torch.float64).numpy() if isinstance(result, torch.Tensor) else np.array(result)
    )


def rule(text: str, reduction: Any = "none") -> Rule:
    kernel = parse(text, frozenset({"z", "y", "a"}), where="test")
    return Rule("", "formula", kernel, reduction, {}, {}, ("z", "y"), "")


def test_the_table_covers_the_language() -> None:
    assert all(any(f"{name}(" in text for text in EXPRESSIONS) for name in FUNCTIONS)


@every
@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
@pytest.mark.parametrize("text", EXPRESSIONS)
def test_an_expression_has_its_value_in_the_dtype_of_the_arrays(
    xp: Any, dtype: str, text: str
) -> None:
    inputs = [native(xp, Z, dtype), native(xp, LABELS)]
    result = evaluate(rule(text), inputs, {"a": 0.5}, xp)
    assert str(result.dtype).removeprefix("torch.") == dtype
    assert numpy(result).tolist() == EXPRESSIONS[text]


@every
@pytest.mark.parametrize(("reduction", "value"), [("sum", 2.25), ("mean", 0.375)])
def test_the_reduction_runs_over_all_elements(xp: Any, reduction: str, value: float) -> None:
    inputs = [native(xp, Z), native(xp, LABELS)]
    assert float(evaluate(rule("z", reduction), inputs, {}, xp)) == value


@every
def test_constants_of_a_variant_are_known(xp: Any) -> None:
    variant = Rule("clipped", "convention", parse("maximum(z, c)", frozenset("zc"), where="test"),
                   "none", {}, {"c": 0.5}, ("z",), "")  # fmt: skip
    assert numpy(evaluate(variant, [native(xp, Z)], {}, xp)).min() == 0.5


@every
def test_the_number_system_evaluates_expressions_of_the_spec_itself(xp: Any) -> None:
    system = ArrayNumbers(xp, xp.float32)
    z = native(xp, Z, "float32")
    result = parse("maximum(0, z)*2 + 1", frozenset("z"), where="test").evaluate(system, {"z": z})
    assert numpy(result)[0].tolist() == [1, 2, 5]


def test_an_unused_parameter_may_be_passed() -> None:
    assert function(rule("z"), ArrayNumbers(np, np.float64))(Z, LABELS, a=0.5) is Z


@pytest.mark.parametrize("framework", ["torch", "jax"])
@pytest.mark.parametrize("identifier", ids())
def test_every_formula_of_the_spec_can_be_evaluated_as_written(
    framework: str, identifier: str
) -> None:
    target = Target(AS_WRITTEN, "cpu", "float32", "eager")
    assert resolve(framework).implementation(load(identifier), target)
