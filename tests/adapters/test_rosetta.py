"""The Rosetta stones list the same formulas, in one order, and each function runs."""

from importlib import import_module
from inspect import Parameter, signature
from types import ModuleType

import ml_dtypes
import numpy as np
import pytest

from nnconform.adapters import BUILTIN, Array, Target, _jax, _torch, resolve
from nnconform.spec import Formula, Input, ids, load

STONES = {
    "torch": [import_module(f"nnconform.adapters.{name}") for name in _torch.STONES],
    "jax": [import_module(f"nnconform.adapters.{name}") for name in _jax.STONES],
}
EACH = [stone for stones in STONES.values() for stone in stones]
KNOWN = set(ids())
FORMULAS = {i for i in KNOWN if load(i).file.formula.derivative_of is None}
SIZES = {"n": 4, "b": 4, "k": 4, "c": 4, "d": 4}

each_stone = pytest.mark.parametrize("stone", EACH, ids=lambda stone: stone.__name__)


def functions(stone: ModuleType) -> list[str]:
    return [name for name, found in vars(stone).items()
            if not name.startswith("_")
            and getattr(found, "__module__", "") == stone.__name__]  # fmt: skip


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


@pytest.mark.parametrize("framework", STONES)
def test_each_formula_of_the_spec_is_in_one_stone_as_a_function_or_missing(framework: str) -> None:
    listed = [name for stone in STONES[framework] for name in (*functions(stone), *stone.MISSING)]
    assert set(listed) >= FORMULAS
    assert len(listed) == len(set(listed))


@each_stone
def test_reasons_are_given(stone: ModuleType) -> None:
    reasons = [*stone.MISSING.values(), *getattr(stone, "EAGER_ONLY", {}).values()]
    assert all(len(reason) > 20 for reason in reasons)


@pytest.mark.parametrize(("ours", "theirs"), list(zip(*STONES.values(), strict=True)),
                         ids=_torch.STONES)  # fmt: skip
def test_both_list_what_they_share_in_one_order_and_with_one_signature(
    ours: ModuleType, theirs: ModuleType
) -> None:
    shared = [name for name in functions(ours) if name in functions(theirs)]
    assert shared == [name for name in functions(theirs) if name in functions(ours)]
    for name in shared:
        assert (list(signature(getattr(ours, name)).parameters)
                == list(signature(getattr(theirs, name)).parameters))  # fmt: skip


@each_stone
def test_both_list_the_same_formulas_in_the_stone_of_the_same_place(stone: ModuleType) -> None:
    place = next(stones.index(stone) for stones in STONES.values() if stone in stones)
    here = {name for stones in STONES.values()
            for name in (*functions(stones[place]), *stones[place].MISSING)}  # fmt: skip
    assert here == {*functions(stone), *stone.MISSING}


@each_stone
def test_signatures_are_those_of_the_spec(stone: ModuleType) -> None:
    for name in KNOWN.intersection(functions(stone)):
        formula = load(name)
        taken = signature(getattr(stone, name)).parameters
        keywords = {n for n, given in formula.inputs.items() if given.keyword}
        assert [n for n, p in taken.items() if p.kind is not Parameter.KEYWORD_ONLY] == [
            n for n in formula.inputs if n not in keywords
        ]
        by_keyword = [p for p in taken.values() if p.kind is Parameter.KEYWORD_ONLY]
        required = {p.name for p in by_keyword if p.default is Parameter.empty}
        # dtype is the target's: what makes arrays of sizes is told it by the adapter
        assert required - {"dtype"} <= {*keywords, *formula.defaults}
        assert {*keywords, *formula.defaults} <= {p.name for p in by_keyword}


@each_stone
def test_document_forms_and_modes_are_given_for_functions_only(stone: ModuleType) -> None:
    assert {*stone.DOCUMENT_FORM, *getattr(stone, "EAGER_ONLY", {})} <= set(functions(stone))


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
@pytest.mark.parametrize(
    ("framework", "name"),
    [(framework, name) for framework, stones in STONES.items() for name in functions(stones[0])],
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
