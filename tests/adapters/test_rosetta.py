"""The two Rosetta stones list the same formulas, in one order, and each function runs."""

from inspect import signature
from types import ModuleType

import ml_dtypes
import numpy as np
import pytest

from nnconform.adapters import (
    BUILTIN,
    Array,
    Target,
    jax as jax_stone,
    resolve,
    torch as torch_stone,
)
from nnconform.spec import Formula, Input, ids, load

STONES = {"torch": torch_stone, "jax": jax_stone}
FORMULAS = [i for i in ids() if load(i).file.formula.derivative_of is None]
SIZES = {"n": 4, "b": 4, "k": 4, "c": 4, "d": 4}

both = pytest.mark.parametrize("stone", STONES.values(), ids=STONES)


def functions(stone: ModuleType) -> list[str]:
    return [name for name, found in vars(stone).items()
            if getattr(found, "__module__", "") == stone.__name__]  # fmt: skip


def numbers(given: Input, dtype: str) -> Array:
    """Small exact values in the domain of an input."""
    shape = tuple(SIZES[letter] for letter in given.shape.replace("*", "n").split())
    rows = np.arange(4)
    table = {
        "label": rows,
        "one_hot": np.eye(4),
        "distribution": np.full(4, 0.25),
        "probability": np.full(4, 0.25),
        "unit": np.full(4, 0.25),
        "binary": rows % 2,
        "sign": 2 * (rows % 2) - 1,
        "positive": rows + 0.5,
        "nonnegative": rows * 0.5,
        "real": rows - 1.5,
    }
    values = np.broadcast_to(table.get(given.domain, table["real"])[(0,) * (1 - len(shape))], shape)
    if given.domain == "label":
        return values.astype(np.int64)
    return values.astype(ml_dtypes.bfloat16 if dtype == "bfloat16" else dtype)


def arguments(formula: Formula, dtype: str) -> tuple[list[Array], dict[str, float]]:
    parameters = {name: float(p.default) for name, p in formula.parameters.items()}
    return [numbers(given, dtype) for given in formula.inputs.values()], parameters


@both
def test_each_formula_of_the_spec_is_a_function_or_missing_with_a_reason(stone: ModuleType) -> None:
    assert sorted([*functions(stone), *stone.MISSING]) == sorted(FORMULAS)
    assert all(len(reason) > 20 for reason in stone.MISSING.values())


def test_both_list_what_they_share_in_one_order_and_with_one_signature() -> None:
    shared = [name for name in functions(torch_stone) if name in functions(jax_stone)]
    assert shared == [name for name in functions(jax_stone) if name in functions(torch_stone)]
    for name in shared:
        assert (list(signature(getattr(torch_stone, name)).parameters)
                == list(signature(getattr(jax_stone, name)).parameters))  # fmt: skip


@both
def test_signatures_are_those_of_the_spec(stone: ModuleType) -> None:
    for name in functions(stone):
        formula = load(name)
        expected = [*formula.inputs, *formula.parameters]
        assert list(signature(getattr(stone, name)).parameters) == expected


@both
def test_document_forms_are_given_for_functions_only(stone: ModuleType) -> None:
    assert set(stone.DOCUMENT_FORM) <= set(functions(stone))


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
@pytest.mark.parametrize(
    ("framework", "name"),
    [(framework, name) for framework, stone in STONES.items() for name in functions(stone)],
)
def test_a_function_returns_finite_numbers_of_the_dtype_it_got(
    framework: str, name: str, dtype: str
) -> None:
    formula = load(name)
    inputs, parameters = arguments(formula, dtype)
    target = Target(BUILTIN, "cpu", dtype, "eager")
    result = resolve(framework).implementation(formula, target).value(inputs, parameters)
    assert str(result.dtype) == dtype
    assert np.isfinite(result.astype(np.float64)).all()
