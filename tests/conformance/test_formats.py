"""The constants of the formats against NumPy's and ml_dtypes' own, and rounding to a format."""

from typing import Any

import ml_dtypes
import numpy as np
import pytest

from nnconform.conformance.formats import FORMATS, Format

every = pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)


def info(form: Format) -> Any:
    finfo: Any = ml_dtypes.finfo
    return finfo(form.dtype)


def test_there_are_the_four_formats() -> None:
    assert list(FORMATS) == ["float16", "bfloat16", "float32", "float64"]
    assert all(str(form.dtype) == name for name, form in FORMATS.items())


@every
def test_constants_are_those_of_the_dtype(form: Format) -> None:
    known = info(form)
    assert form.precision == known.nmant + 1
    assert (form.emin, form.emax) == (known.minexp, known.maxexp - 1)
    assert form.u == float(known.eps) / 2
    assert form.largest == float(known.max)
    assert form.normal == float(known.tiny)
    assert form.tiny == float(known.smallest_subnormal)


@every
def test_rounding_saturates_and_keeps_signs(form: Format) -> None:
    got = form.round([1e400, -1e400, -0.0, 1.0]).astype(np.float64)
    assert got.tolist() == [form.largest, -form.largest, 0.0, 1.0]
    assert np.signbit(got[2])


@every
def test_rounding_is_to_nearest_even(form: Format) -> None:
    step = 2 * form.u
    got = form.round([1 + step, 1 + 0.5 * step if form.precision < 53 else 1.0, 1 + 1.5 * step])
    if form.precision < 53:
        assert got.astype(np.float64).tolist() == [1 + step, 1.0, 1 + 2 * step]
    assert got.dtype == form.dtype


@every
def test_subnormals_are_kept(form: Format) -> None:
    assert float(form.round(form.tiny)) == form.tiny
