"""Counterexamples, gradients, worked examples and the calls of a subject."""

from typing import Any

import numpy as np
import pytest

from nnconform.conformance import cases
from nnconform.conformance.check_extremes import accuracy, stability
from nnconform.conformance.checks import Plan, examples, gradient, identify, worked_cases
from nnconform.conformance.subject import CallFailed, NotOffered, Subject
from nnconform.spec import load

from ._fakes import Fake, mse, noted, plan, sigmoid, subject, written

pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")


def sigmoid_slopes(z: Any, cotangent: Any) -> list[Any]:
    return [sigmoid(z) * sigmoid(-z) * (1 if cotangent is None else cotangent)]


def test_a_counterexample_shows_what_is_due_and_what_came() -> None:
    outcome, _ = identify(subject("mse", lambda y, p: 3 * mse(y, p)), 0, 4)
    shown = outcome.counterexample
    assert shown is not None
    assert (shown.expected, shown.got) == (1.0, 3.0)
    assert all(len(value) == 1 for value in shown.inputs.values())


def test_a_counterexample_names_the_parameters() -> None:
    rule = next(rule for rule in load("huber").variants if rule.name == "missing_half")
    outcome, _ = identify(subject("huber", written(rule)), 0, 4)
    assert outcome.counterexample is not None
    assert list(outcome.counterexample.parameters) == ["delta"]


def test_the_worst_input_is_the_one_with_the_largest_error() -> None:
    outcome = accuracy(
        plan("sigmoid", lambda z: np.where(np.abs(z) == 20, sigmoid(z) * (1 + 1e-11), sigmoid(z)))
    )
    assert outcome.verdict == "inaccurate"
    assert outcome.worst_input == {"z": -20.0} or outcome.worst_input == {"z": 20.0}


def test_a_right_sigmoid_passes_accuracy_and_stability() -> None:
    for check in (accuracy, stability):
        outcome = check(plan("sigmoid", sigmoid))
        assert (outcome.verdict, outcome.message) == ("conforms", "")
        assert outcome.points >= 400


def test_a_formula_that_is_cut_off_far_out_is_another_one_there() -> None:
    outcome = accuracy(plan("identity", lambda z: np.clip(z, -1e4, 1e4)))
    assert outcome.verdict == "fails"
    assert outcome.counterexample is not None
    assert abs(outcome.counterexample.expected) > abs(outcome.counterexample.got) == 1e4


def test_a_right_gradient_conforms() -> None:
    outcome = gradient(plan("sigmoid", sigmoid, slopes=sigmoid_slopes))
    assert outcome is not None
    assert outcome.verdict == "conforms"


WRONG = {
    "doubled": lambda z, cotangent: [2 * sigmoid(z) * sigmoid(-z)],
    "the function": lambda z, cotangent: [sigmoid(z)],
    "minus": lambda z, cotangent: [-sigmoid(z) * sigmoid(-z)],
    "shape": lambda z, cotangent: [np.zeros(3)],
}


@pytest.mark.parametrize("fault", WRONG)
def test_a_wrong_gradient_fails_with_a_counterexample(fault: str) -> None:
    outcome = gradient(plan("sigmoid", sigmoid, slopes=WRONG[fault]))
    assert outcome is not None
    assert outcome.verdict == "fails"
    assert outcome.counterexample is not None


def test_a_gradient_from_a_rounded_output_is_absolutely_accurate() -> None:
    outcome = gradient(
        plan("sigmoid", sigmoid, slopes=lambda z, cotangent: [sigmoid(z) * (1 - sigmoid(z))])
    )
    assert outcome is not None
    assert outcome.verdict == "inaccurate"
    assert "absolutely accurate" in outcome.message


@pytest.mark.parametrize("taken", [0.0, 0.5, 1.0])
def test_any_slope_at_a_kink_conforms_and_is_reported(taken: float) -> None:
    outcome = gradient(
        plan(
            "relu",
            lambda z: np.maximum(0, z),
            slopes=lambda z, cotangent: [np.where(z == 0, taken, (z > 0) * 1.0)],
        )
    )
    assert outcome is not None
    assert outcome.verdict == "conforms"
    assert outcome.choices["derivative at z = 0"] == {"taken": taken, "allowed": [0, 1]}
    assert f"takes {taken:g} as the derivative at z = 0" in outcome.message


