"""Which rule an implementation follows: every declared variant is recognised under its name."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from nnconform.conformance.check_extremes import accuracy, stability
from nnconform.conformance.check_limits import limits
from nnconform.conformance.checks import Plan, identify
from nnconform.conformance.outcome import Outcome
from nnconform.spec import Rule, load

from ._fakes import POINTWISE, mse, sigmoid, subject, written

# Until shrink() is silent (see test_shrink.py): Hypothesis complains about the size of a Case.
pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")

VARIANTS = {f"{i}-{rule.label}": (i, rule) for i in POINTWISE for rule in load(i).variants}
# Too close to the formula for anything but accuracy to see them in float64.
UNNAMED = {
    "softplus-threshold (c = 20)": "off by 1e-10 of itself: less than half the digits",
    "multiclass_head-epsilon_inside (c = 1e-15)": "not accurate enough as written to be named",
    "multiclass_head-epsilon_inside (c = 1e-16)": "not accurate enough as written to be named",
    "kl_divergence-epsilon_on_the_ratio (c = 1e-15)": "below half the digits",
    "kl_divergence-epsilon_on_the_ratio (c = 1e-16)": "below half the digits",
    "kl_divergence-epsilon_on_the_ratio (c = 1e-20)": "never differs in float64",
    "multiclass_head-epsilon_inside (c = 1e-20)": "the same as clipped",
    "pixelwise_cross_entropy-clipped_after_renormalising (eps = 1e-07)": "the same as clipped",
}
# The same function on all inputs but those with a derivative of their own.
TWINS = {
    "pixelwise_cross_entropy-clipped_after_renormalising (eps = 1e-15)": "clipped (eps = 1e-15)",
}


def findings(identifier: str, rule: Rule) -> Iterator[Outcome]:
    """The value check, then those that look further out, until one names the rule."""
    tested = subject(identifier, written(rule))
    outcome, found_plan = identify(tested, 0, 4)
    yield outcome
    for check in (limits, stability, accuracy):
        found = check(found_plan)
        if found is not None:
            yield found


@pytest.mark.parametrize("name", VARIANTS)
def test_every_declared_variant_is_recognised_under_its_name(name: str) -> None:
    identifier, rule = VARIANTS[name]
    found = []
    for outcome in findings(identifier, rule):
        found.append((outcome.verdict, outcome.variant))
        if outcome.variant == TWINS.get(name, rule.label):
            assert outcome.verdict in (
                {"convention", "inaccurate"} if rule.kind == "convention" else {"fails"}
            )
            return
    assert name in UNNAMED, found
    assert {verdict for verdict, _ in found} & {"inaccurate", "fails", "convention"}


@pytest.mark.parametrize("identifier", POINTWISE)
def test_the_formula_itself_conforms_on_ordinary_inputs(identifier: str) -> None:
    formula = load(identifier)
    outcome, found = identify(subject(identifier, written(formula.rule)), 0, 4)
    assert (outcome.verdict, outcome.variant, found.rule.name) == ("conforms", None, "")


# In coarse formats a mistake may stay under half the digits and still be recognised.
COARSE = [
    "float32-huber-square_compared",
    "float16-mae-root_of_the_mean_square",
    "float16-margin_ranking-margin_outside",
    "float16-triplet-margin_outside",
]


@pytest.mark.parametrize("place", COARSE)
def test_a_mistake_within_half_the_digits_has_a_counterexample(place: str) -> None:
    dtype, identifier, name = place.split("-")
    rule = next(rule for rule in load(identifier).variants if rule.name == name)
    outcome, _ = identify(subject(identifier, written(rule), dtype=dtype), 0, 4)
    assert (outcome.verdict, outcome.variant) == ("fails", name)
    assert outcome.counterexample is not None


@pytest.mark.parametrize(
    "order",
    [(1, 0, 2), (2, 1, 0), (0, 2, 1)],
    ids=str,
)
@pytest.mark.parametrize("identifier", ["triplet", "margin_ranking"])
def test_any_two_swapped_arguments_are_recognised(identifier: str, order: tuple[int, ...]) -> None:
    right = written(load(identifier).rule)
    outcome, _ = identify(
        subject(identifier, lambda *a, **k: right(*(a[i] for i in order), **k)), 0, 4
    )
    # Anchor and positive exchanged give the distances of a mistake that is declared by name.
    twin = {"triplet (1, 0, 2)": "negative_against_positive"}.get(f"{identifier} {order}")
    assert (outcome.verdict, outcome.variant) == ("fails", twin or "arguments_swapped")


REDUCTIONS = {"none": "reduction_none", "sum": "reduction_sum"}


@pytest.mark.parametrize("reduction", REDUCTIONS)
def test_another_reduction_is_a_convention(reduction: Any) -> None:
    rule = replace(load("mse").rule, reduction=reduction)
    outcome, followed = identify(subject("mse", written(rule)), 0, 4)
    assert (outcome.verdict, outcome.variant) == ("convention", REDUCTIONS[reduction])
    assert followed.rule.reduction == reduction


def test_a_mistake_with_another_reduction_is_named_with_both() -> None:
    mistake = next(
        rule for rule in load("mse").variants if rule.name == "absolute_instead_of_square"
    )
    outcome, followed = identify(subject("mse", written(replace(mistake, reduction="sum"))), 0, 4)
    assert (outcome.verdict, outcome.variant) == (
        "fails",
        "absolute_instead_of_square+reduction_sum",
    )
    assert followed.rule.name == ""


def test_axes_of_length_one_do_not_matter_to_the_value() -> None:
    outcome, _ = identify(subject("mse", lambda y, y_hat: mse(y, y_hat).reshape(1, 1)), 0, 4)
    assert outcome.verdict == "conforms"


HINTS = {
    "right up to the constant factor 1.25": lambda z: sigmoid(z) * 1.25,
    "right up to the constant offset 0.125": lambda z: sigmoid(z) + 0.125,
    "right for positive z only": lambda z: np.where(z > 0, sigmoid(z), 0.7),
    "right for negative z only": lambda z: np.where(z <= 0, sigmoid(z), 0.7),
    "matches neither the formula nor any declared variant of it": lambda z: np.cos(z),
    "results are not finite where they should be": lambda z: z * np.nan,
    "returns shape": lambda z: np.zeros(7),
}


@pytest.mark.parametrize("hint", HINTS)
def test_what_no_variant_explains_gets_a_hint(hint: str) -> None:
    outcome, _ = identify(subject("sigmoid", HINTS[hint]), 0, 4)
    assert (outcome.verdict, outcome.variant) == ("fails", None)
    assert hint in outcome.message


def test_lost_digits_are_inaccurate_and_not_another_formula() -> None:
    outcome, found = identify(subject("sigmoid", lambda z: sigmoid(z) * (1 + 1e-12)), 0, 4)
    assert (outcome.verdict, found.rule.name) == ("inaccurate", "")
    assert "outside the rounding band" in outcome.message


def test_a_result_that_saturates_early_says_where() -> None:
    tested = subject("sigmoid", lambda z: 1 / (1 + np.exp(-np.clip(z, -700, 700))))
    found = stability(Plan(tested, 0, tested.formula.rule))
    assert found.verdict == "inaccurate"
    assert "first at z = -" in found.message


def test_an_overflow_on_the_way_is_not_finite_where_the_value_is() -> None:
    tested = subject("softplus", written(load("softplus").rule))
    found = stability(Plan(tested, 0, tested.formula.rule))
    assert found.verdict == "inaccurate"
    assert "not finite where the exact value is" in found.message


def test_a_flushed_result_is_named_as_flushed() -> None:
    def flushing(z: np.ndarray) -> np.ndarray:
        s = sigmoid(z)
        return np.where(s < np.finfo(np.float64).tiny, 0, s)

    tested = subject("sigmoid", flushing)
    assert "flushed to zero" in stability(Plan(tested, 0, tested.formula.rule)).message


@pytest.mark.parametrize("value", [0.0, 1.0, -np.inf])
def test_a_finite_answer_where_the_exact_one_overflows_is_not_accurate(value: float) -> None:
    def cut(y: np.ndarray, y_hat: np.ndarray) -> np.ndarray:
        found = mse(y, y_hat)
        return np.where(np.isinf(found), value, found)

    tested = subject("mse", cut)
    assert stability(Plan(tested, 0, tested.formula.rule)).verdict != "conforms"


def test_a_large_answer_where_zero_is_due_is_another_formula() -> None:
    tested = subject("relu", lambda z: np.where(z < -1000, 7.0, np.maximum(0, z)))
    assert accuracy(Plan(tested, 0, tested.formula.rule)).verdict == "fails"
