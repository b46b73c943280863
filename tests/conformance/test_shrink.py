"""Smaller cases that still show the fault."""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nnconform.conformance import cases
from nnconform.conformance.cases import Case
from nnconform.conformance.formats import FORMATS
from nnconform.conformance.shrink import shrink

from ._fakes import POINTWISE

DOUBLE = FORMATS["float64"]
quiet = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")


def large(identifier: str) -> Case:
    return cases.value_cases(identifier, DOUBLE, 0, 0)[2]


def smallest(identifier: str, shows: Callable[[Case], bool]) -> dict[str, object]:
    return {name: a.tolist() for name, a in shrink(large(identifier), -1, shows).inputs.items()}


@quiet
@pytest.mark.parametrize("identifier", POINTWISE)
def test_one_sample_is_enough_where_every_case_fails(identifier: str) -> None:
    found = shrink(large(identifier), -1, lambda case: True)
    assert found.shape[0] == 1
    assert found.parameters == large(identifier).parameters
    assert {n: a.dtype for n, a in found.inputs.items()} == {
        n: a.dtype for n, a in large(identifier).inputs.items()
    }


@quiet
def test_the_values_are_the_simplest_that_show_it() -> None:
    assert smallest("sigmoid", lambda case: bool((case.inputs["z"] < -0.7).any())) == {"z": [-1.0]}
    assert smallest("mse", lambda case: bool((case.inputs["y"] != case.inputs["y_hat"]).any())) in (
        {"y": [0.0], "y_hat": [1.0]},
        {"y": [1.0], "y_hat": [0.0]},
    )


@quiet
def test_a_fault_of_two_samples_keeps_two() -> None:
    assert shrink(large("mse"), -1, lambda case: case.shape[0] >= 2).shape == (2,)


@quiet
def test_the_given_case_comes_back_where_nothing_simpler_fails() -> None:
    case = large("mse")
    assert shrink(case, -1, lambda smaller: False) is case


@quiet
def test_the_failing_sample_is_a_candidate() -> None:
    case = large("sigmoid")
    wanted = case.inputs["z"][17]
    assert shrink(case, 17, lambda c: bool((c.inputs["z"] == wanted).all())).inputs[
        "z"
    ].tolist() == [wanted]


@quiet
@pytest.mark.parametrize("identifier", ["kl_divergence", "categorical_cross_entropy"])
def test_rows_stay_distributions(identifier: str) -> None:
    seen: list[Any] = []

    def shows(case: Case) -> bool:
        seen.extend(case.inputs["y"])
        return len(seen) > 40

    shrink(large(identifier), -1, shows)
    assert {float(row.sum()) for row in seen if len(set(row)) == 2} == {1.0}


@quiet
def test_the_result_is_the_same_every_time() -> None:
    def shows(case: Case) -> bool:
        return bool((np.abs(case.inputs["y"] - case.inputs["y_hat"]) > 1.3).any())

    assert smallest("huber", shows) == smallest("huber", shows)


def test_shrinking_is_silent() -> None:
    case = large("binary_cross_entropy")

    def shows(smaller: Case) -> bool:
        from nnconform.conformance.assess import candidates

        return all(
            smaller.exact(rule).decided.any() for rule in candidates("binary_cross_entropy")[:3]
        )

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        shrink(case, -1, shows)
