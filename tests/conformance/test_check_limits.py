"""Infinities, ends of the domain, signed zeros, and NaN as a choice."""

from typing import Any

import numpy as np
import pytest

from nnconform.conformance.cases import at_limit
from nnconform.conformance.check_limits import limits, tends_to
from nnconform.conformance.formats import FORMATS
from nnconform.conformance.outcome import Outcome
from nnconform.spec import ids, load

from ._fakes import mse, plan, sigmoid, written

DOUBLE = FORMATS["float64"]


def checked(identifier: str, function: Any) -> Outcome:
    outcome = limits(plan(identifier, function))
    assert outcome is not None
    return outcome


def replaced(at: float, value: float) -> Any:
    return lambda z: np.where(z == at, value, sigmoid(z))


# A sigmoid that is wrong at one place only.
WRONG = {
    "zero at inf": (replaced(np.inf, 0.0), "fails"),
    "a little less than one at inf": (replaced(np.inf, 1 - 1e-6), "fails"),
    "one at -inf": (replaced(-np.inf, 1.0), "fails"),
    "one at zero": (replaced(0.0, 1.0), "fails"),
    "nan at inf": (replaced(np.inf, np.nan), "inaccurate"),
    "inf at zero": (replaced(0.0, np.inf), "inaccurate"),
}


@pytest.mark.parametrize("fault", WRONG)
def test_a_wrong_limit_is_found(fault: str) -> None:
    function, verdict = WRONG[fault]
    outcome = checked("sigmoid", function)
    assert outcome.verdict == verdict
    assert outcome.message


def test_right_limits_conform() -> None:
    outcome = checked("sigmoid", sigmoid)
    assert (outcome.verdict, outcome.message) == ("conforms", "")


def test_a_counterexample_shows_the_infinite_input_and_what_is_due() -> None:
    shown = checked("sigmoid", replaced(np.inf, 0.25)).counterexample
    assert shown is not None
    assert (shown.inputs, shown.expected, shown.got) == ({"z": np.inf}, 1.0, 0.25)


def test_the_sign_of_a_zero_result_is_free() -> None:
    assert checked("tanh", lambda z: np.where(z == 0, -0.0, np.tanh(z))).verdict == "conforms"
    assert checked("tanh", lambda z: np.where(z == 0, 0.0, np.tanh(z))).verdict == "conforms"


def test_nan_is_recorded_as_a_choice() -> None:
    assert checked("sigmoid", sigmoid).choices["result for z = nan"]["taken"] == "nan"
    outcome = checked("relu", lambda z: np.fmax(0, z))
    assert outcome.verdict == "conforms"
    assert outcome.choices["result for z = nan"]["taken"] == "0"
    assert "result for z = nan: 0" in outcome.message


def test_an_error_for_nan_is_a_choice() -> None:
    def refuses(z: Any) -> Any:
        if np.isnan(z).any():
            raise ValueError("nan")
        return sigmoid(z)

    assert checked("sigmoid", refuses).choices["result for z = nan"]["taken"] == "raises an error"


@pytest.mark.parametrize("value", [0.0, 0.5, 1.0])
def test_the_unspecified_point_is_free_at_either_zero(value: float) -> None:
    assert checked("step", lambda z: np.where(z == 0, value, (z > 0) * 1.0)).verdict == "conforms"
    assert checked("step", lambda z: np.where(z == 0, 2.0, (z > 0) * 1.0)).verdict == "fails"


def test_the_end_of_a_probability_is_a_limit() -> None:
    right = written(load("sparse_categorical_cross_entropy").rule)
    assert checked("sparse_categorical_cross_entropy", right).verdict == "conforms"
    clipped = checked(
        "sparse_categorical_cross_entropy", lambda y, p: right(y, np.clip(p, 1e-7, 1))
    )
    assert clipped.verdict in {"fails", "convention"}


def test_a_clipped_logarithm_is_named_with_its_constant() -> None:
    rule = next(
        r for r in load("binary_cross_entropy").variants if r.label == "clipped (c = 1e-07)"
    )
    outcome = checked("binary_cross_entropy", written(rule))
    assert outcome.variant == "clipped (c = 1e-07)"
    assert outcome.verdict in {"convention", "inaccurate"}  # as written it loses digits in 1 - c


def test_infinite_residuals_give_an_infinite_loss() -> None:
    assert checked("mse", mse).verdict == "conforms"
    assert checked("mse", lambda y, p: np.nan_to_num(mse(y, p), posinf=0.0)).verdict == "fails"


# What the formula tends to, by hand; the second number is where its sign or parameters matter.
TENDS = {
    ("sigmoid", "z", "+inf"): 1,
    ("sigmoid", "z", "-inf"): 0,
    ("tanh", "z", "-inf"): -1,
    ("softplus", "z", "+inf"): np.inf,
    ("relu", "z", "-inf"): 0,
    ("elu", "z", "-inf"): -1,
    ("mse", "y", "-inf"): np.inf,
    ("leaky_relu", "z", "-inf"): -np.inf,
}


@pytest.mark.parametrize("place", TENDS, ids=" ".join)
def test_limits_are_those_of_the_textbook(place: tuple[str, str, str]) -> None:
    identifier, name, key = place
    formula = load(identifier)
    exact = tends_to(at_limit(formula, DOUBLE, name, float(key), 0), formula.rule, name, key)
    assert exact.decided.all()
    assert set(exact.low.to_float().ravel().tolist()) == {TENDS[place]}


@pytest.mark.parametrize("identifier", ids())
def test_every_formula_has_limits_that_are_known(identifier: str) -> None:
    formula = load(identifier)
    for name, table in formula.rule.limits.items():
        for key in table:
            case = at_limit(formula, DOUBLE, name, float(key), 0)
            assert tends_to(case, formula.rule, name, key).decided.any(), (name, key)
