"""Worked networks as a check: every implementation reruns them."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nnconform.adapters import resolve
from nnconform.conformance.checks import Plan
from nnconform.conformance.formats import FORMATS
from nnconform.conformance.program_examples import examples, worked_calls
from nnconform.conformance.runner import Request, run_target
from nnconform.conformance.subject import Subject
from nnconform.reports.record import Record
from nnconform.spec import load

NETWORKS = ("forward_example", "backpropagation_example")


def sigmoid(a: float) -> float:
    return 1 / (1 + math.exp(-a))


def forward_example(
    x1: Any, x2: Any, w111: Any, w121: Any, b11: Any, w112: Any, w122: Any, b12: Any,
    w211: Any, w212: Any, bo: Any,
) -> tuple[float, ...]:  # fmt: skip
    a1, a2 = float(w111 * x1 + w121 * x2 + b11), float(w112 * x1 + w122 * x2 + b12)
    h1, h2 = sigmoid(a1), sigmoid(a2)
    a3 = float(w211 * h1 + w212 * h2 + bo)
    return a1, h1, a2, h2, a3, sigmoid(a3)


def with_printed_intermediates(*given: Any) -> tuple[float, ...]:
    """What the document does: it goes on with the digits that it prints."""
    a1, _, a2, _, _, _ = forward_example(*given)
    h1, h2 = 0.999, 0.998
    a3 = float(given[8] * h1 + given[9] * h2 + given[10])
    return a1, h1, a2, h2, a3, sigmoid(a3)


class Functions:
    """An adapter of one function."""

    name, version, provenances = "own", "1", ("builtin",)
    dtypes = default_dtypes = ("float64",)
    devices, modes = ("cpu",), ("eager",)

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function

    def implementation(self, formula: Any, target: Any) -> Any:
        return self

    def value(self, inputs: Any, parameters: Any) -> Any:
        return tuple(np.asarray(each) for each in self.function(*inputs, **parameters))


def outcome(function: Callable[..., Any], identifier: str) -> Any:
    from nnconform.adapters import Target

    adapter = Functions(function)
    formula = load(identifier)
    subject = Subject(formula, Target("builtin", "cpu", "float64", "eager"), adapter)  # type: ignore[arg-type]
    return examples(Plan(subject, 0, formula.rule))


def test_the_right_quantities_conform() -> None:
    found = outcome(forward_example, "forward_example")
    assert (found.verdict, found.points) == ("conforms", 6)


def test_printed_intermediates_are_not_what_is_due() -> None:
    found = outcome(with_printed_intermediates, "forward_example")
    assert found.verdict == "fails"
    # sigmoid(10.575404)
    assert found.counterexample.expected[1] == pytest.approx(0.9999744642, abs=1e-9)


@pytest.mark.parametrize("identifier", NETWORKS)
@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_the_inputs_are_the_printed_ones_rounded_to_the_format(identifier: str, dtype: str) -> None:
    (call,) = worked_calls(load(identifier), FORMATS[dtype])
    printed = load(identifier).examples["document"].inputs
    assert {n: float(x) for n, x in call.inputs.items()} == {
        n: float(np.dtype(dtype).type(str(text))) for n, text in printed.items()
    }


def test_counts_are_integers_and_need_no_format() -> None:
    (call,) = worked_calls(load("dense_parameter_count"), FORMATS["float16"])
    assert call.inputs["sizes"].tolist() == [3, 5, 2]
    assert call.inputs["sizes"].dtype == np.int64


@pytest.mark.parametrize("framework", ["numpy", "torch", "jax"])
@pytest.mark.parametrize("identifier", NETWORKS)
def test_every_framework_reruns_both_networks(identifier: str, framework: str) -> None:
    if framework != "numpy":
        pytest.importorskip(framework)
    request = Request((framework,), (identifier,), ("float64",), (), (), ("examples",), 1, 0)
    records = _records(request, identifier, framework)
    assert {record.check for record in records} == {"examples"}
    assert {record.verdict for record in records} == {"conforms"}
    assert {record.provenance for record in records} == (
        {"builtin"} if framework == "numpy" else {"builtin", "as_written"}
    )


def _records(request: Request, identifier: str, framework: str) -> list[Record]:
    from nnconform.conformance.runner import targets

    adapter = resolve(framework)
    return [
        record
        for target in targets(adapter, request)
        for record in run_target(adapter, load(identifier), target, request)
    ]
