"""What is due at each input: a filter in wider arithmetic, and the balls that prove it."""

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

import nnconform.reference
from nnconform.conformance.balls import SYSTEM, precision, scaled, to_balls
from nnconform.conformance.filtering import GRADIENT, VALUE
from nnconform.conformance.formats import Array, Floats, Format
from nnconform.conformance.oracle import Exact, gradients, values
from nnconform.conformance.sweeping.specified import specified
from nnconform.spec import Formula, NNConformError, derivative

Filtered = tuple[Floats, Floats | None]
# Points that the filter takes at a time: its arrays are twice as wide as those of the results.
_BLOCK = 2**15


class SweepError(NNConformError):
    """A sweep that cannot be done; the message says why."""


@dataclass(frozen=True)
class Truth:
    """The exact answer to one question, at any inputs.

    Attributes:
        formula: the entry whose value is due: the derivative's own, for a gradient.
        base: the entry that the implementation is asked for.
        varying: the inputs that are swept, in call order.
        fixed: the inputs that are numbers, by name.
        filter: the reference in wider arithmetic; where there is none, what the
            specification says (:mod:`.specified`); None where only balls are.
    """

    formula: Formula
    base: Formula
    form: Format
    quantity: str
    varying: tuple[str, ...]
    fixed: Mapping[str, Array]
    parameters: Mapping[str, float]
    filter: Callable[..., Any] | None

    def filtered(self, inputs: Mapping[str, Array]) -> Filtered:
        """The values to more digits than the format has: their sum, the second None if zero."""
        if self.filter is None:
            exact = self.exact(inputs).low
            return exact.to_float(), np.where(exact.scale == 0, exact.lo, 0.0)
        size = next(iter(inputs.values())).size
        hi = np.empty(size)
        lo = None if _wide(self.form) is np.float64 else np.empty(size)
        for start in range(0, size, _BLOCK):
            block = slice(start, start + _BLOCK)
            found = self._evaluated({name: values[block] for name, values in inputs.items()})
            with np.errstate(over="ignore", invalid="ignore"):  # infinity has no rest
                hi[block] = found
                if lo is not None:
                    lo[block] = np.where(np.isfinite(hi[block]), found - hi[block], 0.0)
        return hi, lo

    def _evaluated(self, inputs: Mapping[str, Array]) -> Array:
        wide = _wide(self.form)
        with np.errstate(all="ignore"):
            given = [{**self.fixed, **inputs}[n].astype(wide) for n in self.formula.inputs]
            return np.asarray(self.filter(*given, **self.parameters))  # type: ignore[misc]

    def exact(self, inputs: Mapping[str, Array]) -> Exact:
        """The values with proof; not decided where an input is not finite."""
        given = {n: inputs.get(n, self.fixed.get(n)) for n in self.formula.inputs}
        arrays: Any = {n: np.asarray(a) for n, a in given.items()}
        if self.formula is self.base and self.quantity == GRADIENT:
            name = self.base.differentiable[0]
            return gradients(
                self.base, self.base.rule, arrays, self.parameters, self.form, name, None
            )
        rule = self.formula.rule
        return values(self.formula, rule, arrays, self.parameters, self.form, reduced=False)

    @property
    def corners(self) -> tuple[float, ...]:
        """Numbers at which the formula may change its branch: its literals and parameters."""
        written = [
            float(node.value)
            for formula in (self.formula, self.base)
            for node in ast.walk(ast.parse(formula.rule.kernel.text))
            if isinstance(node, ast.Constant) and isinstance(node.value, int | float)
        ]
        found = [0.0, *written, *self.parameters.values()]
        return tuple(sorted({abs(float(x)) for x in found if np.isfinite(x)}))

    @property
    def arithmetic(self) -> str:
        """What the filter computes in."""
        if self.filter is None:
            return "none"
        return "float64" if self.form.name != "float64" else "extended"

    @cached_property
    def monotone(self) -> int:
        """1 where the spec says that the formula increases, -1 decreases, 0 neither."""
        return _monotone(self.formula) if self._is_own else 0

    @cached_property
    def symmetric(self) -> int:
        """1 where the spec says that the formula is even, -1 odd, 0 neither."""
        return _symmetric(self.formula) if self._is_own else 0

    @property
    def _is_own(self) -> bool:
        """Whether what the spec says of ``formula`` is said of what is due."""
        return self.quantity == VALUE or self.formula is not self.base

    @cached_property
    def range(self) -> tuple[float, float]:
        """The lowest and highest number of the format that the values round to."""
        if self.formula.range is None or not self._is_own:
            return -np.inf, np.inf
        with precision(128):
            numbers = {**self.fixed, **{n: np.asarray(v) for n, v in self.parameters.items()}}
            given = {n: to_balls(np.asarray(v)).item() for n, v in numbers.items()}
            ends = []
            for end in self.formula.range:
                if not end.names <= set(given):
                    return -np.inf, np.inf
                found = np.asarray(end.evaluate(SYSTEM, given), dtype=object)
                value = float(scaled(found.reshape(1)).hi[0])
                ends.append(value if np.isinf(value) else float(self.form.round(value)))
        return ends[0], ends[1]


