"""The one function that decides closeness, against numbers counted by hand."""

from typing import Any

import numpy as np
import pytest

from nnconform.conformance.balls import Scaled
from nnconform.conformance.compare import Errors, judge
from nnconform.conformance.formats import FORMATS, Format
from nnconform.conformance.oracle import Exact, K

INF, NAN = np.inf, np.nan
every = pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
DOUBLE = FORMATS["float64"]


def exact(
    low: Any,
    form: Format,
    *,
    high: Any = None,
    lo: float = 0.0,
    scale: int = 0,
    terms: int = 1,
    decided: bool = True,
    band: float | None = None,
) -> Exact:
    """The value with the band of a function of condition zero, unless another is given."""
    hi = np.atleast_1d(np.asarray(low, dtype=float))
    top = hi if high is None else np.atleast_1d(np.asarray(high, dtype=float))
    lows, scales = np.full(hi.shape, lo), np.full(hi.shape, scale, dtype=np.int64)
    width = np.abs(hi) * form.u if band is None else np.full(hi.shape, band)
    return Exact(
        Scaled(hi, lows, scales),
        Scaled(top, lows, scales),
        width,
        terms,
        np.full(hi.shape, decided),
        hi != top,
    )


def judged(got: Any, due: Exact, form: Format, largest: float = INF) -> Errors:
    return judge(np.atleast_1d(np.asarray(got)), due, form, largest)


# Exact value, result, error in ULP; s is the distance from 1 to the next number.
ULPS: dict[str, Any] = {
    "exact": (1.0, lambda s: 1.0, 0),
    "next above one": (1.0, lambda s: 1 + s, 1),
    "three above one": (1.0, lambda s: 1 + 3 * s, 3),
    "half a step below one": (1.0, lambda s: 1 - s / 2, 0.5),
    "steps are the same up to two": (1.75, lambda s: 1.75 + 2 * s, 2),
    "steps double at two": (2.0, lambda s: 2 + 4 * s, 2),
    "steps halve below one": (0.75, lambda s: 0.75 + s, 2),
    "negative": (-1.0, lambda s: -1 - 5 * s, 5),
    "wrong sign": (1.0, lambda s: -1.0, None),
    "large": (1024.0, lambda s: 1024 + 1024 * s, 1),
}


@every
@pytest.mark.parametrize("case", ULPS)
def test_ulp_is_counted_in_steps_at_the_exact_value(form: Format, case: str) -> None:
    value, result, steps = ULPS[case]
    step = 2 * form.u
    errors = judged(np.array([result(step)]).astype(form.dtype), exact(value, form), form)
    assert errors.ulp.tolist() == [2 / step if steps is None else steps]


@every
def test_subnormal_steps_are_the_smallest_subnormal(form: Format) -> None:
    errors = judged(form.round([5 * form.tiny]), exact(3 * form.tiny, form), form)
    assert errors.ulp.tolist() == [2]
    assert errors.subnormal.all()


@every
def test_zero_is_measured_in_the_smallest_subnormal(form: Format) -> None:
    assert judged(form.round([4 * form.tiny]), exact(0.0, form), form).ulp.tolist() == [4]


def test_the_digits_beyond_float64_count() -> None:
    errors = judged([1.0], exact(1.0, DOUBLE, lo=DOUBLE.u / 2), DOUBLE)
    assert errors.ulp.tolist() == [0.25]


@every
def test_the_band_ends_at_k_times_itself(form: Format) -> None:
    due = exact([1.0, 1.0], form)
    errors = judged([1 + K * form.u, 1 + (K + 2) * form.u], due, form)
    assert errors.outside.tolist() == [False, True]
    assert abs(errors.ratio[1] - (K + 2)) < 2.0**-5  # less the smallest subnormal of the format


@every
def test_the_band_grows_with_the_terms_of_a_sum(form: Format) -> None:
    got = [1 + 12 * form.u]
    assert judged(got, exact(1.0, form), form).outside.all()
    assert not judged(got, exact(1.0, form, terms=2), form).outside.any()


@every
def test_one_smallest_subnormal_is_always_allowed(form: Format) -> None:
    due = exact([0.0, 0.0, form.tiny], form)
    errors = judged(form.round([form.tiny, 2 * form.tiny, 0.0]), due, form)
    assert errors.outside.tolist() == [False, True, False]


@every
def test_nan_is_never_right(form: Format) -> None:
    errors = judged(np.array([NAN]).astype(form.dtype), exact(1.0, form), form)
    assert errors.outside.all()
    assert np.isnan(errors.ulp).all()
    assert errors.nonfinite.all()


def test_nan_is_outside_even_where_the_exact_value_is_infinite() -> None:
    errors = judged([NAN, NAN], exact([INF, -INF], DOUBLE), DOUBLE)
    assert errors.outside.all()
    assert errors.nonfinite.all()


