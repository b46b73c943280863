"""Sweeps of formulas that no reference computes: the specification alone says what is due."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from flint import arb

from nnconform.conformance.balls import precision
from nnconform.conformance.formats import FORMATS
from nnconform.conformance.sweeping import piecewise
from nnconform.conformance.sweeping.piecewise import Piecewise, widened
from nnconform.conformance.sweeping.spaces import CHUNK, Lines, Plane, line, plane
from nnconform.conformance.sweeping.truth import Truth, truth
from nnconform.spec import load, read

from ._sweeps import brute, made, sweep, swept

pytest.importorskip("numba")
UNSEEN = """
id      = "unseen"
title   = "A function that no reference computes"
sources = [{{ document = "unit2", section = "2. Softplus function" }}]
latex   = "f(z)"

[inputs.z]
shape  = "*"
domain = "real"

[formula]
expression = "{expression}"
"""
# Each cancels, jumps, overflows or vanishes somewhere; beside it the same for one ball.
FUNCTIONS: dict[str, tuple[str, Any]] = {
    "exponential": ("exp(z)", lambda z: z.exp()),
    "mish": ("z*tanh(log(1 + exp(z)))", lambda z: z * (1 + z.exp()).log().tanh()),
    "gaussian": ("exp(-z**2)", lambda z: (-z * z).exp()),
    "logarithm": ("log(1 + z**2)", lambda z: (1 + z * z).log()),
    "difference": ("exp(z) - 1 - z", lambda z: z.exp() - 1 - z),
    "root_at_three": ("z**2 - 9", lambda z: z * z - 9),
    "jump": ("where(z > 0.7, exp(z), z - 1)", lambda z: z.exp() if z > arb(0.7) else z - 1),
}


def unseen(name: str, dtype: str) -> Truth:
    formula = read(UNSEEN.format(expression=FUNCTIONS[name][0]), "activations", "unseen.toml")
    return truth(formula, "value", FORMATS[dtype], {})


def magnitudes(dtype: str, seed: int) -> Any:
    """Some of each binade, in order: what a piece of a sweep asks about."""
    form = FORMATS[dtype]
    rng = np.random.default_rng(seed)
    exponents = np.sort(rng.integers(form.emin, form.emax + 1, size=1500))
    found = np.ldexp(1 + rng.random(1500), exponents).astype(form.dtype)
    return np.sort(found[np.isfinite(found)])


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_formula_without_a_reference_is_known_to_more_digits_than_the_format(
    name: str, dtype: str
) -> None:
    if dtype == "float64" and np.finfo(np.longdouble).nmant < 63:
        pytest.skip("this machine has no wider numbers than float64")
    due = unseen(name, dtype)
    form = due.form
    for sign in (1, -1):
        z = (sign * magnitudes(dtype, 7)).astype(form.dtype)
        hi, lo = due.filtered({"z": z})
        with precision(4096):
            for i in range(0, z.size, 29):
                exact = FUNCTIONS[name][1](arb(float(z[i])))
                if not exact.is_finite() or not float(abs(exact)) < form.largest:
                    continue
                unit = max(float(abs(exact)), form.normal) * 2.0 ** (1 - form.precision)
                found = arb(float(hi[i])) + (0 if lo is None else arb(float(lo[i])))
                assert float(abs(found - exact)) / unit < 2.0**-6, z[i]


@pytest.mark.parametrize("name", ["mish", "gaussian", "jump"])
def test_a_sweep_without_a_reference_measures_what_brute_force_measures(name: str) -> None:
    written, exact = FUNCTIONS[name]

    def function(z: Any) -> Any:
        with np.errstate(all="ignore"):
            scope = {"z": z, "exp": np.exp, "log": np.log, "tanh": np.tanh, "where": np.where}
            return np.asarray(eval(written, scope)).astype(z.dtype)

    due = unseen(name, "float16")
    sweeper = replace(made("tanh", function, "float16"), truth=due)
    found = swept(sweeper)
    errors, normal = brute(exact, function, due.form)
    assert found.space["points"] == 2**16
    counted = errors[np.isfinite(errors)]
    assert found.max_ulp == pytest.approx(counted[normal[np.isfinite(errors)]].max(), rel=1e-5)
    assert found.above["1"] == int((counted > 1).sum())
    assert found.nan_inputs_answered == 0


@pytest.mark.parametrize(("identifier", "quantity"), [("sigmoid", "value"), ("elu", "gradient")])
def test_without_the_reference_the_record_is_the_same(
    identifier: str, quantity: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def function(z: Any) -> Any:
        with np.errstate(all="ignore"):
            if identifier == "sigmoid":
                return (1 / (1 + np.exp(-z))).astype(z.dtype)
            return np.where(z > 0, 1, np.exp(z)).astype(z.dtype)

    right = sweep(identifier, function, "float16", quantity=quantity)
    for name in (identifier, f"{identifier}_derivative"):
        monkeypatch.delattr(f"nnconform.reference.{name}")
    found = sweep(identifier, function, "float16", quantity=quantity)
    same = ("max_ulp", "worst_input", "worst_exact", "subnormal_max_ulp", "above", "breaks",
            "not_correctly_rounded", "kink_choices", "space")  # fmt: skip
    for name in same:
        assert getattr(found, name) == getattr(right, name), name
    assert [each[:2] for each in found.collapses] == [each[:2] for each in right.collapses]


def test_where_too_many_parts_are_needed_every_value_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []
    due = unseen("mish", "float32")

    def exact(z: Any) -> Any:
        asked.append(z.size)
        return due.exact({"z": z})

    z = -np.linspace(64, 100, 50).astype(np.float32)
    few = Piecewise(exact, None, due.form, np.float64)(z.astype(np.float64))
    before = sum(asked)
    monkeypatch.setattr(piecewise, "_PARTS", 0)
    every = Piecewise(exact, None, due.form, np.float64)(z.astype(np.float64))
    assert every == pytest.approx(few, rel=2.0**-46)
    assert sum(asked[-1:]) == 50 < before


@pytest.mark.parametrize("quantity", ["value", "gradient"])
def test_of_two_variables_one_that_takes_few_values_makes_lines(quantity: str) -> None:
    # log(1 - z) cancels for tiny z in any fixed arithmetic, and the reference is float64 at most
    due = truth(load("cross_entropy_single"), quantity, FORMATS["float64"], {})
    assert due.arithmetic == "extended"
    rng = np.random.default_rng(3)
    z, y = 2.0 ** -rng.uniform(0.01, 900, size=400), rng.integers(0, 2, size=400).astype(float)
    hi, lo = due.filtered({"z": z, "y": y})
    assert lo is not None
    with precision(4096):
        for p, label, found, rest in zip(z, y, hi, lo, strict=True):
            at = arb(p) if label else 1 - arb(p)
            exact = -at.log() if quantity == "value" else (-1 if label else 1) / at
            error = float(abs(arb(found) + arb(rest) - exact) / abs(exact)) * 2.0**52
            assert error < 2.0**-6, (p, label)


def test_a_filter_that_decides_nothing_is_not_asked() -> None:
    due = truth(load("cross_entropy_single"), "value", FORMATS["float64"], {})
    vague = replace(due, filter=lambda z, y: np.full(z.shape, np.longdouble(0.1)))
    space = Plane(due.form, {"z": np.geomspace(1e-9, 0.9, 64), "y": np.array([0.0, 1.0])}, CHUNK)
    sweeper = made("tanh", np.tanh, "float16")

    def right(inputs: Any) -> Any:
        return due.filtered(inputs)[0]

    found = swept(replace(sweeper, truth=vague, evaluate=right, space=space))
    assert found.max_ulp is not None
    assert found.max_ulp <= 0.5
    assert set(found.above.values()) == {0}


def test_at_infinity_anything_may_come_where_no_limit_is_stated() -> None:
    due = unseen("mish", "float16")
    space = line(due.form, None, due.corners, CHUNK)
    last = space.pieces - 1
    infinity = np.asarray(next(iter(space.chunks(last)))[:1])
    assert np.isnan(due.filtered({"z": space.signed(infinity, True)})[0]).all()
    sweeper = replace(made("tanh", np.zeros_like, "float16"), truth=due)
    assert swept(sweeper, [last]).nan_inputs_answered == 2 * 1023  # infinity is not among them


def test_what_overflows_by_far_is_all_alike() -> None:
    due = unseen("exponential", "float32")
    exact = due.exact({"z": np.array([89.0, 200.0, 1e30])})
    found = widened(exact, due.form, np.float64)
    assert found[0] == pytest.approx(np.exp(89.0))
    assert found[1] == found[2] == 2.0**129


def test_infinity_stands_behind_the_largest_number_in_float64_too() -> None:
    sweeper = made("identity", lambda z: z, "float64", points=2**13)
    last = np.nextafter(np.inf, 0)

    def overflows(inputs: Any) -> Any:
        return np.where(np.abs(inputs["z"]) == last, np.copysign(np.inf, inputs["z"]), inputs["z"])

    space = sweeper.space
    near = swept(replace(sweeper, evaluate=overflows), [space.pieces - 1])
    assert near.max_ulp == 1
    assert near.overflowed == near.not_correctly_rounded == 2
    assert set(near.above.values()) == {0}


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_variable_of_few_values_takes_no_more_memory_than_a_line(dtype: str) -> None:
    space = plane(FORMATS[dtype], 2**20, {"z": "probability", "y": "binary"}, CHUNK)
    assert isinstance(space, Lines)
    pairs = [chunk for piece in range(space.pieces) for chunk in space.chunks(piece)]
    z, y = (np.concatenate([chunk[name] for chunk in pairs]) for name in ("z", "y"))
    assert space.points == z.size >= 2**20
    assert ((z > 0) & (z < 1)).all()
    assert (y == 1).sum() == (y == 0).sum() == z.size // 2
    assert max(chunk["z"].size for chunk in pairs) <= CHUNK
    last = np.nextafter(FORMATS[dtype].dtype.type(1), FORMATS[dtype].dtype.type(0))
    assert {last, 1 - 2.0**-12} <= set(z.tolist())  # every binade of 1 - z too
    some = space.sample(space.pieces // 3, 16)
    assert set(some["y"].tolist()) == {0.0, 1.0}
