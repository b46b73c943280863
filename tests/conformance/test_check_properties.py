"""Properties on loose balls: broken only where even the balls cannot keep them."""

from typing import Any

import numpy as np
import pytest
from flint import arb

from nnconform.conformance.check_properties import (
    Loose,
    exact_function,
    holds,
    properties,
    property_cases,
    statements,
)
from nnconform.conformance.checks import Plan
from nnconform.conformance.formats import FORMATS
from nnconform.conformance.outcome import Outcome
from nnconform.spec import load

from ._fakes import POINTWISE, mse, plan, sigmoid, subject, written

A: Any = Loose(arb(1))
B: Any = Loose(arb(2))
WIDE: Any = Loose(arb(1.5, 1))

COMPARISONS = {
    "exact numbers compare as they are": [
        (A < B, True),
        (B < A, False),
        (A <= A, True),
        (A < A, False),
        (A == B, False),
        (A != B, True),
        (A == A, True),
    ],
    "a wide ball keeps every comparison": [
        (WIDE < A, True),
        (WIDE > B, True),
        (WIDE == A, True),
        (WIDE <= A, True),
        (WIDE >= B, True),
        (WIDE != A, True),
    ],
    "what cannot be is not": [
        (WIDE > 3, False),
        (WIDE < 0, False),
        (WIDE == 5, False),
        (WIDE != 5, True),
    ],
    "plain numbers and balls mix": [(A == 1, True), (arb(1) == A, True), (A <= 0.5, False)],
}


@pytest.mark.parametrize("claim", COMPARISONS)
def test_comparisons_hold_unless_they_are_certainly_false(claim: str) -> None:
    assert [got for got, _ in COMPARISONS[claim]] == [due for _, due in COMPARISONS[claim]]


def test_arithmetic_on_loose_balls_is_that_of_balls() -> None:
    assert (A + 2 * B - B / 4) ** 2 == 20.25
    assert 1 - A == 0
    assert abs(-B) == 2
    assert 2 / B == 1
    assert (WIDE - WIDE).ball.rad() >= 2


def test_arrays_take_over_from_loose_balls() -> None:
    row = np.array([A, B], dtype=object)
    assert (A + row).tolist() == [2, 3]
    assert (row <= B).tolist() == [True, True]


def checked(identifier: str, function: Any) -> Outcome:
    outcome = properties(plan(identifier, function))
    assert outcome is not None
    return outcome


@pytest.mark.parametrize("identifier", POINTWISE)
def test_every_formula_keeps_its_own_properties(identifier: str) -> None:
    outcome = properties(plan(identifier, written(load(identifier).rule)))
    assert outcome is None or outcome.verdict == "conforms"


BROKEN = {
    "not symmetric": ("sigmoid", lambda z: sigmoid(z) ** 1.1, "point_symmetry"),
    "range": (
        "softmax",
        lambda z: written(load("softmax").rule)(z) * np.array([1, 1, 1.2]),
        "sums_to_one",
    ),
    "above its range": ("step", lambda z: np.where(z >= 0, 1.5, 0), "two_valued"),
    "not a residual": (
        "mse",
        lambda y, p: mse(y, p) + y.mean() ** 2,
        "zero_for_perfect_predictions",
    ),
    "order of samples": (
        "mse",
        lambda y, p: np.mean((y - p) ** 2 * np.arange(1, y.size + 1)),
        "order_of_the_samples",
    ),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_property_is_named_with_a_counterexample(fault: str) -> None:
    identifier, function, name = BROKEN[fault]
    outcome = checked(identifier, function)
    assert outcome.verdict == "fails"
    assert outcome.message.startswith("property ")
    assert outcome.counterexample is not None
    assert name in outcome.message


def test_the_range_is_a_property() -> None:
    names = [claim.name for claim in statements(load("sigmoid"))]
    assert names[-2:] == ["range_low", "range_high"]


def test_lost_digits_do_not_break_a_property() -> None:
    assert checked("sigmoid", lambda z: sigmoid(z) * (1 + 1e-10 * np.sin(z))).verdict == "conforms"


def test_a_convention_is_held_to_what_is_true_of_it() -> None:
    rule = next(rule for rule in load("huber").variants if rule.name == "doubled")
    tested = subject("huber", written(rule))
    assert properties(Plan(tested, 0, rule)).verdict == "convention"  # type: ignore[union-attr]
    assert properties(Plan(tested, 0, tested.formula.rule)).verdict == "fails"  # type: ignore[union-attr]


def test_a_property_that_a_convention_keeps_is_asked_of_it() -> None:
    rule = next(rule for rule in load("huber").variants if rule.name == "doubled")
    tested = subject("huber", lambda y, p, delta: written(rule)(y, p, delta=delta) + 0.1)
    assert properties(Plan(tested, 0, rule)).verdict == "fails"  # type: ignore[union-attr]


def test_a_claim_holds_by_element_where_it_speaks_of_elements() -> None:
    formula = load("relu")
    case = property_cases(formula, FORMATS["float64"], 0)[0]
    claim = next(c for c in formula.properties if c.name == "scales")
    truth = holds(claim, case, exact_function(case, formula.rule), 0)
    assert truth.shape == case.shape
    assert truth.all()


def test_a_claim_is_asked_only_where_its_condition_holds() -> None:
    formula = load("step")
    case = property_cases(formula, FORMATS["float64"], 0)[0]
    claim = next(c for c in formula.properties if c.name == "two_valued")
    at_zero = {"z": np.zeros_like(case.inputs["z"])}
    wrong = exact_function(case, next(r for r in formula.variants if r.name == "sigmoid_instead"))
    assert not holds(claim, case, wrong, 0).all()
    assert holds(claim, case.anew(at_zero), wrong, 0).all()


def test_property_cases_hold_dyadic_numbers() -> None:
    for case in property_cases(load("mse"), FORMATS["float16"], 0):
        assert all(((8 * a) % 1 == 0).all() for a in case.inputs.values())
