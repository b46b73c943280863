"""The points at which a claim is tried: fixed simple and extreme ones, and random ones."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import islice, product
from random import Random
from typing import Any

import numpy as np
from hypothesis import strategies as st

from nnconform.spec import Claim, ClaimInput

Point = dict[str, Any]
# By domain: simple values first, which is what counterexamples are reduced to.
_SIMPLE: Mapping[str, tuple[float, ...]] = {
    "real": (0, 1, -1, 2, -2, 0.5, -0.5, 3, -3, 0.25, -0.25, 10, -10, 100, -100, 1000, -1000),
    "positive": (1, 2, 0.5, 3, 4, 0.25, 10, 100, 1000, 2.0**-5, 2.0**-8, 2.0**-20),
    "nonnegative": (0, 1, 2, 0.5, 3, 4, 0.25, 10, 100, 1000, 2.0**-5, 2.0**-8, 2.0**-20),
    "probability": (0.5, 0.25, 0.75, 0.125, 0.875, 2.0**-10, 1 - 2.0**-10),
    "unit": (0, 1, 0.5, 0.25, 0.75, 2.0**-10, 1 - 2.0**-10),
    "binary": (0, 1),
    "sign": (1, -1),
    "integer": (0, 1, -1, 2, -2, 3, -3),
    "label": (0, 1, 2, 3),
    "count": (1, 2, 3, 4, 5, 6),
    "distribution": (1,),
}
_WHOLE = frozenset({"integer", "label", "count"})
_INDEXING = frozenset({"label", "count"})
_LIMITS: Mapping[str, tuple[float, float]] = {
    "real": (-1e4, 1e4),
    "positive": (2.0**-30, 1e4),
    "nonnegative": (0, 1e4),
    "probability": (2.0**-20, 1 - 2.0**-20),
    "unit": (0, 1),
    "integer": (-8, 8),
    "label": (0, 3),
    "count": (1, 6),
}
_SIZES = (1, 2, 3)
_FIXED, _A_AXIS = 120, 2
_PARTS = 256


def axes(shape: str) -> list[list[str]]:
    """The axes of each array of a shape; a list of arrays is written in brackets."""
    return [part.split() for part in shape.strip("[]").split(",")]


def arrays(given: ClaimInput, sizes: Mapping[str, int]) -> list[tuple[int, ...]]:
    """The shapes of the arrays of an input."""
    return [tuple(int(a) if a.isdigit() else sizes[a] for a in part) for part in axes(given.shape)]


def named_axes(claim: Claim) -> list[str]:
    """The axes that may have any size, in their order."""
    found = (a for each in claim.file.inputs.values() for part in axes(each.shape) for a in part)
    return [axis for axis in dict.fromkeys(found) if not axis.isdigit()]


def constants(claim: Claim) -> Point:
    """The constants of a claim as arrays: of integers where all of them are whole."""
    found = {}
    for name, written in claim.file.constants.items():
        array = np.array(written, dtype=object)
        values = np.array([Fraction(text) for text in array.ravel()], dtype=object)
        whole = all(value.denominator == 1 for value in values)
        found[name] = values.astype(np.int64 if whole else np.float64).reshape(array.shape)
    return found


def fixed_points(claim: Claim, rng: Random, share: int = 1) -> Iterator[Point]:
    """Points whose inputs are filled with one simple or extreme value each."""
    most = _FIXED // share
    sizes = dict.fromkeys(named_axes(claim), _A_AXIS)
    inputs = claim.file.inputs
    values = {name: [v for v in _SIMPLE[g.domain] if _inside(v, g)] or [_bounds(g)[0]]
              for name, g in inputs.items()}  # fmt: skip
    combinations = list(islice(product(*values.values()), 50_000))
    if len(combinations) > most:
        combinations = combinations[: most // 2] + rng.sample(combinations, most // 2)
    for combination in combinations:
        yield constants(claim) | {
            name: _filled(inputs[name], sizes, value)
            for name, value in zip(inputs, combination, strict=True)
        }


def _filled(given: ClaimInput, sizes: Mapping[str, int], value: float) -> Any:
    kind = np.int64 if given.domain in _INDEXING else np.float64
    found = [np.full(shape, value, dtype=kind) for shape in arrays(given, sizes)]
    if given.domain == "distribution":
        found = [_rows(np.ones(array.shape, dtype=np.int64)) for array in found]
    return tuple(found) if given.shape.startswith("[") else found[0]


def _rows(weights: Any) -> Any:
    """Rows of positive dyadic shares of 1, near the shares of whole weights."""
    parts = np.maximum(1, weights * _PARTS // weights.sum(axis=-1, keepdims=True))
    largest = np.expand_dims(parts.argmax(axis=-1), -1)
    rest = _PARTS - parts.sum(axis=-1, keepdims=True)
    np.put_along_axis(parts, largest, np.take_along_axis(parts, largest, -1) + rest, -1)
    return parts / _PARTS


def _bounds(given: ClaimInput) -> tuple[float, float]:
    low, high = _LIMITS.get(given.domain, (-np.inf, np.inf))
    if given.between is None:
        return low, high
    written = [float(Fraction(str(bound))) for bound in given.between]
    outside = "positive", "nonnegative", "probability", "unit"
    return (max(low, written[0]) if given.domain in outside else written[0]), written[1]


def _inside(value: float, given: ClaimInput) -> bool:
    low, high = _bounds(given)
    return low <= value <= high


@st.composite
def points(draw: st.DrawFn, claim: Claim) -> Point:
    """Random points of a claim; Hypothesis reduces them towards small simple ones."""
    sizes = {axis: draw(st.sampled_from(_SIZES)) for axis in named_axes(claim)}
    found = constants(claim)
    for name, given in claim.file.inputs.items():
        parts = [draw(_array(given, shape)) for shape in arrays(given, sizes)]
        found[name] = tuple(parts) if given.shape.startswith("[") else parts[0]
    return found


def _array(given: ClaimInput, shape: tuple[int, ...]) -> st.SearchStrategy[Any]:
    size = int(np.prod(shape, dtype=int))
    if given.domain == "distribution":
        weights = st.lists(st.integers(1, 60), min_size=size, max_size=size)
        return weights.map(lambda found: _rows(np.array(found).reshape(shape)))
    kind = np.int64 if given.domain in _INDEXING else np.float64
    values = st.lists(_element(given), min_size=size, max_size=size)
    return values.map(lambda found: np.array(found, dtype=kind).reshape(shape))


def _element(given: ClaimInput) -> st.SearchStrategy[Any]:
    low, high = _bounds(given)
    simple = [value for value in _SIMPLE[given.domain] if low <= value <= high]
    ways: list[st.SearchStrategy[Any]] = [st.sampled_from(simple)] if simple else []
    if given.domain in _WHOLE:
        ways.append(st.integers(int(low), int(high)))
    elif given.domain not in {"binary", "sign"}:
        eighths = range(int(np.ceil(low * 8)), int(np.floor(high * 8)) + 1)
        inside = [k for k in (eighths[0], eighths[-1]) if k / 8 > 0 or low <= 0] if eighths else []
        if len(inside) == 2:
            ways.append(st.integers(*inside).map(lambda k: k / 8))
        ways.append(st.floats(low, high, allow_nan=False, allow_subnormal=False))
    return st.one_of(*ways)
