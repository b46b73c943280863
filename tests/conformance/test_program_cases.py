"""The calls of programs: the same from the seed alone, fitting, and inside the domains."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from nnconform.conformance import program_cases as cases
from nnconform.conformance.formats import FORMATS, Format
from nnconform.conformance.program_cases import Call
from nnconform.conformance.structures import Structure
from nnconform.spec import load

from ._fakes import PROGRAMS

DOUBLE, HALF = FORMATS["float64"], FORMATS["float16"]
Make = Callable[[str, Format, int], tuple[Call, ...]]
MAKERS: dict[str, Make] = {
    "value": lambda i, form, seed: cases.value_calls(i, form, seed, 2),
    "extreme": cases.extreme_calls,
    "accuracy": cases.accuracy_calls,
}


def leaves(given: Any) -> Iterator[Any]:
    for each in given if isinstance(given, tuple) else (given,):
        yield np.asarray(each)


def contents(calls: tuple[Call, ...]) -> list[Any]:
    return [
        (dict(c.parameters), {n: [a.tobytes() for a in leaves(g)] for n, g in c.inputs.items()})
        for c in calls
    ]


def fresh(make: Make, identifier: str, seed: int) -> list[Any]:
    for each in vars(cases).values():
        if hasattr(each, "cache_clear"):
            each.cache_clear()
    return contents(make(identifier, DOUBLE, seed))


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
@pytest.mark.parametrize("identifier", ["adam", "dense", "batch_norm"])
def test_the_seed_alone_decides(identifier: str, make: Make) -> None:
    first = fresh(make, identifier, 7)
    np.random.seed(3)
    assert fresh(make, identifier, 7) == first
    assert fresh(make, identifier, 8) != first


INSIDE: dict[str, Callable[[Any], Any]] = {
    "positive": lambda x: (x > 0).all(),
    "nonnegative": lambda x: (x >= 0).all(),
    "unit": lambda x: ((x >= 0) & (x <= 1)).all(),
    "probability": lambda x: ((x > 0) & (x < 1)).all(),
    "binary": lambda x: np.isin(x, [0, 1]).all(),
    "sign": lambda x: np.isin(x, [-1, 1]).all(),
    "label": lambda x: (x >= 0).all(),
    "index": lambda x: (x >= 0).all(),
    "count": lambda x: (x >= 1).all(),
}


@pytest.mark.parametrize("identifier", PROGRAMS)
def test_ordinary_calls_are_of_the_format_inside_their_domains_and_decided(
    identifier: str,
) -> None:
    formula = load(identifier)
    calls = cases.value_calls(identifier, DOUBLE, 0, 2)
    assert calls
    for call in calls:
        for name, given in call.inputs.items():
            inside = INSIDE.get(formula.inputs[name].domain, np.isfinite)
            for array in leaves(given):
                assert array.dtype.kind in "iu" or array.dtype == DOUBLE.dtype
                assert np.all(inside(array)), name
        assert call.exact(formula.rule).decided.all()


@pytest.mark.parametrize("identifier", PROGRAMS)
def test_every_format_has_an_ordinary_call(identifier: str) -> None:
    # In half precision a state such as the square of a gradient may be too small for any call.
    wide = [form for form in FORMATS.values() if form.emax > HALF.emax]
    assert all(cases.value_calls(identifier, form, 0, 0) for form in wide)


@pytest.mark.parametrize("identifier", [i for i in PROGRAMS if load(i).choices])
def test_every_choice_is_taken_at_least_once(identifier: str) -> None:
    calls = cases.value_calls(identifier, DOUBLE, 0, 0)
    for name, choice in load(identifier).choices.items():
        assert {call.parameters[name] for call in calls} == set(choice.among)


def test_the_first_call_is_square_and_the_second_is_not() -> None:
    first, second, *_ = cases.value_calls("dense", DOUBLE, 0, 0)
    assert first.inputs["W"].shape == (2, 2)
    assert first.inputs["a"].shape == (2,)  # no batch
    out, n = second.inputs["W"].shape
    assert out != n != second.inputs["a"].shape[1] != out


def test_layers_fit_each_other_and_the_ends() -> None:
    for call in cases.value_calls("mlp_backward", DOUBLE, 0, 4):
        Ws, bs = call.inputs["Ws"], call.inputs["bs"]
        widths = [call.inputs["x"].shape[0], *(b.shape[0] for b in bs)]
        assert [W.shape for W in Ws] == list(zip(widths[1:], widths[:-1], strict=True))
        assert call.inputs["y"].shape[0] == widths[-1]
        assert call.inputs["y"].shape[1:] == call.inputs["x"].shape[1:]


def test_indices_repeat_and_leave_some_out() -> None:
    for call in cases.value_calls("minibatch_gradient", DOUBLE, 0, 4):
        count = call.inputs["x"].shape[-1]
        assert set(call.inputs["batch"].tolist()) < set(range(count))


def test_some_gradients_are_zero_and_some_are_small() -> None:
    calls = cases.value_calls("adam", DOUBLE, 0, 0)
    grads = np.concatenate([np.abs(call.inputs["grads"]).ravel() for call in calls])
    assert (grads == 0).any()
    assert ((grads > 0) & (grads < 1e-4)).any()


def test_scores_tie_somewhere() -> None:
    calls = cases.value_calls("auc_roc", DOUBLE, 0, 0)
    assert any(len(np.unique(c.inputs["score"])) < c.inputs["score"].size for c in calls)


def test_drawn_parameters_are_numbers_of_the_format() -> None:
    for call in cases.value_calls("momentum", HALF, 0, 6):
        beta = call.parameters["beta"]
        assert beta == 0.9 or float(HALF.round(beta)) == beta
    betas = {call.parameters["beta"] for call in cases.value_calls("momentum", DOUBLE, 0, 6)}
    assert len(betas) > 3


def test_a_long_trajectory_is_there_to_drift() -> None:
    longest = max(len(c.inputs["grads"]) for c in cases.accuracy_calls("sgd", DOUBLE, 0))
    assert longest == cases.DRIFT_STEPS == 1000


def test_extreme_calls_go_to_both_ends_where_the_state_allows_it() -> None:
    sizes = [np.abs(call.inputs["grads"]).max() for call in cases.extreme_calls("sgd", DOUBLE, 0)]
    assert max(sizes) > 2.0**1000
    assert 0 in sizes


def test_an_open_call_is_one_that_is_refused_elsewhere() -> None:
    found = cases.open_calls("precision", 0)
    assert found
    assert not any(call.exact(call.formula.rule).decided.any() for call in found)
    assert cases.open_calls("sgd", 0) == ()


def test_what_is_handed_over_are_copies_lists_and_whole_numbers() -> None:
    call = cases.value_calls("mlp_forward", DOUBLE, 0, 0)[0]
    Ws, *_ = call.copies()
    assert isinstance(Ws, list)
    Ws[0][...] = 7
    assert not (call.inputs["Ws"][0] == 7).any()
    count = cases.value_calls("prelu_parameter_count", DOUBLE, 0, 0)[0].copies()
    assert [type(each) for each in count] == [int]


def test_a_like_call_keeps_parameters_and_has_the_structure() -> None:
    call = cases.value_calls("sgd", DOUBLE, 0, 0)[0]
    other = call.like(Structure({"steps": 5}, anything=(1,)))
    assert other.inputs["grads"].shape == (5, 1)
    assert other.parameters == call.parameters
    assert other.shape == (6,)


def test_an_answer_is_computed_once() -> None:
    call = cases.value_calls("sgd", DOUBLE, 0, 0)[0]
    rule = call.formula.rule
    assert call.exact(rule) is call.exact(rule)
    assert call.roughly(rule) is call.roughly(rule)
    assert call.gradient(rule, "theta", None) is call.gradient(rule, "theta", None)
