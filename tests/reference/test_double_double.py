"""Numbers of twice the digits: each operation against exact fractions."""

from collections.abc import Iterator
from fractions import Fraction

import mpmath  # type: ignore[import-untyped]
import numpy as np
import pytest

from nnconform.reference._double_double import DoubleDouble

pytestmark = pytest.mark.usefixtures("silent")

NUMBERS = [(0.0, 0.0), (5e-324, 0.0), (0.1, 1e-18), (-3.0, 2e-17), (1e308, 1e291), (1.0, -1e-17)]
U = Fraction(1, 2**102)


@pytest.fixture
def silent() -> Iterator[None]:
    """Infinities come and go; whoever computes with these numbers silences NumPy."""
    with np.errstate(all="ignore"):
        yield


def exactly(x: DoubleDouble) -> Fraction:
    parts = Fraction(float(x.head)) + Fraction(float(x.tail))
    return parts * Fraction(2) ** int(x.exponent)


@pytest.mark.parametrize("a", NUMBERS)
@pytest.mark.parametrize("b", NUMBERS)
def test_operations_lose_a_hundredth_bit_at_most(
    a: tuple[float, float], b: tuple[float, float]
) -> None:
    one, other = DoubleDouble(*a), DoubleDouble(*b)
    x, y = exactly(one), exactly(other)
    pairs = [
        (one + other, x + y),
        (one - other, x - y),
        (one * other, x * y),
        *([(one / other, x / y)] if y else []),
    ]
    for got, want in pairs:
        assert abs(exactly(got) - want) <= U * abs(want)


@pytest.mark.parametrize("x", [0.0, 2.0, 3.0, 5e-324, 1.7e308, 1e-300])
def test_root_has_twice_the_digits(x: float) -> None:
    with mpmath.workprec(400):
        got = exactly(DoubleDouble(x).sqrt())
        want = mpmath.sqrt(mpmath.mpf(x))
        error = abs(mpmath.mpf(got.numerator) / got.denominator - want)
        assert error <= want * mpmath.mpf(2) ** -100


@pytest.mark.parametrize("count", [1, 2, 3, 7, 8])
def test_mean_runs_along_the_first_axis(count: int) -> None:
    x = np.array([[1e308, 0.1], *[[-1e308, 1e-17]] * (count - 1)])
    got = DoubleDouble(x).mean()
    for j in range(2):
        want = sum((Fraction(v) for v in x[:, j].tolist()), Fraction(0)) / count
        assert got.value[j] == float(want)


def test_limits_are_those_of_float64() -> None:
    values = DoubleDouble(np.array([1.0, -1.0, 0.0])) / DoubleDouble(0.0)
    np.testing.assert_array_equal(values.value, [np.inf, -np.inf, np.nan])
    assert np.isnan(DoubleDouble(-1.0).sqrt().value)
