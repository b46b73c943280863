"""Exact arithmetic: precision that comes back, exact conversion, and the split into floats."""

import math
from typing import Any

import flint
import ml_dtypes
import numpy as np
import pytest
from flint import arb

from nnconform.conformance.balls import (
    SYSTEM,
    BallSystem,
    is_settled,
    precision,
    scaled,
    to_balls,
)
from nnconform.conformance.formats import FORMATS
from nnconform.spec import FUNCTIONS, parse


def one(ball: Any) -> tuple[float, float, int]:
    found = scaled(np.array([ball], dtype=object))
    return float(found.hi[0]), float(found.lo[0]), int(found.scale[0])


def test_precision_comes_back_after_the_block() -> None:
    before = flint.ctx.prec
    with precision(321):
        assert flint.ctx.prec == 321
    assert flint.ctx.prec == before


def test_precision_comes_back_after_an_exception() -> None:
    before = flint.ctx.prec
    with pytest.raises(ZeroDivisionError), precision(777):
        raise ZeroDivisionError
    assert flint.ctx.prec == before


def test_precisions_nest() -> None:
    with precision(100):
        with precision(200):
            pass
        assert flint.ctx.prec == 100


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_to_balls_is_exact(form: Any) -> None:
    values = form.round([0.1, -1 / 3, form.tiny, form.largest, 0.0])
    balls = to_balls(values)
    assert [float(b) for b in balls] == values.astype(np.float64).tolist()
    assert all(b.is_exact() for b in balls)


def test_to_balls_keeps_shapes_and_integers() -> None:
    assert to_balls(np.zeros((2, 0, 3))).shape == (2, 0, 3)
    assert to_balls(np.array(0.5)).shape == ()
    labels = np.array([1, 2])
    assert to_balls(labels) is labels


def test_to_balls_takes_bfloat16() -> None:
    assert float(to_balls(np.array([1.5], dtype=ml_dtypes.bfloat16))[0]) == 1.5


def value(hi: float, lo: float, scale: int) -> arb:
    return (arb(hi) + arb(lo)) * arb(2) ** scale


NUMBERS = [
    "1",
    "-1",
    "0",
    "0.1",
    "1e-300",
    "-1e-320",
    "1e300",
    "-1e310",
    "1e-400",
    "1e1000",
    "1e-1000",
]


@pytest.mark.parametrize("text", NUMBERS)
def test_scaled_keeps_a_hundred_bits_of_numbers_of_any_size(text: str) -> None:
    with precision(256):
        error = abs(value(*one(arb(text))) - arb(text))
        assert error <= abs(arb(text)) * arb(2) ** -100


FAR = {"1e2000": math.inf, "-1e2000": -math.inf, "1e-2000": 0.0, "-1e-2000": 0.0}


@pytest.mark.parametrize("text", FAR)
def test_what_is_beyond_all_formats_is_infinite_or_zero(text: str) -> None:
    with precision(256):
        assert one(arb(text)) == (FAR[text], 0.0, 0)


def test_infinite_and_nan_balls() -> None:
    assert one(arb.pos_inf()) == (math.inf, 0.0, 0)
    assert one(arb.neg_inf()) == (-math.inf, 0.0, 0)
    assert math.isnan(one(arb.nan())[0])
    assert math.isnan(one(arb(0, arb.pos_inf()))[0])


def test_scaled_takes_plain_numbers() -> None:
    assert one(3) == (3.0, 0.0, 0)
    assert one(math.inf) == (math.inf, 0.0, 0)


def test_to_float_is_the_nearest_float() -> None:
    with precision(256):
        found = scaled(
            np.array([arb("1e400"), arb("-1e-400"), arb("1e-310"), arb("0.1")], dtype=object)
        )
    assert found.to_float().tolist() == [math.inf, 0.0, 1e-310, 0.1]


def test_every_function_of_the_language_works_on_balls() -> None:
    assert set(SYSTEM.functions) == FUNCTIONS


def test_constants_are_as_narrow_as_the_precision() -> None:
    with precision(500):
        assert SYSTEM.number("pi").rel_accuracy_bits() >= 495
        assert SYSTEM.number("0.1") * 10 - 1 <= arb(2) ** -490
    assert SYSTEM.number("inf") == arb.pos_inf()


def test_rounded_holds_a_constant_in_the_format() -> None:
    expression = parse("rounded(1 - 1e-9)", frozenset(), where="here")
    with precision(200):
        assert float(expression.evaluate(BallSystem(FORMATS["float32"]), {})) == 1.0
        assert float(expression.evaluate(SYSTEM, {})) < 1


@pytest.mark.parametrize(
    ("ball", "settled"),
    [
        (arb(1), True),
        (arb(1, 2.0**-90), True),
        (arb(1, 2.0**-10), False),
        (arb.nan(), False),
        (arb.pos_inf(), False),
        (arb(0, 2.0**-200), True),
        (3, True),
    ],
)
def test_a_ball_is_settled_when_it_is_narrow(ball: Any, settled: bool) -> None:
    assert is_settled(ball, 80, arb(2) ** -150) is settled
