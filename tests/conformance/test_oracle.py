"""Exact values, gradients and bands against closed forms computed here at 500 bits.

The closed forms are other expressions of the same functions than those of the spec, and the
derivatives are those of a textbook; the oracle takes neither.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from flint import arb

from nnconform.conformance.balls import precision
from nnconform.conformance.formats import FORMATS
from nnconform.conformance.oracle import Exact, K, gradients, values
from nnconform.spec import Rule, load

DOUBLE = FORMATS["float64"]
U = DOUBLE.u
Z = np.array([-40.0, -2.5, -0.125, 0.75, 3.0, 30.0])
Y = np.array([0.5, -1.25, 2.0, 0.25])
Y_HAT = np.array([0.75, 1.5, -0.5, 3.25])
BIT = np.array([0.0, 1.0, 1.0, 0.0])
P = np.array([0.125, 0.3, 0.9, 0.6])
ROWS = np.array([[0.25, 0.25, 0.5], [0.5, 0.375, 0.125]])
ROWS_HAT = np.array([[0.125, 0.625, 0.25], [0.75, 0.125, 0.125]])
LABELS = np.array([2, 0])


def oracle(
    identifier: str,
    *inputs: Any,
    reduced: bool = True,
    rule: Rule | None = None,
    **parameters: float,
) -> Exact:
    formula = load(identifier)
    given = dict(zip(formula.inputs, map(np.asarray, inputs), strict=True))
    defaults = {name: p.default for name, p in formula.parameters.items()}
    return values(
        formula, rule or formula.rule, given, defaults | parameters, DOUBLE, reduced=reduced
    )


def slope(
    identifier: str, name: str, *inputs: Any, cotangent: Any = None, **parameters: float
) -> Exact:
    formula = load(identifier)
    given = dict(zip(formula.inputs, map(np.asarray, inputs), strict=True))
    defaults = {key: p.default for key, p in formula.parameters.items()}
    return gradients(formula, formula.rule, given, defaults | parameters, DOUBLE, name, cotangent)


def numbers(exact: Exact) -> list[Any]:
    parts = zip(exact.low.hi.ravel(), exact.low.lo.ravel(), exact.low.scale.ravel(), strict=True)
    return [(arb(float(hi)) + arb(float(lo))) * arb(2) ** int(scale) for hi, lo, scale in parts]


def balls(array: Any) -> list[Any]:
    return [arb(float(x)) for x in np.asarray(array, dtype=float).ravel()]


def agrees(exact: Exact, due: Callable[[], Sequence[Any]], bits: int) -> bool:
    with precision(500):
        pairs = zip(numbers(exact), due(), strict=True)
        return bool(exact.decided.all()) and all(
            abs(got - want) <= abs(arb(want)) * arb(2) ** -bits + arb(2) ** -1100
            for got, want in pairs
        )


def softplus(x: arb) -> arb:
    return (-x).exp().log1p() + x


def kl_rows() -> list[Any]:
    return [a * (a.log() - b.log()) for a, b in zip(balls(ROWS), balls(ROWS_HAT), strict=True)]


def bce(y: arb, p: arb) -> arb:
    return -(1 - abs(y - p)).log()  # for targets 0 and 1


def squares() -> list[Any]:
    return [a * a - 2 * a * b + b * b for a, b in zip(balls(Y), balls(Y_HAT), strict=True)]


VALUES: dict[str, tuple[Exact, Callable[[], list[Any]]]] = {
    "sigmoid": (oracle("sigmoid", Z), lambda: [(1 + (x / 2).tanh()) / 2 for x in balls(Z)]),
    "tanh": (
        oracle("tanh", Z),
        lambda: [(2 * x).expm1() / ((2 * x).expm1() + 2) for x in balls(Z)],
    ),
    "softplus": (oracle("softplus", Z), lambda: [softplus(x) for x in balls(Z)]),
    "elu": (
        oracle("elu", Z, alpha=1.5),
        lambda: [x if x > 0 else x.expm1() * 1.5 for x in balls(Z)],
    ),
    "softmax": (
        oracle("softmax", ROWS),
        lambda: [1 / sum((o - x).exp() for o in row) for row in map(balls, ROWS) for x in row],
    ),
    "squared_error (none)": (oracle("squared_error", Y, Y_HAT), squares),
    "mse (mean)": (oracle("mse", Y, Y_HAT), lambda: [sum(squares()) / 4]),
    "mse (not reduced)": (oracle("mse", Y, Y_HAT, reduced=False), squares),
    "huber (mean)": (
        oracle("huber", Y, Y_HAT, delta=0.5),
        lambda: [
            (arb(0.25) ** 2 / 2 + sum(arb(r) * 0.5 - arb(0.125) for r in (2.75, 2.5, 3.0))) / 4
        ],
    ),
    "binary_cross_entropy (mean)": (
        oracle("binary_cross_entropy", BIT, P),
        lambda: [sum(map(bce, balls(BIT), balls(P))) / 4],
    ),
    "kl_divergence (sum)": (oracle("kl_divergence", ROWS, ROWS_HAT), lambda: [sum(kl_rows())]),
    "sparse (sum)": (
        oracle("sparse_categorical_cross_entropy", LABELS, ROWS_HAT),
        lambda: [-(arb(0.25) * arb(0.75)).log()],
    ),
    "binary_head (mean)": (
        oracle("binary_head", BIT, Y_HAT),
        lambda: [
            sum(softplus(z) - y * z for y, z in zip(balls(BIT), balls(Y_HAT), strict=True)) / 4
        ],
    ),
    "l1_penalty (sum)": (oracle("l1_penalty", Y, lam=0.5), lambda: [arb(2)]),
}


@pytest.mark.parametrize("formula", VALUES)
def test_values_agree_with_another_closed_form_to_a_hundred_bits(formula: str) -> None:
    exact, due = VALUES[formula]
    assert agrees(exact, due, 100)


def softmax_slope() -> list[Any]:
    found = []
    for row, weights in zip(map(balls, ROWS), map(balls, ROWS_HAT), strict=True):
        total = sum(x.exp() for x in row)
        s = [x.exp() / total for x in row]
        dot = sum(a * w for a, w in zip(s, weights, strict=True))
        found += [a * (w - dot) for a, w in zip(s, weights, strict=True)]
    return found


def residuals() -> list[Any]:
    return [b - a for a, b in zip(balls(Y), balls(Y_HAT), strict=True)]


SLOPES: dict[str, tuple[Exact, Callable[[], list[Any]]]] = {
    "sigmoid": (
        slope("sigmoid", "z", Z),
        lambda: [1 / (2 * (x / 2).cosh()) ** 2 for x in balls(Z)],
    ),
    "tanh": (slope("tanh", "z", Z), lambda: [1 / x.cosh() ** 2 for x in balls(Z)]),
    "softplus": (slope("softplus", "z", Z), lambda: [(1 + (x / 2).tanh()) / 2 for x in balls(Z)]),
    "prelu in alpha": (
        slope("prelu", "alpha", Z, 0.25),
        lambda: [sum(x for x in balls(Z) if x < 0)],
    ),
    "softmax with a cotangent": (slope("softmax", "z", ROWS, cotangent=ROWS_HAT), softmax_slope),
    "squared_error": (
        slope("squared_error", "y_hat", Y, Y_HAT),
        lambda: [2 * r for r in residuals()],
    ),
    "mse": (slope("mse", "y_hat", Y, Y_HAT), lambda: [r / 2 for r in residuals()]),
    "huber": (
        slope("huber", "y_hat", Y, Y_HAT, delta=0.5),
        lambda: balls([0.25 / 4, 0.125, -0.125, 0.125]),
    ),
    "binary_cross_entropy": (
        slope("binary_cross_entropy", "y_hat", BIT, P),
        lambda: [(p - y) / (p * (1 - p)) / 4 for y, p in zip(balls(BIT), balls(P), strict=True)],
    ),
    "kl_divergence": (
        slope("kl_divergence", "y_hat", ROWS, ROWS_HAT),
        lambda: [-a / b for a, b in zip(balls(ROWS), balls(ROWS_HAT), strict=True)],
    ),
    "sparse": (
        slope("sparse_categorical_cross_entropy", "y_hat", LABELS, ROWS_HAT),
        lambda: [arb(0)] * 2 + [arb(-4), arb(-4) / 3] + [arb(0)] * 2,
    ),
    "binary_head": (
        slope("binary_head", "z", BIT, Y_HAT),
        lambda: [
            ((1 + (z / 2).tanh()) / 2 - y) / 4
            for y, z in zip(balls(BIT), balls(Y_HAT), strict=True)
        ],
    ),
    "l2_penalty": (slope("l2_penalty", "w", Y, lam=0.5), lambda: balls(Y)),
}


@pytest.mark.parametrize("formula", SLOPES)
def test_gradients_agree_with_textbook_derivatives_to_sixty_bits(formula: str) -> None:
    exact, due = SLOPES[formula]
    assert agrees(exact, due, 60)
    assert not exact.free.any()


# The interval between the one-sided derivatives, at points that are exact.
KINKS: dict[str, tuple[Exact, list[float], list[float]]] = {
    "relu": (slope("relu", "z", [-1.0, 0.0, 2.0]), [0, 0, 1], [0, 1, 1]),
    "leaky_relu": (slope("leaky_relu", "z", [0.0], alpha=0.25), [0.25], [1]),
    "elu with alpha 2": (slope("elu", "z", [0.0], alpha=2.0), [1], [2]),
    "mae": (slope("mae", "y_hat", [1.0, 1.0], [1.0, 2.0]), [-0.5, 0.5], [0.5, 0.5]),
    "hinge": (slope("hinge", "y_hat", [1.0, -1.0], [1.0, -1.0]), [-0.5, 0], [0, 0.5]),
    "l1_penalty": (slope("l1_penalty", "w", [0.0, -3.0], lam=0.5), [-0.5, -0.5], [0.5, -0.5]),
}


@pytest.mark.parametrize("formula", KINKS)
def test_at_a_kink_every_slope_between_the_two_sides_is_allowed(formula: str) -> None:
    exact, low, high = KINKS[formula]
    assert exact.low.to_float().tolist() == low
    assert exact.high.to_float().tolist() == high
    assert exact.free.tolist() == [a != b for a, b in zip(low, high, strict=True)]


SMOOTH = {
    "huber at delta": (slope("huber", "y_hat", [0.0], [1.0]), [1.0]),
    "elu with alpha 1": (slope("elu", "z", [0.0]), [1.0]),
    "tanh at zero": (slope("tanh", "z", [0.0]), [1.0]),
    "mse at zero": (slope("mse", "y_hat", [1.0], [1.0]), [0.0]),
}


@pytest.mark.parametrize("formula", SMOOTH)
def test_where_the_slopes_of_both_sides_meet_there_is_no_choice(formula: str) -> None:
    exact, due = SMOOTH[formula]
    assert not exact.free.any()
    assert np.abs(exact.low.to_float() - due).max() < 2.0**-60


def test_a_derivative_entry_is_free_at_the_kink_of_its_base() -> None:
    exact = oracle("relu_derivative", [-1.0, 0.0, 1.0])
    assert exact.free.tolist() == [False, True, False]
    assert (exact.low.to_float()[1], exact.high.to_float()[1]) == (0, 1)


def test_an_unspecified_point_leaves_the_choice_that_the_spec_states() -> None:
    exact = oracle("step", [-1.0, 0.0, 1.0])
    assert exact.free.tolist() == [False, True, False]
    assert (exact.low.to_float()[1], exact.high.to_float()[1]) == (0, 1)


# Bands in units of u, from the condition number |f| + sum |x df/dx| written out by hand.
BANDS: dict[str, tuple[Exact, Callable[[], list[Any]]]] = {
    "mse": (
        oracle("mse", Y, Y_HAT, reduced=False),
        lambda: [
            (a - b) ** 2 + abs(2 * a * (a - b)) + abs(2 * b * (a - b))
            for a, b in zip(balls(Y), balls(Y_HAT), strict=True)
        ],
    ),
    "sigmoid": (
        oracle("sigmoid", Z),
        lambda: [s + abs(x) * s * (1 - s) for x in balls(Z) for s in [(1 + (x / 2).tanh()) / 2]],
    ),
    "softplus in the tail": (
        oracle("softplus", [-40.0, -700.0]),
        lambda: [x.exp() * (1 - x) for x in balls([-40, -700])],
    ),
    "identity": (oracle("identity", Z), lambda: [2 * abs(x) for x in balls(Z)]),
    "leaky_relu counts alpha": (oracle("leaky_relu", [-2.0], alpha=0.5), lambda: [arb(3)]),
    "mse reduced": (
        oracle("mse", [1.0, 3.0], [0.0, 1.0]),
        lambda: [(1 + 2 + 0 + 4 + 12 + 4) / arb(2)],
    ),
    "slope of mse": (slope("mse", "y_hat", [1.0], [4.0]), lambda: [arb(6 + 2 + 8)]),
}


@pytest.mark.parametrize("formula", BANDS)
def test_the_band_is_the_condition_times_the_unit_roundoff(formula: str) -> None:
    exact, due = BANDS[formula]
    bands = np.ldexp(exact.band, exact.low.scale).ravel() / U
    with precision(500):
        wanted = [float(b) for b in due()]
    assert np.abs(bands / wanted - 1).max() < 2.0**-20


TERMS = {
    "sigmoid": (oracle("sigmoid", Z), 1),
    "mse of four": (oracle("mse", Y, Y_HAT), 3),
    "mse not reduced": (oracle("mse", Y, Y_HAT, reduced=False), 1),
    "softmax over three": (oracle("softmax", ROWS), 2),
    "kl of two rows of three": (oracle("kl_divergence", ROWS, ROWS_HAT), 3),
    "alpha of six": (slope("prelu", "alpha", Z, 0.25), 5),
}


@pytest.mark.parametrize("formula", TERMS)
def test_the_band_grows_with_the_additions(formula: str) -> None:
    exact, terms = TERMS[formula]
    assert exact.terms == terms


FAR = {
    "sigmoid": (oracle("sigmoid", [1e308, -1e308]), [1, 0]),
    "tanh": (oracle("tanh", [1e308, -1e308]), [1, -1]),
    "softplus": (oracle("softplus", [1e308, -1e308]), [1e308, 0]),
    "elu": (oracle("elu", [1e308, -1e308], alpha=1.5), [1e308, -1.5]),
    "sigmoid's slope": (slope("sigmoid", "z", [1e308, -1e308]), [0, 0]),
    "relu's slope": (slope("relu", "z", [1e308, -1e308]), [1, 0]),
    "mse overflows": (oracle("squared_error", [1e200], [0.0]), [np.inf]),
    "mse underflows": (oracle("squared_error", [1e-200], [0.0]), [0]),
}


@pytest.mark.parametrize("formula", FAR)
def test_far_out_the_limits_of_the_spec_decide(formula: str) -> None:
    exact, due = FAR[formula]
    assert exact.decided.all()
    assert exact.low.to_float().tolist() == due


def test_the_limits_of_both_sides_decide_beside_what_cannot_be_enclosed() -> None:
    exact = oracle("tanh", [np.inf, 0.5, np.nan, -np.inf], reduced=False)
    assert exact.decided.tolist() == [True, True, False, True]
    assert exact.low.hi[[0, 3]].tolist() == [1.0, -1.0]


@pytest.mark.parametrize("power", [20, 40, 53])
def test_gradients_are_as_exact_beside_a_pole(power: int) -> None:
    # -log(1 - z) has the slope 1/(1 - z), whose own slopes grow without end
    exact = slope("cross_entropy_single", "z", [1 - 2.0**-power], [0.0])
    assert agrees(exact, lambda: [arb(2) ** power], 60)


def test_what_cannot_be_enclosed_is_not_decided() -> None:
    exact = oracle("binary_cross_entropy", [1.0, 1.0], [0.0, 0.5], reduced=False)
    assert exact.decided.tolist() == [False, True]


def test_one_undecided_sample_leaves_the_reduced_value_undecided() -> None:
    assert not oracle("binary_cross_entropy", [1.0, 1.0], [0.0, 0.5]).decided.any()


def test_a_variant_is_evaluated_with_its_constants() -> None:
    leaky = next(r for r in load("relu").variants if r.label == "leaky (c = 0.2)")
    exact = oracle("relu", [-5.0, 5.0], rule=leaky)
    assert exact.low.to_float().tolist() == [-1.0, 5.0]


def test_the_constant_of_a_variant_is_the_number_that_a_float_is() -> None:
    leaky = next(r for r in load("relu").variants if r.label == "leaky (c = 0.2)")
    with precision(500):
        assert numbers(oracle("relu", [-1.0], rule=leaky)) == [-arb(0.2)]


def test_swapped_arguments_are_read_in_the_swapped_order() -> None:
    from nnconform.conformance.assess import candidates

    swapped = next(r for r in candidates("hinge") if r.name == "arguments_swapped")
    due = oracle("hinge", [2.0], [-1.0])
    assert oracle("hinge", [-1.0], [2.0], rule=swapped).low.hi.tolist() == due.low.hi.tolist()


def test_k_is_three_bits_for_everything() -> None:
    assert K == 8
