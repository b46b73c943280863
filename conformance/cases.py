"""The inputs that every implementation of a formula faces: the same for all, from the seed alone.

Hypothesis draws the structure of an example (shapes, hyperparameters, which points); the points
themselves are filled in by the thousand.
"""

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Self

import numpy as np

from nnconform.conformance import domains
from nnconform.conformance.drawing import from_seed
from nnconform.conformance.formats import Array, Floats, Format
from nnconform.conformance.oracle import Exact, gradients, values
from nnconform.spec import Formula, Rule, load

# Few shapes, so that frameworks which compile once a shape do it rarely: batch -> row length.
_ROWS = {1: 3, 5: 3, 16: 3}
# The shape that stands for a batch size where a formula works on each element alone.
_SHAPES = {1: (1,), 5: (5, 3), 16: (400,)}
CHUNK = 400
BLOCK = 5
_SAMPLES = 45  # nine blocks
_BOUNDED = frozenset({"probability", "unit", "distribution"})
_DISCRETE = frozenset({"binary", "sign", "label", "one_hot"})


@dataclass(frozen=True, repr=False)
class Case:
    """The inputs and parameters of one call, and the oracle's answers, each computed once.

    Attributes:
        inputs: arrays in the format's dtype (int64 for labels), in call order.
        parameters: the keyword arguments.
    """

    formula: Formula
    form: Format
    inputs: Mapping[str, Any]
    parameters: Mapping[str, Any]
    _known: dict[Any, Exact] = field(default_factory=dict, repr=False, compare=False)

    def exact(self, rule: Rule, *, reduced: bool = True) -> Exact:
        """What ``rule`` allows as the result: reduced, or a value for each kernel element."""
        found: Exact = self._once(
            (rule.key, reduced),
            lambda: self._shaped(
                values(
                    self.formula, rule, self._points(), self.parameters, self.form, reduced=reduced
                )
            ),
        )
        return found

    def gradient(self, rule: Rule, name: str, cotangent: Floats | None) -> Exact:
        """What ``rule`` allows as the gradient in the input ``name``."""
        found: Exact = self._once(
            (rule.key, "gradient", name, None if cotangent is None else cotangent.tobytes()),
            lambda: gradients(
                self.formula, rule, self.inputs, self.parameters, self.form, name, cotangent
            ),
        )
        return found

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the inputs that are no scalars."""
        return next(a.shape for n, a in self.inputs.items() if self.formula.inputs[n].shape != "")

    def anew(
        self,
        inputs: Mapping[str, Any] | None = None,
        parameters: Mapping[str, Any] | None = None,
    ) -> Self:
        """The case with some inputs, or all parameters, replaced; nothing is known of it yet."""
        return replace(
            self,
            inputs={**self.inputs, **(inputs or {})},
            parameters=self.parameters if parameters is None else parameters,
            _known={},
        )

    def copies(self) -> list[Any]:
        """The inputs in call order, for an implementation to keep or to change."""
        return [copied(given) for given in self.inputs.values()]

    def part(self, start: int, stop: int) -> list[Array]:
        """The inputs of some of the samples."""
        return [
            a.copy() if self.formula.inputs[n].shape == "" else a[start:stop].copy()
            for n, a in self.inputs.items()
        ]

    def _once(self, key: Any, compute: Callable[[], Any]) -> Any:
        if key not in self._known:
            self._known[key] = compute()
        return self._known[key]

    def _points(self) -> Mapping[str, Array]:
        if not self._ravelled:
            return self.inputs
        return {
            n: a if self.formula.inputs[n].shape == "" else a.reshape(-1)
            for n, a in self.inputs.items()
        }

    @property
    def _ravelled(self) -> bool:
        return self.formula.elementwise and len(self.shape) != 1

    def _shaped(self, exact: Exact) -> Exact:
        if not self._ravelled or exact.band.ndim == 0:
            return exact
        return exact.reshape(self.shape)


def copied(given: Any) -> Any:
    """A copy of an array, or of each array of a tuple."""
    if isinstance(given, tuple):
        return tuple(copied(each) for each in given)
    return np.array(given)


def random(formula: Formula, seed: int, purpose: str) -> np.random.Generator:
    """A generator that depends on the seed, the formula and the purpose alone."""
    return np.random.default_rng([seed, zlib.crc32(f"{formula.id}/{purpose}".encode())])


def as_input(formula: Formula, name: str, value: Any) -> Array:
    """Numbers or nested lists as an input: integers for labels, a batch axis where one lacks."""
    given = formula.inputs[name]
    kind = np.int64 if given.domain == "label" else np.float64
    rank = 0 if given.shape == "" else max(1, len(given.shape.split()))
    array = np.array(value, dtype=np.float64).astype(kind)
    return array.reshape((1,) * max(rank - array.ndim, 0) + array.shape)


def rounded(formula: Formula, drawn: Mapping[str, Array], form: Format) -> dict[str, Array]:
    """Inputs in the format's dtype; labels stay integers."""
    return {n: a if a.dtype.kind in "iu" else form.round(a) for n, a in drawn.items()}


