"""The error over the range of an input, small enough for a record."""

from typing import Any

import numpy as np

from nnconform.conformance.compare import Errors
from nnconform.conformance.formats import Array, Floats, Format

# Stretches of inputs a sign, at most.
_STRETCHES = 64


def profiled(x: Floats, errors: Errors, form: Format, *, exhaustive: bool) -> dict[str, Any] | None:
    """One quantity of a record's profile; None where no normal result was measured.

    Args:
        x: finite inputs, one for each error.
        exhaustive: they are every finite number of the format.
    """
    known = errors.decided & ~np.isnan(errors.ulp)
    normal = np.flatnonzero(known & ~errors.subnormal)
    if not normal.size:
        return None
    found: dict[str, Any] = {
        "points": int(errors.decided.sum()),
        "exhaustive": exhaustive,
        "curve": [_spot(x, errors, i) for i in _worst_of_each(x, errors, form, normal)],
        "worst": _spot(x, errors, _worst(errors, normal)),
    }
    if errors.flushed.any():
        found["flushed"] = int(errors.flushed.sum())
    below = np.flatnonzero(known & errors.subnormal)
    if below.size:
        found["subnormal_worst"] = _spot(x, errors, _worst(errors, below))
    return found


def _worst_of_each(x: Floats, errors: Errors, form: Format, rows: Array) -> Array:
    """The row of the largest error in each stretch, by ascending input."""
    rows = rows[x[rows] != 0]
    stretch = _stretch(x[rows], form)
    order = np.lexsort((-errors.ulp[rows], stretch))
    _, first = np.unique(stretch[order], return_index=True)
    found = rows[order[first]]
    return np.asarray(found[np.argsort(x[found])])


def _stretch(x: Floats, form: Format) -> Array:
    """Which binades a number belongs to, with its sign: as many together as leave few enough."""
    lowest = form.emin - form.precision + 1
    together = -(-(form.emax - lowest + 1) // _STRETCHES)
    number = (np.frexp(x)[1] - 1 - lowest) // together + 1
    return np.where(x < 0, -number, number)


def _worst(errors: Errors, rows: Array) -> int:
    return int(rows[np.argmax(errors.ulp[rows])])


def _spot(x: Floats, errors: Errors, row: int) -> list[float]:
    return [float(x[row]), float(f"{errors.ulp[row]:.6g}")]
