"""The compiled loops: how far each result is from the filter's value, in one pass.

Importing this module compiles nothing; the first call of a loop does, or reads it from the cache.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import numpy as np

_F = TypeVar("_F", bound=Callable[..., Any])

_config: Any = numba.config
if not _config.CACHE_DIR:  # the user's own choice stands
    _home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    _config.CACHE_DIR = str(_home / "nnconform" / "numba")


def _compiled(function: _F) -> _F:
    made: Any = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    return cast("_F", made)


# What ``look`` counts, by its place in the array of counts: first those above a threshold.
ABOVE = (1.0, 2.0, 10.0, 100.0, 1000.0)
WRONG, FLUSHED, OVERFLOWED, NAN, ANSWERED, BY_FILTER, COLLAPSED = range(5, 12)
COUNTS = 12
_DECISIONS = np.array([0.5, *ABOVE])
_FRACTION = (1 << 52) - 1


@_compiled
def scan(
    got: Any,
    hi: Any,
    lo: Any,
    bits: Any,
    inverse: Any,
    scale: Any,
    near: Any,
    normal: Any,
    best: Any,
    where: Any,
    odd: Any,
) -> int:
    """Track the largest error, and list the points that need a closer look.

    Args:
        got: results. hi, lo: the filter's values; ``lo`` is None where one float64 holds them.
        bits: ``hi`` as integers. inverse, scale: their product is one over
            the unit, the former by biased exponent.
        near: below it a result is certainly the nearest number. normal: the lowest biased
            exponent of normal results.
        best, where: of normal results, and of others: the largest error so far, its place.
        odd: filled with the places to look at.

    Returns:
        how many those are.
    """
    count = 0
    for i in range(got.size):
        bit = bits[i]
        exponent = (bit >> 52) & 2047
        gap = np.float64(got[i]) - hi[i]
        if lo is not None:
            gap -= lo[i]
        error = abs(gap) * inverse[exponent] * scale
        # below a power of two the numbers lie twice as close
        if error < 0.5 * near or (error < near and (bit & _FRACTION) != 0):
            kind = 0 if exponent >= normal else 1
            if error > best[kind]:
                best[kind] = error
                where[kind] = i
        else:
            odd[count] = i
            count += 1
    return count


@_compiled
def look(
    got: Any,
    hi: Any,
    lo: Any,
    bits: Any,
    inverse: Any,
    scale: Any,
    margin: Any,
    limits: Any,
    odd: Any,
    seen: Any,
    best: Any,
    where: Any,
    counts: Any,
    span: Any,
    doubt: Any,
) -> int:
    """Count what the points of ``odd[:seen]`` are; leave those near a decision undecided.

    Args:
        margin: how far the filter may be off, in ULP.
        limits: lowest normal exponent (biased), half the smallest number, half of where infinity
            stands, from where values round to infinity, half the digits in ULP.
        span: the first and last place where half the digits are lost, filled in.
        doubt: filled with the places near a decision; when it is full, the filter decides.

    Returns:
        how many places are in ``doubt``.
    """
    asked = 0
    for j in range(seen):
        i = odd[j]
        g, r = np.float64(got[i]), hi[i]
        if np.isnan(r) or np.isnan(g):
            if not np.isnan(r):
                counts[NAN] += 1
            elif not np.isnan(g):
                counts[ANSWERED] += 1
            continue
        rest = 0.0 if lo is None else lo[i]
        error, exponent = _distance(g, r, rest, bits[i], inverse, scale, limits[2])
        twice = (
            2.0 if (bits[i] & _FRACTION) == 0 and exponent > limits[0] and abs(g) < abs(r) else 1.0
        )
        # beyond float64 only balls tell how far
        unsure = np.isinf(r) and not np.isinf(g)
        if unsure or _doubtful(error, twice, margin):
            if asked < doubt.size:
                doubt[asked] = i
                asked += 1
                continue
            counts[BY_FILTER] += 1
        beyond = abs(r) >= limits[3]
        if error * twice > 0.5 or (beyond and not np.isinf(g)):
            counts[WRONG] += 1
        _count(error, counts)
        if g == 0.0 and exponent < limits[0] and abs(r) > limits[1]:
            counts[FLUSHED] += 1
        if np.isinf(g) and not beyond:
            counts[OVERFLOWED] += 1
        if error > limits[4]:
            counts[COLLAPSED] += 1
            span[0] = min(span[0], i)
            span[1] = max(span[1], i)
        kind = 0 if exponent >= limits[0] else 1
        if error > best[kind]:
            best[kind] = error
            where[kind] = i
    return asked


@_compiled
def _distance(g: Any, r: Any, rest: Any, bit: Any, inverse: Any, scale: Any, half: Any) -> Any:
    """The error in ULP, infinities standing at ``2 * half``, and the biased exponent of the value.

    Where one of them is out there, halves are compared: float64 has no number at that place.
    """
    exponent = (bit >> 52) & 2047
    if g == r and np.isinf(g):
        return 0.0, exponent
    beyond = abs(r) * 0.5 > half
    if not (beyond or np.isinf(g)):
        return abs((g - r) - rest) * inverse[exponent] * scale, exponent
    g = np.copysign(min(abs(g) * 0.5, half), g)
    r, rest = r * 0.5, rest * 0.5
    if beyond:
        r, rest, exponent = np.copysign(half, r), 0.0, int(np.log2(half)) + 1024
    return abs((g - r) - rest) * inverse[exponent] * 2.0 * scale, exponent


@_compiled
def _doubtful(error: Any, twice: Any, margin: Any) -> Any:
    found = abs(error * twice - 0.5) <= margin * twice
    for decision in _DECISIONS:
        found |= abs(error - decision) <= margin
    return found


@_compiled
def _count(error: Any, counts: Any) -> None:
    for k in range(5):
        if error > _DECISIONS[k + 1]:
            counts[k] += 1


@_compiled
def falls(got: Any, before: Any, direction: Any) -> int:
    """How many results lie on the wrong side of the one before them."""
    found = 0
    for i in range(got.size):
        if (got[i] - before) * direction < 0:
            found += 1
        before = got[i]
    return found


@_compiled
def outside(got: Any, low: Any, high: Any) -> int:
    """How many results are below ``low`` or above ``high``."""
    found = 0
    for i in range(got.size):
        if got[i] < low or got[i] > high:
            found += 1
    return found