def test_an_exact_value_that_is_nan_decides_nothing() -> None:
    assert not judged([1.0], exact(NAN, DOUBLE), DOUBLE).outside.any()
    assert not judged([1.0], exact(2.0, DOUBLE, decided=False), DOUBLE).outside.any()


# Exact value, result, whether it is outside; t is the largest finite number.
INFINITIES: dict[str, tuple[float, Any, bool]] = {
    "inf is inf": (INF, lambda t: INF, False),
    "-inf is -inf": (-INF, lambda t: -INF, False),
    "-inf is not inf": (INF, lambda t: -INF, True),
    "inf is not -inf": (-INF, lambda t: INF, True),
    "a number is not inf": (INF, lambda t: 1.0, True),
    "inf is not a number": (1.0, lambda t: INF, True),
    "zero is not inf": (INF, lambda t: 0.0, True),
}


@every
@pytest.mark.parametrize("case", INFINITIES)
def test_infinities_of_both_signs(form: Format, case: str) -> None:
    value, result, outside = INFINITIES[case]
    band = 0.0 if np.isinf(value) else form.u
    got = np.array([result(form.largest)]).astype(form.dtype)
    assert judged(got, exact(value, form, band=band), form).outside.tolist() == [outside]


@every
def test_overflow_stands_one_step_above_the_largest_number(form: Format) -> None:
    got = np.array([INF, form.largest]).astype(form.dtype)
    top = form.largest / 2.0**form.emax / 2  # as the oracle gives numbers of this size
    errors = judged(got, exact([top, top], form, scale=form.emax + 1), form)
    assert errors.ulp.tolist() == [1, 0]


@every
def test_an_exact_value_beyond_the_format_wants_an_infinity(form: Format) -> None:
    due = exact([0.5, -0.5], form, scale=form.emax + 900)
    errors = judged(np.array([INF, -INF]).astype(form.dtype), due, form)
    assert not errors.outside.any()
    assert not errors.nonfinite.any()


@every
@pytest.mark.parametrize("result", [0.0, 1.0, -INF])
def test_where_the_exact_value_overflows_anything_else_is_outside(
    form: Format, result: float
) -> None:
    due = exact(0.5, form, scale=form.emax + 900)
    assert judged(np.array([result]).astype(form.dtype), due, form).outside.all()


@every
def test_not_finite_is_said_where_the_value_is_representable(form: Format) -> None:
    errors = judged(np.array([INF]).astype(form.dtype), exact(form.largest / 2, form), form)
    assert errors.nonfinite.all()
    assert errors.outside.all()


@every
def test_flushed_is_a_zero_where_a_subnormal_is_due(form: Format) -> None:
    due = exact([form.normal / 2, form.normal / 2, 0.0, form.normal], form)
    got = form.round([0.0, form.normal / 2, 0.0, 0.0])
    assert judged(got, due, form).flushed.tolist() == [True, False, False, False]


@every
def test_small_is_below_half_the_digits_of_the_largest_value(form: Format) -> None:
    half = np.sqrt(form.u)
    errors = judged([0.0, 0.0], exact([half / 2, half * 2], form), form, largest=1.0)
    assert errors.small.tolist() == [True, False]


@every
def test_absolute_is_within_k_u_of_the_largest_value(form: Format) -> None:
    value = 2.0 ** -(form.precision // 2)
    got = [value + K * form.u, value + 2 * K * form.u]
    errors = judged(got, exact([value, value], form), form, largest=1.0)
    assert errors.absolute.tolist() == [True, False]
    assert errors.outside.all()


def test_nothing_is_absolutely_accurate_where_the_function_is_unbounded() -> None:
    assert not judged([1.0], exact(2.0, DOUBLE), DOUBLE, largest=INF).absolute.any()


def test_any_value_between_the_ends_is_allowed() -> None:
    due = exact([0.0] * 4, DOUBLE, high=[1.0] * 4, band=DOUBLE.u)
    errors = judged([0.0, 0.5, 1.0, 1.5], due, DOUBLE)
    assert errors.outside.tolist() == [False, False, False, True]
    assert judged([-0.5], exact(0.0, DOUBLE, high=1.0, band=DOUBLE.u), DOUBLE).outside.all()


def test_on_ordinary_inputs_half_the_digits_make_another_formula() -> None:
    close, far = 1 + 2.0**-30, 1 + 2.0**-20
    errors = judged([close, far, NAN], exact([1.0] * 3, DOUBLE), DOUBLE, largest=1.0)
    assert errors.wrong(DOUBLE, ordinary=True).tolist() == [False, True, True]


def test_on_extreme_inputs_what_is_not_finite_or_small_is_badly_computed() -> None:
    due = exact([1.0, 1e-12, 1e-12, 1.0, 0.5], DOUBLE)
    errors = judged([INF, 1e-10, 1e-3, NAN, 0.75], due, DOUBLE, largest=1.0)
    assert errors.wrong(DOUBLE, ordinary=False).tolist() == [False, False, True, False, True]
