"""The exact value and gradient of a rule, and how far rounding alone may carry a result.

Points lie along the first axis of every input that is not a scalar. Everything is evaluated on
balls, at doubling precision until each ball is far narrower than the answer needs.

The band at k = 1 is ``u * (|f| + sum_i |x_i * df/dx_i|)``: the error of an algorithm that is
forward and backward stable. The sum is taken as the change of ``f`` when each input moves by
``k * u`` of itself, divided by k: the same thing to first order, and right at kinks and jumps.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from flint import arb

from nnconform.conformance.balls import (
    Balls,
    Scaled,
    precision,
    scaled,
)
from nnconform.conformance.formats import Array, Floats, Format
from nnconform.conformance.setting import K as K, Setting, apart, upper
from nnconform.spec import Formula, Rule

# Wide enough for sums of terms from both ends of float64.
_SUM_BITS = 2304


@dataclass(frozen=True, slots=True)
class Exact:
    """What is allowed: any value from ``low`` to ``high``, widened by a multiple of ``band``.

    Attributes:
        low, high: equal, except where a kink or an unspecified point leaves a choice.
        band: the band at k = 1, in units of ``2**low.scale``.
        terms: how many additions were chained, at least 1 (the band grows with it).
        decided: False where the exact value could not be enclosed.
        free: True where ``low`` and ``high`` differ.
    """

    low: Scaled
    high: Scaled
    band: Floats
    terms: int
    decided: npt.NDArray[np.bool_]
    free: npt.NDArray[np.bool_]

    def reshape(self, shape: tuple[int, ...]) -> "Exact":
        """The same allowances in another shape."""
        return Exact(
            self.low.reshape(shape),
            self.high.reshape(shape),
            self.band.reshape(shape),
            self.terms,
            self.decided.reshape(shape),
            self.free.reshape(shape),
        )


def values(
    formula: Formula,
    rule: Rule,
    inputs: Mapping[str, Array],
    parameters: Mapping[str, float],
    form: Format,
    *,
    reduced: bool,
) -> Exact:
    """Return the exact results of ``rule``, with their bands.

    Args:
        formula: the entry (its unspecified points and kinks leave choices).
        rule: the formula itself or a variant.
        inputs: arrays of the format (or int64 labels); points along axis 0.
        parameters: keyword arguments, exact as given.
        form: the format of the implementation.
        reduced: apply the rule's reduction; otherwise one value a kernel element.
    """
    setting = Setting(formula, rule, inputs, parameters, form)
    with precision(_SUM_BITS):
        return _values(setting, reduced=reduced)


def _values(setting: Setting, *, reduced: bool) -> Exact:
    rule, form = setting.rule, setting.form
    f, change, undecided = setting.values()
    low, high = setting.choices(f)
    free = apart(low, high)
    additions = setting.additions()
    if reduced and rule.reduction != "none":
        size = f.size if rule.reduction == "mean" else 1
        additions += f.size - 1
        weight = np.abs(f).sum() / size
        low, high, change = (
            np.asarray(part.sum() / size, dtype=object) for part in (low, high, change)
        )
        return _exact(
            low, high, weight * form.u + change / K, additions, ~undecided.any(), free.any()
        )
    return _exact(low, high, np.abs(f) * form.u + change / K, additions, ~undecided, free)


def gradients(
    formula: Formula,
    rule: Rule,
    inputs: Mapping[str, Array],
    parameters: Mapping[str, float],
    form: Format,
    name: str,
    cotangent: Floats | None,
) -> Exact:
    """Return the exact derivative of ``sum(cotangent * result)`` in the input ``name``.

    The result has the shape of that input. At a kink it is the interval between the two
    one-sided derivatives.
    """
    setting = Setting(formula, rule, inputs, parameters, form)
    with precision(_SUM_BITS):
        return _gradients(setting, name, cotangent)


def _gradients(setting: Setting, name: str, cotangent: Floats | None) -> Exact:
    formula, form = setting.formula, setting.form
    size = setting.kernel_size() if setting.rule.reduction == "mean" else 1
    parts = [setting.gradient(direction, cotangent) for direction in setting.directions([name])]
    low, high, change, undecided = (np.stack(part, axis=-1) for part in zip(*parts, strict=True))
    free = apart(low, high)
    additions = setting.additions()
    shape = setting.arrays[name].shape
    if formula.inputs[name].shape == "":
        additions += low.size - 1
        low, high, change = (part.sum() for part in (low, high, change))
        undecided, free = np.asarray(undecided.any()), np.asarray(free.any())
    low, high, change = (
        np.asarray(part / size, dtype=object).reshape(shape) for part in (low, high, change)
    )
    magnitude = np.maximum(np.abs(low), np.abs(high))
    band = magnitude * form.u + change / K
    return _exact(
        low,
        high,
        band,
        additions,
        ~np.asarray(undecided).reshape(shape),
        np.asarray(free).reshape(shape),
    )


def _exact(low: Balls, high: Balls, band: Any, additions: int, decided: Any, free: Any) -> Exact:
    low, high, band = (np.asarray(part, dtype=object) for part in (low, high, band))
    free = np.asarray(free)
    bottom = scaled(low)
    top = bottom if not free.any() else scaled(high)
    scale = bottom.scale.ravel().tolist()
    units = [
        upper(b if s == 0 else b * arb(2) ** -s) for b, s in zip(band.ravel(), scale, strict=True)
    ]
    return Exact(
        bottom,
        top,
        np.array(units).reshape(low.shape),
        max(additions, 1),
        np.asarray(decided),
        free,
    )