@pytest.mark.parametrize("taken", [-0.5, 2.0])
def test_a_slope_beyond_both_sides_of_a_kink_fails(taken: float) -> None:
    outcome = gradient(
        plan(
            "relu",
            lambda z: np.maximum(0, z),
            slopes=lambda z, cotangent: [np.where(z == 0, taken, (z > 0) * 1.0)],
        )
    )
    assert outcome is not None
    assert outcome.verdict == "fails"


def test_the_gradient_of_a_formula_without_one_is_not_asked() -> None:
    assert gradient(plan("relu_derivative", written(load("relu_derivative").rule))) is None


def test_worked_examples_hold_the_exact_value_against_the_result() -> None:
    right = examples(plan("hinge", written(load("hinge").rule)))
    wrong = examples(plan("hinge", lambda y, p: np.mean(np.maximum(0, 1 - y * p)) + 1))
    assert right is not None
    assert wrong is not None
    assert (right.verdict, wrong.verdict) == ("conforms", "fails")


def test_a_formula_without_worked_numbers_has_no_examples() -> None:
    assert examples(plan("huber", written(load("huber").rule))) is None


def test_worked_examples_are_calls_in_the_format() -> None:
    found = worked_cases(subject("sparse_categorical_cross_entropy", mse, dtype="float32"))
    assert [str(a.dtype) for a in found[0].inputs.values()] == ["int64", "float32"]
    assert [a.ndim for a in found[0].inputs.values()] == [1, 2]


def test_parameters_that_cannot_be_passed_are_not_asked_for() -> None:
    tested = subject(
        "huber", lambda y, p: written(load("huber").rule)(y, p, delta=1.0), taken=frozenset()
    )
    outcome, _ = identify(tested, 0, 8)
    assert outcome.verdict == "conforms"


FAILING = {
    "raises": (lambda z: 1 / 0, "ZeroDivisionError: division by zero (inputs of shape (1,))"),
    "raises SystemExit": (lambda z: exit(3), "SystemExit: 3"),
}


@pytest.mark.parametrize("fault", FAILING)
def test_a_call_that_raises_says_what_and_on_which_shapes(fault: str) -> None:
    function, message = FAILING[fault]
    with pytest.raises(CallFailed) as caught:
        identify(subject("sigmoid", function), 0, 0)
    assert message in str(caught.value)


def test_ctrl_c_is_not_an_error_of_the_implementation() -> None:
    def interrupted(z: Any) -> Any:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        identify(subject("sigmoid", interrupted), 0, 0)


def test_a_missing_gradient_is_not_offered() -> None:
    with pytest.raises(NotOffered, match="no derivative here"):
        gradient(plan("sigmoid", sigmoid))


def test_samples_of_a_reduced_formula_are_calls_of_one() -> None:
    seen: list[Any] = []
    tested: Subject = subject("mse", noted(mse, seen))
    case = cases.spread_case("mse", tested.form, 0)
    assert tested.samples(case, tested.formula.rule).shape == (len(case.inputs["y"]),)
    assert {len(y) for y, _ in seen} == {1}


def test_samples_of_a_whole_formula_are_calls_of_equal_size() -> None:
    seen: list[Any] = []
    tested = subject("softmax", noted(lambda z: z, seen))
    case = cases.spread_case("softmax", tested.form, 0)
    tested.samples(case, tested.formula.rule)
    assert {z.shape for (z,) in seen} == {(5, 3)}


def test_many_numbers_for_one_sample_of_a_reduced_formula_are_refused() -> None:
    tested = subject("mse", lambda y, p: np.zeros(2))
    with pytest.raises(CallFailed, match="for a single sample, expected one number"):
        tested.samples(cases.spread_case("mse", tested.form, 0), tested.formula.rule)


def test_a_plan_holds_what_the_checks_need() -> None:
    made = plan("sigmoid", sigmoid)
    assert made == Plan(made.subject, 0, made.subject.formula.rule)
    assert isinstance(made.subject.implementation, Fake)
