"""The contract: one implementation that lies for each clause, and honest ones that pass."""

from collections.abc import Callable
from typing import Any

import ml_dtypes
import numpy as np
import pytest

from nnconform.adapters import BUILTIN
from nnconform.conformance import cases
from nnconform.conformance.check_contract import contract
from nnconform.spec import load

from ._fakes import mse, plan, sigmoid, written

KEPT: dict[Any, Any] = {}


@pytest.fixture(autouse=True)
def new_cases() -> None:
    """Draw the inputs anew: some functions here write into them."""
    cases.value_cases.cache_clear()


def fresh(function: Callable[..., Any]) -> Callable[..., Any]:
    KEPT.clear()
    return function


def mutates(z: Any) -> Any:
    found = sigmoid(z)
    z[...] = 0
    return found


def counts(z: Any) -> Any:
    KEPT["calls"] = KEPT.get("calls", 0) + 1
    return sigmoid(z) * (1 + 1e-13 * KEPT["calls"])


def one_buffer(z: Any) -> Any:
    found = sigmoid(z)
    buffer = KEPT.setdefault(z.shape, np.empty_like(found))
    buffer[...] = found
    return buffer


def raw_memory(z: Any) -> Any:
    """Reads the memory behind the array, whatever its strides."""
    base = z if z.base is None or z.base.size < z.size else z.base
    return sigmoid(np.ravel(base, order="K")[: z.size].reshape(z.shape))


def vectors_only(z: Any) -> Any:
    if z.ndim == 0:
        raise TypeError("0-d")
    return sigmoid(z)


def no_empties(z: Any) -> Any:
    return sigmoid(z) + 0 * z.max()


# The lie, and what is said of it.
LIES = {
    "flattens": (lambda z: sigmoid(z).ravel(), "returns shape (15,) where (5, 3) is due"),
    "transposes": (lambda z: sigmoid(z).T, "returns shape (3, 5) where (5, 3) is due"),
    "narrows": (
        lambda z: sigmoid(z).astype(np.float32),
        "returns dtype float32 for inputs of float64",
    ),
    "modifies": (mutates, "modifies its input z"),
    "depends on calls": (counts, "the same call gives another answer the second time"),
    "shares a buffer": (one_buffer, "a later call changes the result of an earlier one"),
    "ignores strides": (raw_memory, "gives another result than its contiguous copy"),
    "drops axes of one": (
        lambda z: sigmoid(z).squeeze(),
        "a size-1 input: returns shape () where (1,) is due",
    ),
    "empty is a number": (
        lambda z: sigmoid(z) if z.size else np.zeros(3),
        "an empty input: returns shape (3,) where (0,) is due",
    ),
}


@pytest.mark.parametrize("lie", LIES)
def test_every_broken_clause_is_named(lie: str) -> None:
    function, message = LIES[lie]
    outcome = contract(plan("sigmoid", fresh(function)))
    assert outcome.verdict == "fails"
    assert message in outcome.message
    assert outcome.counterexample is not None


def test_a_function_that_writes_into_its_inputs_does_not_change_those_of_others() -> None:
    tested = plan("sigmoid", mutates).subject
    case = cases.value_cases("sigmoid", tested.form, 0, 0)[1]
    before = case.inputs["z"].copy()
    tested.value(case)
    assert case.inputs["z"].tolist() == before.tolist()


def test_an_honest_function_conforms() -> None:
    outcome = contract(plan("sigmoid", sigmoid))
    assert (outcome.verdict, outcome.message, outcome.counterexample) == ("conforms", "", None)


def test_refusing_odd_shapes_is_noted_and_not_failed() -> None:
    outcome = contract(plan("sigmoid", vectors_only))
    assert (outcome.verdict, outcome.message) == ("conforms", "does not take a 0-d input")
    outcome = contract(plan("sigmoid", no_empties))
    assert (outcome.verdict, outcome.message) == ("conforms", "does not take an empty input")


def test_refusing_a_size_one_input_fails() -> None:
    def refuses(z: Any) -> Any:
        if z.size == 1:
            raise ValueError("too small")
        return sigmoid(z)

    outcome = contract(plan("sigmoid", refuses))
    assert outcome.verdict == "fails"
    assert "a size-1 input is not taken: ValueError: too small" in outcome.message


def test_refusing_a_view_fails() -> None:
    def refuses(z: Any) -> Any:
        if not z.flags.c_contiguous:
            raise ValueError("strides")
        return sigmoid(z)

    assert "is not taken: ValueError: strides" in contract(plan("sigmoid", refuses)).message


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_submission_may_answer_in_a_wider_dtype(dtype: Any) -> None:
    outcome = contract(plan("sigmoid", lambda z: sigmoid(z).astype(dtype), dtype="float16"))
    assert outcome.verdict == "conforms"


def test_a_submission_may_not_answer_in_a_coarser_dtype() -> None:
    outcome = contract(
        plan("sigmoid", lambda z: sigmoid(z).astype(ml_dtypes.bfloat16), dtype="float32")
    )
    assert "returns dtype bfloat16 for inputs of float32" in outcome.message


def test_a_framework_may_not_answer_in_a_wider_dtype() -> None:
    outcome = contract(
        plan(
            "sigmoid", lambda z: sigmoid(z).astype(np.float64), dtype="float32", provenance=BUILTIN
        )
    )
    assert outcome.message == "returns dtype float64 for inputs of float32"


def test_integers_are_exact_enough_for_a_submission() -> None:
    outcome = contract(plan("step", lambda z: (z >= 0).astype(np.int64)))
    assert outcome.verdict == "conforms"


def test_every_input_is_watched() -> None:
    def modifies(y: Any, y_hat: Any) -> Any:
        found = mse(y, y_hat)
        y_hat -= y
        return found

    assert "modifies its input y_hat" in contract(plan("mse", modifies)).message


def test_a_reduced_result_has_no_axes() -> None:
    outcome = contract(plan("mse", lambda y, p: mse(y, p)[None]))
    assert "returns shape (1,) where () is due" in outcome.message


# What happens to shapes (n,) and (n, 1) is told and not judged.
MISMATCHED = {
    "broadcasts to (n, n)": mse,
    "treats them as one shape": lambda y, p: mse(y.ravel(), p.ravel()),
    "raises an error": lambda y, p: mse(y, p) if y.shape == p.shape else 1 / 0,
}


@pytest.mark.parametrize("taken", MISMATCHED)
def test_what_happens_on_two_shapes_is_told(taken: str) -> None:
    outcome = contract(plan("mse", MISMATCHED[taken]))
    assert outcome.verdict == "conforms"
    assert [c["taken"] for c in outcome.choices.values()] == [taken]


@pytest.mark.parametrize(
    "identifier",
    ["softmax", "kl_divergence", "sparse_categorical_cross_entropy", "prelu", "triplet"],
)
def test_formulas_of_rows_and_labels_have_a_contract_too(identifier: str) -> None:
    function = written(load(identifier).rule)
    assert contract(plan(identifier, function)).verdict == "conforms"


def test_several_broken_clauses_are_all_named() -> None:
    outcome = contract(plan("sigmoid", lambda z: sigmoid(z).astype(np.float32).ravel()))
    assert "returns shape" in outcome.message
    assert "returns dtype" in outcome.message
