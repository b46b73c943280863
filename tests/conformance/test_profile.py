"""The error over the range, in numbers that fit into a record."""

import numpy as np
import pytest

from nnconform.conformance.balls import Scaled
from nnconform.conformance.compare import Errors, joined, judge
from nnconform.conformance.formats import FORMATS, Floats
from nnconform.conformance.oracle import Exact
from nnconform.conformance.profile import profiled

every = pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
SINGLE = FORMATS["float32"]


def against(got: Floats, due: Floats, dtype: str = "float32") -> Errors:
    hi, none = np.asarray(due, dtype=np.float64), np.zeros(len(due))
    point = Scaled(hi, none, none.astype(np.int64))
    form = FORMATS[dtype]
    exact = Exact(point, point, np.abs(hi) * form.u, 1, none == 0, none == 1)
    return judge(np.asarray(got), exact, form, 1.0)


@every
def test_there_are_at_most_64_stretches_a_sign(form: object) -> None:
    form = FORMATS[getattr(form, "name", "")]
    ladder = np.ldexp(1.0, np.arange(form.emin - form.precision + 1, form.emax + 1))
    x = np.concatenate([-ladder, ladder])
    found = profiled(x, against(np.ones(x.size), np.ones(x.size)), form, exhaustive=False)
    assert found is not None
    places = [place for place, _ in found["curve"]]
    assert 32 < len(places) / 2 <= 64
    assert places == sorted(places)
    assert len([place for place in places if place < 0]) == len(places) / 2


def test_the_worst_of_a_stretch_is_kept_with_its_exact_input() -> None:
    x = np.array([1.0, 1.0000001, 1.5, 64.0, -1.0])
    got = np.ones(5) + np.array([1, 7, 2, 3, 4]) * 2.0**-23
    found = profiled(x, against(got, np.ones(5)), SINGLE, exhaustive=True)
    assert found is not None
    assert found["curve"] == [[-1.0, 4.0], [1.0000001, 7.0], [64.0, 3.0]]
    assert (found["worst"], found["points"], found["exhaustive"]) == ([1.0000001, 7.0], 5, True)


def test_an_error_has_six_digits() -> None:
    x, got = np.array([3.0]), np.array([1 + 2.0**-23 / 3])
    found = profiled(x, against(got, np.ones(1)), SINGLE, exhaustive=True)
    assert found is not None
    assert found["worst"] == [3.0, 0.333333]


def test_subnormal_and_flushed_results_are_apart() -> None:
    x = np.array([1.0, 2.0, 3.0])
    due = np.array([1.0, 2.0**-130, 2.0**-131])
    found = profiled(x, against(np.array([1.0, 0, 2.0**-131]), due), SINGLE, exhaustive=False)
    assert found is not None
    assert found["curve"] == [[1.0, 0.0]]
    assert found["flushed"] == 1
    assert found["subnormal_worst"] == [2.0, 2.0**19]


def test_what_does_not_occur_is_not_mentioned() -> None:
    found = profiled(np.ones(1), against(np.ones(1), np.ones(1)), SINGLE, exhaustive=False)
    assert found is not None
    assert set(found) == {"points", "exhaustive", "curve", "worst"}


def test_where_only_nan_came_there_is_no_profile() -> None:
    errors = against(np.array([np.nan]), np.ones(1))
    assert profiled(np.ones(1), errors, SINGLE, exhaustive=False) is None


def test_errors_of_several_calls_make_one_row() -> None:
    parts = [against(np.array([1.0, 1.5]), np.ones(2)), against(np.array([2.0]), np.ones(1))]
    assert joined(parts).outside.tolist() == [False, True, True]
