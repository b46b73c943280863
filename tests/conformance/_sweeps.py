"""Sweeps of planted functions, in this process, and the same by brute force on balls."""

from collections.abc import Callable, Sequence
from typing import Any

import flint
import numpy as np
from flint import arb

from nnconform.adapters import Target
from nnconform.conformance.formats import FORMATS, Array, Format
from nnconform.conformance.sweeping.merging import record
from nnconform.conformance.sweeping.pieces import Sweeper, examine
from nnconform.conformance.sweeping.questions import Question
from nnconform.conformance.sweeping.spaces import CHUNK, Line, line
from nnconform.conformance.sweeping.truth import Truth, truth
from nnconform.reports.sweep_record import Sweep
from nnconform.spec import load

Function = Callable[[Any], Any]


def made(
    identifier: str, function: Function, dtype: str, quantity: str = "value",
    points: int | None = None, **parameters: float,
) -> Sweeper:  # fmt: skip
    formula, form = load(identifier), FORMATS[dtype]
    due = truth(formula, quantity, form, {**formula.defaults, **parameters})
    space = line(form, points, due.corners, CHUNK)
    return Sweeper(due, lambda inputs: function(next(iter(inputs.values()))), space)


def swept(sweeper: Sweeper, pieces: Sequence[int] | None = None) -> Sweep:
    due, space = sweeper.truth, sweeper.space
    target = Target("submission", "cpu", due.form.name, "eager")
    parameters = tuple(dict(due.parameters).items())
    question = Question(due.base.id, "planted", target, due.quantity, parameters)
    chosen = range(space.pieces) if pieces is None else pieces
    found = [examine(sweeper, index) for index in chosen]
    return record(question, due, space, found, ("planted", ""), 1, {}, "here")


def sweep(identifier: str, function: Function, dtype: str, **how: Any) -> Sweep:
    return swept(made(identifier, function, dtype, **how))


def rounded(due: Truth, form: Format) -> Function:
    """The reference, rounded once: right but for ties of float64."""
    return lambda x: due.filtered({due.varying[0]: x})[0].astype(form.dtype)


def numbers(form: Format) -> Array:
    """Every number of a 16-bit format that is finite."""
    every = np.arange(2**16, dtype=np.uint16).view(form.dtype)
    with np.errstate(invalid="ignore"):
        return np.asarray(every[np.isfinite(every)])


def brute(exact: Callable[[arb], arb], function: Function, form: Format) -> tuple[Array, Array]:
    """The error of every result in ULP, and the exponent's own class: normal or not."""
    x = numbers(form)
    with np.errstate(all="ignore"):
        got = function(x).astype(np.float64)
    errors, normal = np.empty(x.size), np.empty(x.size, dtype=bool)
    before, flint.ctx.prec = flint.ctx.prec, 300
    try:
        for i, (z, g) in enumerate(zip(x.astype(np.float64).tolist(), got.tolist(), strict=True)):
            value = exact(arb(z))
            size = abs(float(value))
            exponent = max(int(np.frexp(size)[1]) - 1, form.emin) if size else form.emin
            errors[i] = float(abs(arb(g) - value) / arb(2) ** (exponent - form.precision + 1))
            normal[i] = size >= form.normal
    finally:
        flint.ctx.prec = before
    return errors, normal


def space_of(sweeper: Sweeper) -> Line:
    assert isinstance(sweeper.space, Line)
    return sweeper.space
