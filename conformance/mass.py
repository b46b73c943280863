"""Mass checks: every input of a 16-bit format, or 65,536 of float32, value and slope.

The filter of :mod:`nnconform.conformance.filtering` judges them all; the balls confirm the worst,
and a sample of the rest.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nnconform.conformance import cases
from nnconform.conformance.assess import fitted
from nnconform.conformance.cases import CHUNK, Case
from nnconform.conformance.compare import Errors, Mask, judge
from nnconform.conformance.filtering import GRADIENT, VALUE, allowed
from nnconform.conformance.formats import Array, Floats, Format
from nnconform.conformance.oracle import Exact
from nnconform.conformance.slopes import slopes
from nnconform.conformance.subject import CallFailed, Subject
from nnconform.spec import Formula, load

_BITS_16 = 2**16
_POINTS = 2**16


@dataclass(frozen=True, slots=True)
class Measured:
    """What came for each input, and how far it is from what is allowed."""

    got: Array
    errors: Errors


@dataclass(frozen=True, slots=True)
class Sweep:
    """What one evaluation of all inputs gave: three checks read it.

    Attributes:
        case: the inputs.
        exhaustive: they are every finite number of the format.
        measured: by quantity; the gradient where the target offers a right one.
    """

    case: Case
    exhaustive: bool
    measured: Mapping[str, Measured]

    @property
    def x(self) -> Floats:
        """The inputs as float64."""
        return np.asarray(
            self.case.inputs[cases.single_array(self.case.formula) or ""].astype(np.float64)
        )


def applies(formula: Formula, form: Format) -> bool:
    """Whether there is one array input, in a format narrower than float64."""
    return form.name != "float64" and cases.single_array(formula) is not None


def is_exhaustive(form: Format) -> bool:
    """Whether a sweep sees every finite number of the format."""
    return form.dtype.itemsize == 2


def measure(subject: Subject, seed: int, quantity: str, largest: float) -> Measured:
    """Put every input to the implementation and judge what comes.

    Args:
        quantity: the value, or the gradient in the only array.
        largest: the largest magnitude that the quantity takes.

    Raises:
        CallFailed, NotOffered: as the calls of the subject.
    """
    case, exact = _allowed(subject.formula.id, subject.form, seed, quantity)
    got = _RESULTS[quantity](subject, case)
    return Measured(got, judge(got, exact, subject.form, largest))


def _values(subject: Subject, case: Case) -> Array:
    return subject.samples(_filled(case), subject.formula.rule)[: case.shape[0]]


def _slopes(subject: Subject, case: Case) -> Array:
    name = cases.single_array(subject.formula) or ""
    parts = []
    for part in _chunks(_filled(case), name):
        (given,) = slopes(subject, part, [name], None)
        found = fitted(given, part.shape)
        if found is None:
            raise CallFailed(f"returned a gradient of shape {given.shape} for {CHUNK} samples")
        parts.append(found)
    return np.concatenate(parts)[: case.shape[0]]


_RESULTS: Mapping[str, Callable[[Subject, Case], Array]] = {VALUE: _values, GRADIENT: _slopes}


def _filled(case: Case) -> Case:
    """The case filled up to whole calls, for a framework compiles once a size."""
    return cases.rows_of(
        case, np.resize(np.arange(case.shape[0]), -(-case.shape[0] // CHUNK) * CHUNK)
    )


def _chunks(case: Case, name: str) -> Iterator[Case]:
    for start in range(0, case.shape[0], CHUNK):
        yield cases.rows_of(case, np.arange(start, start + CHUNK))


@lru_cache(maxsize=8)
def _allowed(identifier: str, form: Format, seed: int, quantity: str) -> tuple[Case, Exact]:
    case = swept_case(identifier, form, seed)
    return case, allowed(case, quantity)


@lru_cache(maxsize=8)
def swept_case(identifier: str, form: Format, seed: int) -> Case:
    """All finite numbers of a 16-bit format; of float32 a random one in each of 65,536 strata."""
    formula = load(identifier)
    name = cases.single_array(formula) or ""
    rng = cases.random(formula, seed, "mass")
    x = _inputs(formula.inputs[name].domain, form, rng)
    ordinary = cases.draw(formula, cases.sizes(formula, 1, 3), rng)
    inputs = cases.rounded(formula, {**ordinary, name: x}, form)
    return Case(formula, form, {**inputs, name: x.astype(form.dtype)}, cases.defaults(formula))


def _inputs(domain: str, form: Format, rng: np.random.Generator) -> Floats:
    if is_exhaustive(form):
        bits = np.arange(_BITS_16, dtype=np.uint16).view(form.dtype)
    else:
        strata = np.arange(_POINTS, dtype=np.uint64) * (2**32 // _POINTS)
        jitter = rng.integers(0, 2**32 // _POINTS, size=_POINTS, dtype=np.uint64)
        bits = (strata + jitter).astype(np.uint32).view(np.float32)
    with np.errstate(invalid="ignore"):
        values = bits.astype(np.float64)
    return np.asarray(values[np.isfinite(values) & ((values >= 0) | (domain == "real"))])


def suspects(sweep: Sweep, quantity: str, where: Mask, seed: int) -> Array:
    """Rows for the balls: the worst of each kind, the first ones, and a sample for an audit."""
    errors, form = sweep.measured[quantity].errors, sweep.case.form
    size, pool = np.abs(sweep.x), np.flatnonzero(where)
    normal = where & ~errors.subnormal & ~np.isnan(errors.ulp)
    chosen: list[Array] = [
        _least(-errors.ratio, errors.decided & where),
        _least(-errors.ulp, normal),
        _least(size, errors.outside & where),
        _least(size, errors.halved(form) & where),
        _least(size, errors.outside & errors.nonfinite & where),
        _least(size, errors.outside & errors.flushed & where),
        cases.random(sweep.case.formula, seed, f"audit {quantity}").choice(pool, CHUNK)
        if pool.size
        else pool,
    ]
    rows = np.array(list(dict.fromkeys(np.concatenate(chosen).tolist())), dtype=np.int64)
    return rows[:CHUNK]


def _least(values: Floats, among: Mask) -> Array:
    """The rows of the smallest values; of those that are equal, some."""
    rows, count = np.flatnonzero(among), CHUNK // 8
    if rows.size <= count:
        return rows
    return np.asarray(rows[np.argpartition(values[rows], count)[:count]])