def truth(base: Formula, quantity: str, form: Format, parameters: Mapping[str, float]) -> Truth:
    """The truth about the value or the gradient of ``base``.

    Args:
        parameters: of the formula, and its inputs that are numbers.

    Raises:
        SweepError: no sweep of this formula is possible; the message says why.
    """
    varying = tuple(n for n, given in base.inputs.items() if given.shape != "")
    check(base, quantity)
    formula = base if quantity == VALUE else derivative(base.id) or base
    fixed = {n: form.round(parameters[n]) for n in base.inputs if n not in varying}
    own = {n: v for n, v in parameters.items() if n in base.parameters}
    function = _function(base, formula, quantity)
    made = Truth(formula, base, form, quantity, varying, fixed, own, function)
    if made.filter is not None and (form.name != "float64" or _is_wide(made)):
        return made
    return replace(made, filter=specified(made, _wide(form)))


def _wide(form: Format) -> Any:
    return np.float64 if form.name != "float64" else np.longdouble


def check(base: Formula, quantity: str) -> None:
    """Refuse a formula that no sweep can be made of.

    Raises:
        SweepError: the message says why.
    """
    varying = tuple(n for n, given in base.inputs.items() if given.shape != "")
    if base.kind != "pointwise" or not base.elementwise:
        raise SweepError(f"{base.id} joins its elements: only elementwise formulas can be swept")
    if base.rule.reduction != "none":
        raise SweepError(f"{base.id} returns the {base.rule.reduction} of its elements: only "
                         f"formulas that return each of them can be swept")  # fmt: skip
    if len(varying) not in (1, 2):
        raise SweepError(f"{base.id} has {len(varying)} array inputs; a sweep takes one or two")
    if quantity == GRADIENT and not set(base.differentiable) & set(varying):
        raise SweepError(f"{base.id} has no gradient in the specification")


def _function(base: Formula, formula: Formula, quantity: str) -> Callable[..., Any] | None:
    name = formula.id if quantity == VALUE or formula is not base else f"{base.id}_gradient"
    found = getattr(nnconform.reference, name, None)
    # Without its outer layer, which converts and copies, the same function takes wider numbers.
    return getattr(found, "__wrapped__", found)


def _is_wide(made: Truth) -> bool:
    """Whether the reference keeps the digits of extended precision, where the machine has it."""
    if np.finfo(np.longdouble).nmant < 63 or made.filter is None:
        return False
    given = [np.ones(1, dtype=np.longdouble) for _ in made.formula.inputs]
    try:
        with np.errstate(all="ignore"):  # one may be no input of this formula
            found = np.asarray(made.filter(*given, **made.parameters))
    except NNConformError:
        return False
    except (TypeError, ValueError):
        return False
    return bool(found.dtype == np.longdouble)


def _monotone(formula: Formula) -> int:
    for found in formula.properties:
        if found.given is None and len(found.draws) == 1 and "positive" in found.draws.values():
            step = next(iter(found.draws))
            for sign, comparison in ((1, ">="), (-1, "<=")):
                if found.holds.text in _spellings(formula, step, comparison):
                    return sign
    return 0


def _spellings(formula: Formula, step: str, comparison: str) -> Iterator[str]:
    first, *others = formula.inputs
    rest = "".join(f", {name}" for name in others)
    for right in (f"f({first}{rest})", "result"):
        yield f"f({first} + {step}{rest}) {comparison} {right}"


def _symmetric(formula: Formula) -> int:
    first, *others = formula.inputs
    rest = "".join(f", {name}" for name in others)
    texts = {p.holds.text for p in formula.properties if p.given is None and not p.draws}
    for sign, minus in ((1, ""), (-1, "-")):
        for right in (f"f({first}{rest})", "result"):
            if f"f(-{first}{rest}) == {minus}{right}" in texts:
                return sign
    return 0
