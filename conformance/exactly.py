"""A rule computed as well as it can be: the oracle's value, rounded once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np

from nnconform.adapters.as_written import ArrayNumbers, function
from nnconform.adapters.protocol import Array, Implementation, Missing
from nnconform.conformance import whole
from nnconform.conformance.cases import Case
from nnconform.conformance.check_limits import tends_to
from nnconform.conformance.formats import Floats, Format
from nnconform.conformance.oracle import Exact
from nnconform.conformance.programs import ProgramSetting, nested
from nnconform.spec import Arrays, Formula, Rule

_REDUCE: Mapping[str, Callable[[Floats], Floats]] = {"mean": np.mean, "sum": np.sum}


@dataclass(frozen=True, slots=True)
class Written:
    """A rule as written, in NumPy's arithmetic of the inputs' format; its exact derivative."""

    formula: Formula
    rule: Rule
    form: Format
    taken: ClassVar[frozenset[str] | None] = None

    def value(self, inputs: Sequence[Array], parameters: Mapping[str, float]) -> Array:
        """See :meth:`nnconform.adapters.protocol.Implementation.value`."""
        with np.errstate(all="ignore"):
            plain = function(self.rule, ArrayNumbers(np, self.form.dtype))
            found = np.asarray(plain(*inputs, **parameters))
        if self.rule.reduction == "none" and self.formula.elementwise:
            # An expression that does not read its inputs is a number for each of them.
            shapes = np.broadcast_shapes(found.shape, *(np.shape(x) for x in inputs))
            found = np.array(np.broadcast_to(found, shapes))
        return found

    def gradient(
        self,
        inputs: Sequence[Array],
        parameters: Mapping[str, float],
        wrt: Sequence[int],
        cotangent: Array | None,
    ) -> list[Array]:
        """See :meth:`nnconform.adapters.protocol.Implementation.gradient`.

        Where the rule has a kink or a jump this is the flatter of the slopes on its two sides.
        """
        case = _case(self, inputs, parameters)
        if self.rule.kernel.joins:
            return [self._slopes(case, list(case.inputs)[i], cotangent) for i in wrt]
        # Far out the oracle needs to be told where a rule tends to; the benefit of the doubt.
        rule = replace(self.rule, limits=self.formula.rule.limits)
        weights = None if cotangent is None else np.asarray(cotangent, dtype=np.float64)
        names = [list(self.formula.inputs)[i] for i in wrt]
        return [self._rounded(flatter(case.gradient(rule, n, weights))) for n in names]

    def _slopes(self, case: Case, name: str, cotangent: Array | None) -> Array:
        weights = None if cotangent is None else np.asarray(cotangent, dtype=np.float64)
        found = whole.slopes(case, self.rule, name, weights)
        ends = (whole.floats(found.forward), whole.floats(found.backward))
        return self._rounded(np.where(np.abs(ends[0]) <= np.abs(ends[1]), *ends))

    def _rounded(self, values: Floats) -> Array:
        with np.errstate(all="ignore"):
            return np.asarray(values).astype(self.form.dtype)


def flatter(exact: Exact) -> Floats:
    """The smaller in size of the two ends of what is allowed."""
    low, high = exact.low.to_float(), exact.high.to_float()
    return np.asarray(np.where(np.abs(low) <= np.abs(high), low, high))


@dataclass(frozen=True, slots=True)
class Exactly(Written):
    """A rule rounded once from its exact value; as written where the rule leaves a choice."""

    def value(self, inputs: Sequence[Array], parameters: Mapping[str, float]) -> Array:
        """See :meth:`nnconform.adapters.protocol.Implementation.value`."""
        written = Written.value(self, inputs, parameters)
        lead = next(x for x, g in zip(inputs, self.formula.inputs.values(), strict=True) if g.shape)
        if lead.size == 0:
            return written
        flat = [x.reshape(1) if lead.ndim == 0 and x is lead else x for x in inputs]
        case = _case(self, flat, parameters)
        kernel = self._kernel(case, flat, parameters)
        if self.rule.reduction == "none":
            return self._rounded(kernel).reshape(written.shape)
        once = whole.floats(whole.value(case, self.rule))
        if np.isfinite(once).all() and np.isfinite(kernel).all():
            return self._rounded(once)
        with np.errstate(all="ignore"):
            return self._rounded(_REDUCE[self.rule.reduction](kernel))

    def _kernel(
        self, case: Case, inputs: Sequence[Array], parameters: Mapping[str, float]
    ) -> Floats:
        """The kernel: exact where it can be, else what the spec says it tends to, else written."""
        if self.rule.kernel.joins:
            found = whole.floats(whole.value(case, self.rule, reduced=False))
            unknown = np.isnan(found)
        else:
            exact = case.exact(self.rule, reduced=False)
            found = exact.low.to_float().copy()
            unknown = ~exact.decided | exact.free | np.isnan(found)
        for name, table in self.rule.limits.items():
            for key in table:
                if (case.inputs[name] == float(key)).any() and unknown.any():
                    limit = tends_to(case, self.rule, name, key)
                    fills = unknown & limit.decided
                    found[fills] = limit.low.to_float()[fills]
                    unknown = unknown & ~fills
        if unknown.any():
            plain = replace(self.rule, reduction="none")
            written = Written(self.formula, plain, self.form).value(inputs, parameters)
            found = np.where(unknown, written.astype(np.float64), found)
        return np.asarray(found)


def _case(owner: Written, inputs: Sequence[Array], parameters: Mapping[str, float]) -> Case:
    arrays = {n: np.asarray(x) for n, x in zip(owner.formula.inputs, inputs, strict=True)}
    return Case(owner.formula, owner.form, arrays, dict(parameters))


@dataclass(frozen=True, slots=True)
class ProgramExactly:
    """A program rounded once from its exact results; its exact derivative."""

    formula: Formula
    rule: Rule
    form: Format
    taken: ClassVar[frozenset[str] | None] = None

    def value(self, inputs: Sequence[Any], parameters: Mapping[str, Any]) -> Any:
        """See :meth:`nnconform.adapters.protocol.Implementation.value`."""
        setting = self._setting(inputs, parameters)
        found = whole.program(setting)
        if not whole.settled(found, self.form):
            exact, shapes = setting.results()
            values = np.where(exact.decided, exact.low.to_float(), np.nan)
            found = nested(values.tolist(), shapes)
        results = tuple(self._shaped(each) for each in found)
        return results[0] if len(results) == 1 else results

    def gradient(
        self,
        inputs: Sequence[Any],
        parameters: Mapping[str, Any],
        wrt: Sequence[int],
        cotangent: Array | None,
    ) -> list[Array]:
        """See :meth:`nnconform.adapters.protocol.Implementation.gradient`."""
        setting = self._setting(inputs, parameters)
        weights = (
            np.ones(setting.results()[0].band.size)
            if cotangent is None
            else np.ravel(np.asarray(cotangent, dtype=np.float64))
        )
        names = list(self.formula.inputs)
        found = [setting.gradient(names[i], weights).low.to_float() for i in wrt]
        return [
            self._shaped(row.reshape(np.shape(inputs[i])))
            for row, i in zip(found, wrt, strict=True)
        ]

    def _setting(self, inputs: Sequence[Any], parameters: Mapping[str, Any]) -> ProgramSetting:
        given = dict(zip(self.formula.inputs, inputs, strict=True))
        named = {n: tuple(x) if isinstance(x, list) else x for n, x in given.items()}
        return ProgramSetting(self.formula, self.rule, named, parameters, self.form)

    def _shaped(self, values: Any) -> Any:
        if isinstance(values, Arrays):
            return tuple(self._shaped(each) for each in values)
        array = np.asarray(values)
        numbers = whole.floats(array) if array.dtype == object and array.size else array
        with np.errstate(all="ignore"):
            return np.asarray(numbers, dtype=np.float64).astype(self.form.dtype)


@dataclass(frozen=True, slots=True)
class ProgramWritten(ProgramExactly):
    """A program as written, in NumPy's arithmetic; exact where it takes a derivative."""

    def value(self, inputs: Sequence[Any], parameters: Mapping[str, Any]) -> Any:
        """See :meth:`nnconform.adapters.protocol.Implementation.value`."""
        try:
            with np.errstate(all="ignore"):
                plain = function(self.rule, ArrayNumbers(np, self.form.dtype))
                found = plain(*inputs, **parameters)
        except Missing:
            return ProgramExactly.value(self, inputs, parameters)
        return found if isinstance(found, tuple) else np.asarray(found)


def written(formula: Formula, rule: Rule, form: Format) -> Implementation:
    """A rule as written."""
    made = Written if formula.kind == "pointwise" else ProgramWritten
    return made(formula, rule, form)


def exactly(formula: Formula, rule: Rule, form: Format) -> Implementation:
    """A rule rounded once from its exact value."""
    made = Exactly if formula.kind == "pointwise" else ProgramExactly
    return made(formula, rule, form)


@dataclass(frozen=True, slots=True)
class Mixed:
    """The values of one rule, the derivatives of another."""

    values: Implementation
    slopes: Implementation
    taken: ClassVar[frozenset[str] | None] = None

    def value(self, inputs: Sequence[Any], parameters: Mapping[str, Any]) -> Any:
        """See :meth:`nnconform.adapters.protocol.Implementation.value`."""
        return self.values.value(inputs, parameters)

    def gradient(
        self,
        inputs: Sequence[Any],
        parameters: Mapping[str, Any],
        wrt: Sequence[int],
        cotangent: Array | None,
    ) -> list[Array]:
        """See :meth:`nnconform.adapters.protocol.Implementation.gradient`."""
        return self.slopes.gradient(inputs, parameters, wrt, cotangent)
