"""The gradients of an implementation, whatever its arithmetic does with some of the inputs."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from nnconform.conformance import cases
from nnconform.conformance.cases import Case
from nnconform.conformance.formats import Array
from nnconform.conformance.subject import CallFailed, Subject


def slopes(subject: Subject, case: Case, names: Sequence[str], cotangent: Any) -> list[Array]:
    """The gradients; element by element where Python's own numbers raise on some of them."""
    try:
        return subject.gradient(case, names, cotangent)
    except CallFailed as error:
        scalars = any(subject.formula.inputs[name].shape == "" for name in names)
        if not error.arithmetic or cases.single_array(subject.formula) is None or scalars:
            raise
    ones = [_slope_at(subject, case, i, names) for i in range(case.shape[0])]
    return [np.concatenate(column) for column in zip(*ones, strict=True)]


def _slope_at(subject: Subject, case: Case, index: int, names: Sequence[str]) -> list[Array]:
    inputs = dict(zip(case.inputs, case.part(index, index + 1), strict=True))
    try:
        return subject.gradient(case.anew(inputs), names, None)
    except CallFailed as error:
        if not error.arithmetic:
            raise
        return [np.full(1, np.nan) for _ in names]
