"""The smallest call of a program that shows a fault."""

import numpy as np

from nnconform.conformance.formats import FORMATS
from nnconform.conformance.program_cases import Call, value_calls
from nnconform.conformance.shrink_calls import shrink

DOUBLE = FORMATS["float64"]


def large(identifier: str) -> Call:
    return value_calls(identifier, DOUBLE, 0, 0)[1]


def test_the_smallest_structure_and_the_simplest_numbers_are_left() -> None:
    found = shrink(large("dense"), lambda call: True)
    assert {name: given.tolist() for name, given in found.inputs.items()} == {
        "W": [[1]],
        "a": [1],
        "b": [1],
    }
    assert found.parameters == large("dense").parameters


def test_a_fault_of_two_columns_keeps_two() -> None:
    found = shrink(large("dense"), lambda call: call.inputs["W"].shape[1] >= 2)
    assert found.inputs["W"].shape == (1, 2)


def test_a_fault_that_a_number_shows_keeps_the_number() -> None:
    found = shrink(large("sgd"), lambda call: bool((call.inputs["grads"] < 0).any()))
    assert found.inputs["grads"].ravel().tolist() == [-1]


def test_a_network_keeps_its_lists() -> None:
    found = shrink(large("mlp_forward"), lambda call: len(call.inputs["Ws"]) >= 2)
    assert [W.tolist() for W in found.inputs["Ws"]] == [[[1]], [[1]]]


def test_the_given_call_comes_back_where_nothing_simpler_shows_it() -> None:
    call = large("sgd")
    assert shrink(call, lambda smaller: False) is call


def test_whole_numbers_stay_whole() -> None:
    found = shrink(large("minibatch_gradient"), lambda call: True)
    assert np.asarray(found.inputs["batch"]).dtype.kind == "i"
