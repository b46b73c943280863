"""One implementation under test, and the ways in which a call of it can end."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from nnconform.adapters.protocol import (
    Array,
    Implementation,
    Missing,
    Raised,
    Target,
    TimedOut,
    Unsupported,
)
from nnconform.conformance.cases import BLOCK, CHUNK, Case, copied, defaults
from nnconform.conformance.formats import FORMATS, Floats, Format
from nnconform.conformance.programs import shape_of
from nnconform.spec import Formula, Rule

_T = TypeVar("_T")
# Kinds of dtypes: those of NumPy's numbers, and V, as NumPy sees bfloat16.
_NUMBERS = "fiubV"


class CallFailed(Exception):
    """A call raised, timed out or returned no array; the message is for a person."""

    def __init__(self, said: str, *, arithmetic: bool = False, timed_out: bool = False) -> None:
        super().__init__(said)
        self.arithmetic = arithmetic
        self.timed_out = timed_out


class NotOffered(Exception):
    """The implementation does not support what was asked; the message says why."""


@dataclass(frozen=True)
class Subject:
    """An implementation of a formula on a target."""

    formula: Formula
    target: Target
    implementation: Implementation

    @property
    def form(self) -> Format:
        """The floating-point format that is asked for."""
        return FORMATS[self.target.dtype]

    def answers(self, case: Case) -> bool:
        """Whether the case can be put to this implementation at all.

        Hyperparameters that are fixed inside it can be asked for with their defaults only.
        """
        usual = defaults(self.formula)
        return all(
            name in self.taken or value == usual[name] for name, value in case.parameters.items()
        )

    @property
    def taken(self) -> frozenset[str]:
        """The hyperparameters and choices that can be passed."""
        taken: frozenset[str] | None = getattr(self.implementation, "taken", None)
        return frozenset(self.formula.defaults) if taken is None else taken

    def _passed(self, case: Case) -> dict[str, Any]:
        return {name: value for name, value in case.parameters.items() if name in self.taken}

    def value(self, case: Case) -> Any:
        """Call with copies of a case's inputs; the result is a copy too.

        Raises:
            CallFailed: it raised or returned no array.
            NotOffered: the framework lacks this dtype, device or mode.
        """
        return copied(self.raw(case, case.copies()))

    def raw(self, case: Case, inputs: Sequence[Any]) -> Any:
        """Call with these very inputs, and hand on the very result.

        Raises:
            CallFailed, NotOffered: as :meth:`value`.
        """
        given = list(inputs)
        parameters = self._passed(case)
        found = _guarded(lambda: self.implementation.value(given, parameters), given)
        _check_arrays(found, "value")
        return found

    def gradient(self, case: Case, names: Sequence[str], cotangent: Floats | None) -> list[Array]:
        """The gradients in the named inputs.

        Raises:
            CallFailed, NotOffered: as :meth:`value`.
        """
        given = case.copies()
        order = list(self.formula.inputs)
        parameters = self._passed(case)
        weights = None if cotangent is None else self.form.round(cotangent)
        wrt = [order.index(name) for name in names]
        found = _guarded(
            lambda: self.implementation.gradient(given, parameters, wrt, weights), given
        )
        if not isinstance(found, list | tuple) or len(found) != len(wrt):
            raise CallFailed(
                f"gradient returned {_kind(found)}; expected a list of arrays, one for each of "
                f"{', '.join(names)}"
            )
        _check_arrays(found, "gradient")
        return [np.array(part) for part in found]

    def samples(self, case: Case, rule: Rule) -> Array:
        """One result a sample: calls of equal size, or one call a sample where ``rule`` reduces.

        A call that raises an arithmetic error (Python's own numbers raise where an array's
        overflow) is repeated sample by sample, and NaN stands for those that raise.
        """
        whole = rule.reduction == "none"
        size = (CHUNK if case.shape[0] % CHUNK == 0 else BLOCK) if whole else 1
        parts = [self._part(case, i, size, whole) for i in range(0, case.shape[0], size)]
        if not whole:
            return np.array([part.reshape(()) for part in parts])
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def _part(self, case: Case, start: int, size: int, whole: bool) -> Array:
        inputs = case.part(start, start + size)
        try:
            found: Array = self.raw(case, inputs).copy()
        except CallFailed as error:
            if not error.arithmetic:
                raise
            if size == 1:
                shape = (1, *np.shape(inputs[0])[1:]) if whole else ()
                return np.full(shape, np.nan)
            ones = [self._part(case, start + i, 1, whole) for i in range(size)]
            return np.concatenate(ones)
        if whole and (found.ndim == 0 or len(found) != size):
            raise CallFailed(f"returned shape {found.shape} for {size} samples")
        if not whole and found.size != 1:
            raise CallFailed(
                f"returned shape {found.shape} for a single sample, expected one number"
            )
        return found


def _guarded(call: Callable[[], _T], given: Sequence[Any]) -> _T:
    try:
        return call()
    except (Missing, Unsupported) as reason:
        raise NotOffered(str(reason)) from None
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        shapes = ", ".join(str(shape_of(a)) for a in given)
        text = " ".join(str(error).split())[:300]
        kind = type(error).__name__
        said = text if kind in {"Raised", "TimedOut", "BadReturn", "Died"} else f"{kind}: {text}"
        raise CallFailed(
            f"{said} (inputs of shape {shapes})",
            arithmetic=_is_arithmetic(error),
            timed_out=isinstance(error, TimedOut),
        ) from error


def _check_arrays(found: Any, method: str) -> None:
    """Refuse what an adapter must not return; those of this project convert before."""
    if isinstance(found, tuple | list):
        for part in found:
            _check_arrays(part, method)
    elif not isinstance(found, np.ndarray | np.generic) or found.dtype.kind not in _NUMBERS:
        raise CallFailed(
            f"{method} returned {_kind(found)}; expected a NumPy array of numbers, or a tuple of "
            f"them where the formula has several results"
        )


def _kind(found: Any) -> str:
    if isinstance(found, np.ndarray | np.generic):
        return f"an array of dtype {found.dtype}"
    if isinstance(found, tuple | list):
        return f"a {type(found).__name__} of {len(found)}"
    return type(found).__name__


def _is_arithmetic(error: BaseException) -> bool:
    """Python's numbers raise where NumPy's become infinite or NaN."""
    kind = error.kind if isinstance(error, Raised) else type(error).__name__
    if kind == "ValueError":
        return "math " in str(error) or "expected a positive input" in str(error)
    return kind in {"OverflowError", "ZeroDivisionError", "FloatingPointError", "ArithmeticError"}
