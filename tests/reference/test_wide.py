"""Numbers without end of range: each operation against exact fractions."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from flint import arb, ctx

from nnconform.reference import _wide
from nnconform.reference._wide import Wide

pytestmark = pytest.mark.usefixtures("silent")

NUMBERS = [0.0, 5e-324, -1e-310, 0.1, -3.0, 1e154, -1e308, 1.7976931348623157e308]
U = Fraction(1, 2**53)


@pytest.fixture
def silent() -> Iterator[None]:
    """Wide lets infinities come and go; whoever computes with it silences NumPy."""
    with np.errstate(all="ignore"):
        yield


def exactly(x: Wide) -> Fraction:
    return Fraction(float(x.mantissa)) * Fraction(2) ** int(x.exponent)


@pytest.mark.parametrize("a", NUMBERS)
@pytest.mark.parametrize("b", NUMBERS)
def test_each_operation_rounds_once_whatever_the_size(a: float, b: float) -> None:
    x, y = Fraction(a), Fraction(b)
    pairs: list[tuple[Any, Fraction]] = [
        (Wide(a) + b, x + y),
        (Wide(a) - b, x - y),
        (Wide(a) * b * a, x * y * x),
        (abs(Wide(a)), abs(x)),
        *([(Wide(a) / b, x / y)] if b else []),
        (_wide.minimum(Wide(a), Wide(b)), min(x, y)),
        (_wide.positive_part(Wide(a)), max(x, Fraction(0))),
    ]
    for got, want in pairs:
        assert abs(exactly(got) - want) <= 2 * U * abs(want)


def test_value_overflows_and_underflows_only_at_the_end() -> None:
    huge = Wide(np.array([1e308, -1e308, 1e308])) * 1e308
    assert huge.value.tolist() == [np.inf, -np.inf, np.inf]
    assert (huge.sum() / 1e308).value == 1e308
    assert ((Wide(5e-324) * 0.5) * 2.0).value == 5e-324


def test_zeros_do_not_set_the_scale_of_a_sum() -> None:
    tiny = Wide(np.array([0.0, 5e-324])) * 5e-324
    assert exactly(tiny.sum()) == Fraction(5e-324) ** 2


def test_sum_runs_along_the_axis_that_is_asked_for() -> None:
    x = Wide(np.array([[1.0, 2.0], [1e308, 1e308]]))
    assert x.sum(axis=0).value.tolist() == [1e308, 1e308]
    assert x.sum(axis=-1, keepdims=True).value.tolist() == [[3.0], [np.inf]]


def test_zero_weight_silences_infinity_but_not_nan() -> None:
    got = _wide.weigh(np.zeros(3), np.array([np.inf, 1.0, np.nan]))
    np.testing.assert_array_equal(got.value, [0.0, 0.0, np.nan])


def test_exp_and_log1p_go_beyond_the_range() -> None:
    assert exactly(_wide.exp(np.array(-1400.0))) > 0
    assert exactly(_wide.log1p(_wide.exp(np.array(-1400.0)))) > 0


@pytest.mark.parametrize("x", [-1e-3, -0.7, -36.7, -745.1, -1416.123, -1e4, -5e5])
def test_exponentials_keep_their_digits_however_small(x: float) -> None:
    with ctx.workprec(300):
        want = arb(x).exp()
        got = _wide.exp(np.array(x))
        ratio = arb(float(got.mantissa)) * arb(2) ** int(got.exponent) / want
        assert float(abs(ratio - 1).mid()) <= 2 * float(U)


def test_exponential_is_zero_at_minus_infinity_alone() -> None:
    got = _wide.exp(np.array([-np.inf, -1e300, np.nan])).mantissa
    assert got[0] == 0
    assert got[1] > 0
    assert np.isnan(got[2])


@pytest.mark.parametrize("x", [5e-324, 0.1, 2.0, 1e308])
def test_root_of_a_square_is_the_number(x: float) -> None:
    assert (Wide(x) * x).sqrt().value == pytest.approx(x, rel=1e-15)


def test_matrix_product_and_maximum_do_not_overflow_on_their_way() -> None:
    product = Wide(np.array([[1e308, -1e308]])) @ Wide(np.array([[10.0], [9.5]]))
    assert product.value.tolist() == [[5e307]]
    assert _wide.maximum(Wide(1e308) * 10.0, Wide(1e308) * 9.5).exponent > 1024
