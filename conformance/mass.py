"""Mass checks: the float64 reference as a filter in front of the balls.

For formats narrower than float64 the reference's own error is about 2**-29 of an ULP, so it
decides nearly every point; the balls confirm the worst of them, and a sample of the rest.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

import nnconform.reference
from nnconform.conformance import cases
from nnconform.conformance.balls import Scaled
from nnconform.conformance.cases import CHUNK, Case
from nnconform.conformance.compare import Errors, judge
from nnconform.conformance.formats import Array, Floats, Format
from nnconform.conformance.oracle import Exact, K
from nnconform.conformance.subject import Subject
from nnconform.spec import Formula, load

_BITS_16 = 2**16
_POINTS = 2**16


@dataclass(frozen=True, slots=True)
class Mass:
    """What the filter saw.

    Attributes:
        points: how many inputs were put to the implementation.
        outside: how many results the filter finds outside the band.
        suspects: a case of ``CHUNK`` inputs for the balls: the worst, where it starts, a sample.
    """

    points: int
    outside: int
    suspects: Case


def applies(formula: Formula, form: Format) -> bool:
    """Whether there is one array input, a narrower format, and a reference to filter with."""
    return (
        form.name != "float64"
        and cases.single_array(formula) is not None
        and (getattr(nnconform.reference, formula.id, None) is not None)
    )


def sweep(subject: Subject, seed: int, largest: float) -> Mass:
    """Put every input of a 16-bit format, or 65,536 of float32, to the implementation.

    Raises:
        CallFailed, NotOffered: as the calls of the subject.
    """
    formula, form = subject.formula, subject.form
    case, exact = _filter(formula.id, form, seed)
    got = subject.samples(case, formula.rule)
    errors = judge(got, exact, form, largest)
    return Mass(len(got), int(errors.outside.sum()), _suspects(case, errors, seed))


@lru_cache(maxsize=32)
def _filter(identifier: str, form: Format, seed: int) -> tuple[Case, Exact]:
    """The inputs, and what the float64 reference allows for them."""
    formula = load(identifier)
    name = cases.single_array(formula) or ""
    rng = cases.random(formula, seed, "mass")
    x = _inputs(formula.inputs[name].domain, form, rng)
    ordinary = cases.draw(formula, cases.sizes(formula, 1, 3), rng)
    inputs = cases.rounded(formula, {**ordinary, name: x}, form)
    case = Case(formula, form, {**inputs, name: x.astype(form.dtype)}, cases.defaults(formula))
    return case, _allowed(case, name)


def _inputs(domain: str, form: Format, rng: np.random.Generator) -> Floats:
    """All finite numbers of a 16-bit format; of float32 a random one in each of 65,536 strata."""
    if form.dtype.itemsize == 2:
        bits = np.arange(_BITS_16, dtype=np.uint16).view(form.dtype)
    else:
        strata = np.arange(_POINTS, dtype=np.uint64) * (2**32 // _POINTS)
        jitter = rng.integers(0, 2**32 // _POINTS, size=_POINTS, dtype=np.uint64)
        bits = (strata + jitter).astype(np.uint32).view(np.float32)
    with np.errstate(invalid="ignore"):
        values = bits.astype(np.float64)
    values = values[np.isfinite(values) & ((values >= 0) | (domain == "real"))]
    return np.resize(values, -(-values.size // CHUNK) * CHUNK)


def _allowed(case: Case, name: str) -> Exact:
    """The reference's value, and the band from how far it moves when the input moves by k*u."""
    function = _reference(case, name)
    x = case.inputs[name].astype(np.float64)
    step = K * case.form.u
    f = function(x)
    with np.errstate(all="ignore"):
        change = np.maximum(
            np.abs(function(x * (1 + step)) - f), np.abs(function(x * (1 - step)) - f)
        )
        change = np.where(np.isfinite(change), change, 0.0)
        band = np.abs(f) * case.form.u + change / K
    nothing = np.zeros(f.shape)
    value = Scaled(f, nothing, nothing.astype(np.int64))
    return Exact(value, value, band, 1, np.isfinite(f), nothing.astype(bool))


def _reference(case: Case, name: str) -> Callable[[Floats], Floats]:
    function: Callable[..., Any] = getattr(nnconform.reference, case.formula.id)
    others = {n: a.astype(np.float64) for n, a in case.inputs.items() if n != name}

    def call(x: Floats) -> Floats:
        given = [x if n == name else others[n] for n in case.formula.inputs]
        return np.asarray(function(*given, **case.parameters), dtype=np.float64)

    return call


def _suspects(case: Case, errors: Errors, seed: int) -> Case:
    """The worst points of each kind, the first ones, and a sample that audits the filter."""
    name = cases.single_array(case.formula) or ""
    x = case.inputs[name].astype(np.float64)
    ratio = np.where(errors.decided, errors.ratio, -1.0)
    normal = np.where(errors.subnormal | np.isnan(errors.ulp), -1.0, errors.ulp)
    outside = np.flatnonzero(errors.outside)
    part = CHUNK // 4
    chosen: list[Array] = [
        np.argsort(-ratio, kind="stable")[:part],
        np.argsort(-normal, kind="stable")[:part],
        outside[np.argsort(np.abs(x[outside]), kind="stable")][:part],
        cases.random(case.formula, seed, "audit").integers(0, x.size, CHUNK),
    ]
    rows = np.concatenate(chosen)[:CHUNK]
    return Case(
        case.formula, case.form, {**case.inputs, name: case.inputs[name][rows]}, case.parameters
    )