def meant(wide: Floats, form: Format) -> Array:
    """Numbers in the format; rounding saturates, but infinities are meant as they are."""
    rounded = form.round(wide)
    return np.where(np.isfinite(wide), rounded, wide).astype(rounded.dtype)


def defaults(formula: Formula) -> dict[str, Any]:
    """The default of every parameter and choice."""
    return dict(formula.defaults)


def sizes(formula: Formula, batch: int, row: int) -> dict[str, tuple[int, ...]]:
    """The shape of every input for a batch size and a row length; elementwise ones are flat."""
    return {
        name: () if given.shape == "" else (batch, *(row for _ in given.shape.split()[1:]))
        for name, given in formula.inputs.items()
    }


def shapes(formula: Formula, batch: int) -> dict[str, tuple[int, ...]]:
    """The shape of every input for a batch size, at the row length that goes with it."""
    if single_array(formula) is None:
        return sizes(formula, batch, _ROWS[batch])
    return {n: () if given.shape == "" else _SHAPES[batch] for n, given in formula.inputs.items()}


def draw(
    formula: Formula,
    shapes: Mapping[str, tuple[int, ...]],
    rng: np.random.Generator,
    fill: Callable[..., Array] = domains.ordinary,
) -> dict[str, Array]:
    """Fill the shapes with values of each input's domain."""
    classes = max((s[-1] for s in shapes.values() if len(s) > 1), default=2)
    return {
        name: domains.labels(shapes[name], classes, rng)
        if given.domain == "label"
        else fill(given.domain, shapes[name], rng)
        for name, given in formula.inputs.items()
    }


def rows_of(case: Case, rows: Array) -> Case:
    """The case of some of the samples."""
    inputs = {
        n: a if case.formula.inputs[n].shape == "" else a[rows] for n, a in case.inputs.items()
    }
    return case.anew(inputs)


Layout = tuple[int, dict[str, float], int]


@lru_cache(maxsize=64)
def layouts(identifier: str, seed: int, examples: int) -> tuple[Layout, ...]:
    """What Hypothesis draws for each example: batch, parameters, seed of the points."""
    return from_seed(lambda: _layout(load(identifier)), seed, examples)


def _layout(formula: Formula) -> Any:
    from hypothesis import strategies as st

    parameters = st.fixed_dictionaries(
        {name: _parameter(given.domain) for name, given in formula.parameters.items()}
    )
    return st.tuples(st.sampled_from(tuple(_ROWS)), parameters, st.integers(0, 2**32 - 1))


def _parameter(domain: str) -> Any:
    from hypothesis import strategies as st

    low, high = {"unit": (0.0, 1.0), "nonnegative": (0.0, 4.0), "real": (-4.0, 4.0)}.get(
        domain, (0.25, 4.0)
    )
    return st.floats(low, high, width=16)


@lru_cache(maxsize=256)
def value_cases(identifier: str, form: Format, seed: int, examples: int) -> tuple[Case, ...]:
    """Ordinary inputs in every batch size, with default and with drawn hyperparameters."""
    formula = load(identifier)
    first = [(batch, defaults(formula), batch) for batch in _ROWS]
    rng = random(formula, seed, "simple")
    simple = draw(formula, shapes(formula, 5), rng, domains.simple)
    cases = [Case(formula, form, rounded(formula, simple, form), defaults(formula))]
    for batch, parameters, points in (*first, *layouts(identifier, seed, examples)):
        rng = random(formula, seed + points, "value")
        inputs = rounded(formula, draw(formula, shapes(formula, batch), rng), form)
        cases.append(Case(formula, form, inputs, exactly(parameters, form)))
    return (*cases[1:], cases[0])


def exactly(parameters: Mapping[str, Any], form: Format) -> dict[str, Any]:
    """Parameters as the format holds them; counts, flags and choices stay as they are."""
    return {
        name: float(form.round(value)) if isinstance(value, float) else value
        for name, value in parameters.items()
    }


@lru_cache(maxsize=256)
def spread_case(identifier: str, form: Format, seed: int) -> Case:
    """Points over the whole useful range of every input."""
    formula = load(identifier)
    rng = random(formula, seed, "spread")
    single = single_array(formula)
    if single is not None:
        points = domains.spread(formula.inputs[single].domain, 3 * CHUNK, form, rng)
        drawn = {single: np.resize(points, 3 * CHUNK)}
        drawn |= {
            n: domains.ordinary(g.domain, (), rng) for n, g in formula.inputs.items() if n != single
        }
    else:
        drawn = _mixed(formula, _SAMPLES, form, rng)
    return Case(formula, form, rounded(formula, drawn, form), defaults(formula))


