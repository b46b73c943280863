"""A sweep measures what brute force measures, and finds what is planted."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from flint import arb

from nnconform.conformance.balls import precision
from nnconform.conformance.formats import FORMATS

from ._sweeps import brute, made, numbers, rounded, space_of, sweep, swept

pytest.importorskip("numba")
HALF, SINGLE = FORMATS["float16"], FORMATS["float32"]


def naive_sigmoid(z: Any) -> Any:
    with np.errstate(all="ignore"):
        return 1 / (1 + np.exp(-z))


def naive_tanh(z: Any) -> Any:
    with np.errstate(all="ignore"):
        wide = np.clip(z.astype(np.float32), -40, 40)
        return ((np.exp(wide) - np.exp(-wide)) / (np.exp(wide) + np.exp(-wide))).astype(z.dtype)


def naive_softplus(z: Any) -> Any:
    with np.errstate(all="ignore"):
        return np.where(z > 9, z, np.log1p(np.exp(np.minimum(z, 9)))).astype(z.dtype)


PLANTED: list[tuple[str, str, Callable[[Any], Any], Callable[[arb], arb]]] = [
    ("sigmoid", "float16", naive_sigmoid, lambda z: 1 / (1 + (-z).exp())),
    ("tanh", "float16", naive_tanh, lambda z: z.tanh()),
    ("tanh", "bfloat16", naive_tanh, lambda z: z.tanh()),
    ("softplus", "float16", naive_softplus, lambda z: z.exp().log1p()),
]


@pytest.mark.parametrize(("identifier", "dtype", "function", "exact"), PLANTED)
def test_a_sweep_of_16_bits_measures_what_brute_force_measures(
    identifier: str, dtype: str, function: Any, exact: Any
) -> None:
    found = sweep(identifier, function, dtype)
    errors, normal = brute(exact, function, FORMATS[dtype])
    x = numbers(FORMATS[dtype])
    worst = errors[x.astype(np.float64) == found.worst_input].max()
    assert found.max_ulp == pytest.approx(errors[normal].max(), rel=1e-5)
    assert worst == pytest.approx(found.max_ulp, rel=1e-5)
    if (~normal).any():
        assert found.subnormal_max_ulp == pytest.approx(errors[~normal].max(), rel=1e-5)
    counted = {name: int((errors > float(name)).sum()) for name in found.above}
    assert found.above == counted
    assert found.space == {"kind": "all", "points": 65536}


def test_the_share_that_is_not_nearest_is_that_of_brute_force() -> None:
    found = sweep("sigmoid", naive_sigmoid, "float16")
    x = numbers(HALF)
    nearest = np.array([float((1 / (1 + (-arb(z)).exp())).mid()) for z in x.tolist()])
    with np.errstate(all="ignore"):
        wrong = naive_sigmoid(x) != nearest.astype(np.float16)
    assert found.not_correctly_rounded == int(wrong.sum())


def planted(identifier: str, at: float, factor: float) -> Any:
    """A right float32 function, but for one input, where the result is off by a factor."""
    sweeper = made(identifier, lambda z: z, "float32")
    right = rounded(sweeper.truth, SINGLE)

    def function(inputs: Any) -> Any:
        x = inputs["z"]
        return np.where(x == np.float32(at), right(x) * np.float32(factor), right(x))

    return replace(sweeper, evaluate=function)


def test_one_wrong_float32_result_among_sixteen_million_is_found() -> None:
    at = float(np.float32(-1.2345678))
    sweeper = planted("tanh", at, 1 + 2.0**-21)
    found = swept(sweeper, [127])  # the binade from 1 to 2, of both signs
    exact = float(arb(at).tanh())
    got = float(np.float32(np.tanh(at)) * np.float32(1 + 2.0**-21))
    assert found.worst_input == at
    assert found.max_ulp == pytest.approx(abs(got - exact) * 2**24, rel=1e-5)
    assert found.not_correctly_rounded == 1
    assert found.above == {"1": 1, "2": 1, "10": 0, "100": 0, "1000": 0}
    assert found.breaks["symmetry"]["count"] == 1
    assert found.breaks["monotonicity"]["count"] == 1


def test_a_right_function_has_no_finding_at_all() -> None:
    sweeper = made("sigmoid", lambda z: z, "float16")
    found = swept(replace(sweeper, evaluate=lambda i: rounded(sweeper.truth, HALF)(i["z"])))
    assert found.max_ulp is not None
    assert found.max_ulp <= 0.5
    assert found.not_correctly_rounded == found.nan == found.flushed == found.overflowed == 0
    assert all(broken["count"] == 0 for broken in found.breaks.values())
    assert found.disagreements["count"] == 0
    assert found.collapses == []


def test_a_filter_that_is_off_changes_no_decision() -> None:
    sweeper = made("sigmoid", naive_sigmoid, "float16")
    right = swept(sweeper)
    function: Any = sweeper.truth.filter
    poor = replace(sweeper.truth, filter=lambda z: function(z) * (1 + 1e-7 * np.sin(1e3 * z)))
    found = swept(replace(sweeper, truth=poor))
    assert found.above == right.above
    assert found.not_correctly_rounded == right.not_correctly_rounded
    assert found.max_ulp == pytest.approx(right.max_ulp, rel=1e-9)
    assert int(str(found.proved["balls"])) > int(str(right.proved["balls"]))


def test_a_bound_that_the_balls_refute_is_widened() -> None:
    sweeper = made("tanh", naive_tanh, "float16")
    function: Any = sweeper.truth.filter
    found = swept(sweeper, [15])
    worst = found.worst_input  # which is not in the sample
    poor = replace(
        sweeper.truth, filter=lambda z: np.where(z == worst, function(z) * 1.01, function(z))
    )
    again = swept(replace(sweeper, truth=poor), [15])
    assert again.proved["refuted"] != 0
    assert again.max_ulp == pytest.approx(found.max_ulp, rel=1e-9)


def test_two_passes_that_differ_are_counted() -> None:
    calls = []

    def moody(z: Any) -> Any:
        calls.append(z.size)
        return np.tanh(z) + (np.float16(0.5) if len(calls) % 2 == 0 else np.float16(0)) * (z == 1)

    found = sweep("tanh", moody, "float16")
    assert found.disagreements == {"count": 1, "first": [1.0]}


@pytest.mark.parametrize(
    ("identifier", "function", "key", "count"),
    [
        ("relu", lambda z: np.where(np.isnan(z), z, np.maximum(z, np.float16(-1))), "range", None),
        ("tanh", lambda z: np.tanh(z) * np.where(z > 0, 1, 1.01).astype(z.dtype), "symmetry", None),
        ("tanh", lambda z: np.where(z == 2, np.tanh(z) * 0, np.tanh(z)), "monotonicity", 1),
    ],
)
def test_what_the_specification_rules_out_is_counted(
    identifier: str, function: Any, key: str, count: int | None
) -> None:
    found = sweep(identifier, lambda z: function(z).astype(z.dtype), "float16").breaks[key]
    assert found["count"] == count if count else int(str(found["count"])) > 1000
    assert found["first"]


def test_not_a_number_where_a_value_is_due_and_the_reverse_are_counted_apart() -> None:
    def function(z: Any) -> Any:
        with np.errstate(invalid="ignore"):
            return np.where(z > 100, z * 0 / 0, np.where(np.isnan(z), 1, np.tanh(z))).astype(
                z.dtype
            )

    found = sweep("tanh", function, "float16")
    assert found.nan == int((numbers(HALF) > 100).sum()) + 1  # infinity too
    assert found.nan_inputs_answered == 2046


def test_results_flushed_to_zero_are_counted_and_are_a_collapse() -> None:
    def function(z: Any) -> Any:
        return np.where(np.abs(z) < HALF.normal, 0, z).astype(z.dtype)

    found = sweep("identity", function, "float16")
    assert found.flushed == 2 * 1023
    assert found.subnormal_max_ulp == 1023
    edge = float(np.nextafter(np.float16(HALF.normal), np.float16(0)))
    assert [round(c[2]) for c in found.collapses] == [1023, 1023]
    assert {abs(end) for low, high, _ in found.collapses for end in (low, high)} >= {edge}


def test_overflow_before_the_formula_overflows_is_counted() -> None:
    found = sweep("identity", lambda z: (z * np.float16(2)) / np.float16(2), "float16")
    assert found.overflowed == int((np.abs(numbers(HALF)) >= 32768).sum())
    assert found.worst_got in (np.inf, -np.inf)


def slope(at_zero: float) -> Any:
    """The slope of relu, with a value of its own at zero."""

    def function(z: Any) -> Any:
        sides = np.where(z > 0, 1, np.where(z < 0, 0, at_zero))
        return np.where(np.isnan(z), z, sides).astype(z.dtype)

    return function


def test_at_a_kink_any_slope_between_conforms_and_is_told() -> None:
    found = sweep("relu", slope(0.5), "float16", quantity="gradient")
    assert found.max_ulp == 0
    assert found.kink_choices["0.0"] == {"taken": 0.5, "allowed": [0.0, 1.0]}


def test_a_slope_outside_the_kink_is_an_error() -> None:
    found = sweep("relu", slope(1.5), "float16", quantity="gradient")
    assert found.above["100"] == 2  # both zeros


def test_the_worst_of_each_binade_is_kept_for_the_picture() -> None:
    found = sweep("sigmoid", naive_sigmoid, "float16")
    xs = [x for x, _ in found.curve]
    assert xs == sorted(xs)
    assert len(found.curve) == 2 * 31  # both signs of each exponent of finite numbers
    assert max(ulp for _, ulp in found.curve) == max(found.max_ulp, found.subnormal_max_ulp)  # type: ignore[type-var]


@pytest.mark.parametrize(("identifier", "quantity"), [("tanh", "value"), ("elu", "gradient")])
def test_float64_is_judged_to_more_digits_than_it_has(identifier: str, quantity: str) -> None:
    points = 2**16 if identifier == "tanh" else 2**13
    right = made(identifier, lambda z: z, "float64", quantity=quantity, points=points)
    index = 1023  # the binade from 1 to 2
    magnitudes = next(iter(space_of(right).chunks(index)))
    at = float(magnitudes.view(np.float64)[magnitudes.size // 2])
    at = at if identifier == "tanh" else -at

    def function(inputs: Any) -> Any:
        z = inputs["z"]
        good = (
            np.tanh(z) if identifier == "tanh" else np.where(z > 0, 1.0, np.exp(np.minimum(z, 0)))
        )
        good = np.where(np.isnan(z), z, good)
        return np.where(z == at, good * (1 + 2.0**-48), good)

    found = swept(replace(right, evaluate=function), [index])
    assert found.worst_input == at
    got = float(function({"z": np.array([at])})[0])
    with precision(200):
        exact = arb(at).tanh() if identifier == "tanh" else arb(at).exp()
        error = float(abs(arb(got) - exact))
    unit = 2.0 ** (np.frexp(got)[1] - 53)
    assert found.max_ulp == pytest.approx(error / unit, rel=1e-5)
    assert found.space["kind"] == "stratified"


def test_a_stratified_set_has_as_many_points_as_asked_for_and_is_the_same_twice() -> None:
    one, two = (space_of(made("tanh", np.tanh, "float64", points=2**18)) for _ in range(2))
    assert one.points >= 2**18
    assert one == two
    for piece in (0, 1023, 2046, 2047):
        for first, second in zip(one.chunks(piece), two.chunks(piece), strict=True):
            assert np.array_equal(first, second)
            assert np.all(np.diff(first.astype(np.int64)) > 0)


def test_the_neighbours_of_a_kink_are_in_a_stratified_set() -> None:
    space = space_of(made("elu", np.tanh, "float64", points=2**18, alpha=0.3))
    near = np.concatenate(list(space.chunks(space.pieces - 1))).view(np.float64)
    assert 0.3 in near
    assert np.nextafter(0.3, 1) in near
    assert 5e-324 in near


def test_small_float64_results_are_measured_in_their_own_unit() -> None:
    right = made("elu", lambda z: z, "float64", quantity="gradient", points=2**15)
    magnitudes = next(iter(space_of(right).chunks(1023 + 9)))  # the binade from 512 to 1024
    at = -float(magnitudes.view(np.float64)[3])  # 704: exp(-704) is below 2**-1000

    def function(inputs: Any) -> Any:
        good = right.truth.filtered(inputs)[0]
        return np.where(inputs["z"] == at, np.nextafter(np.nextafter(good, 1), 1), good)

    found = swept(replace(right, evaluate=function), [1023 + 9])
    assert found.worst_input == at
    assert found.max_ulp == pytest.approx(2, abs=0.5)
    assert found.above["1"] == 1
    assert found.subnormal_max_ulp is not None
    assert found.subnormal_max_ulp <= 0.5
    assert found.collapses == []