def single_array(formula: Formula) -> str | None:
    """The only array input of an elementwise formula that returns every element."""
    arrays = [name for name, given in formula.inputs.items() if given.shape != ""]
    whole = formula.rule.reduction == "none" and formula.elementwise
    return arrays[0] if whole and len(arrays) == 1 else None


def _mixed(
    formula: Formula, samples: int, form: Format, rng: np.random.Generator
) -> dict[str, Array]:
    """Each input takes values of its whole range in some samples, and ordinary ones in others."""
    drawn = draw(formula, sizes(formula, samples, 3), rng)
    for name, given in formula.inputs.items():
        if given.domain in _DISCRETE or given.shape == "":
            continue
        pool = domains.spread(given.domain, 240, form, rng)
        rows = np.flatnonzero(rng.random(samples) < 0.6)
        _plant(formula, drawn, name, rows, rng.choice(pool, size=rows.size), rng)
        if given.domain == "embedding":
            break
    same = [n for n, g in formula.inputs.items() if g.domain == "real" and drawn[n].ndim == 1]
    for name in same[1:]:  # neighbours and equals, where differences cancel
        close = np.flatnonzero(rng.random(samples) < 0.15)
        drawn[name][close] = drawn[same[0]][close] * (1 + form.u * rng.integers(-4, 5, close.size))
    return drawn


def _plant(
    formula: Formula,
    drawn: dict[str, Array],
    name: str,
    rows: Array,
    picked: Floats,
    rng: np.random.Generator,
) -> None:
    """Put one picked value into each of some rows; the rest of a distribution makes up for it."""
    domain, array = formula.inputs[name].domain, drawn[name]
    if domain == "embedding":
        for other, given in formula.inputs.items():
            if given.domain == "embedding":
                with np.errstate(over="ignore"):  # rounding saturates
                    drawn[other][rows] *= picked[:, None]
        return
    if array.ndim == 1:
        array[rows] = picked
        return
    columns = rng.integers(0, array.shape[1], size=rows.size)
    if domain == "distribution":
        array[rows] *= (1 - picked)[:, None] / (1 - array[rows, columns])[:, None]
    array[rows, columns] = picked


@lru_cache(maxsize=256)
def extreme_case(identifier: str, form: Format, seed: int) -> Case:
    """Every extreme finite value of every input, the other inputs being ordinary."""
    formula = load(identifier)
    rng = random(formula, seed, "extremes")
    single = single_array(formula)
    limit = CHUNK if single else 6 * BLOCK
    blocks = []
    for name, given in formula.inputs.items():
        pool = domains.extremes(given.domain, form)
        if not pool.size or given.shape == "":
            continue
        if pool.size > limit:
            pool = pool[np.unique(np.linspace(0, pool.size - 1, limit).astype(int))]
        else:
            pool = np.resize(pool, limit)  # one size, so that it compiles once
        block = draw(formula, sizes(formula, pool.size, 3), rng)
        _plant(formula, block, name, np.arange(pool.size), pool, rng)
        blocks.append(block)
        if given.domain == "embedding":
            break
    drawn = {
        n: blocks[0][n] if g.shape == "" else np.concatenate([b[n] for b in blocks])
        for n, g in formula.inputs.items()
    }
    return Case(formula, form, rounded(formula, drawn, form), defaults(formula))


@lru_cache(maxsize=256)
def property_case(identifier: str, form: Format, seed: int, batch: int) -> Case:
    """Small dyadic numbers, on which sums, negations and doubles of inputs are exact."""
    formula = load(identifier)
    rng = random(formula, seed, f"properties {batch}")
    inputs = rounded(formula, draw(formula, shapes(formula, batch), rng, domains.nice), form)
    return Case(formula, form, inputs, defaults(formula))


def at_limit(formula: Formula, form: Format, name: str, value: float, seed: int) -> Case:
    """Ordinary samples with one input (or one entry of its row) at a special value."""
    rng = random(formula, seed, f"limit {name} {value}")
    inputs = rounded(formula, draw(formula, shapes(formula, 5), rng), form)
    array = inputs[name].copy()
    if len(formula.inputs[name].shape.split()) > 1:
        array[np.arange(len(array)), np.arange(len(array)) % array.shape[1]] = value
    else:
        array[...] = value
    return Case(formula, form, {**inputs, name: array}, defaults(formula))
