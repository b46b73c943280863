"""One implementation under test, and the ways in which a call of it can end."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from nnconform.adapters.protocol import Array, Implementation, Missing, Target, Unsupported
from nnconform.conformance.cases import BLOCK, CHUNK, Case, defaults
from nnconform.conformance.formats import FORMATS, Floats, Format
from nnconform.spec import Formula, Rule

_T = TypeVar("_T")


class CallFailed(Exception):
    """A call raised, timed out or returned no array; the message is for a person."""


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

    @property
    def takes_parameters(self) -> bool:
        """False where the hyperparameters are fixed inside the implementation."""
        return getattr(self.implementation, "accepts_parameters", True)

    def answers(self, case: Case) -> bool:
        """Whether the case can be put to this implementation at all."""
        return self.takes_parameters or case.parameters == defaults(self.formula)

    def value(self, case: Case, inputs: Sequence[Array] | None = None) -> Array:
        """Call with the inputs of a case (or others), passing its parameters if it says so.

        Raises:
            CallFailed: it raised or returned no array.
            NotOffered: the framework lacks this dtype, device or mode.
        """
        given = list(case.inputs.values()) if inputs is None else list(inputs)
        parameters = dict(case.parameters) if self.takes_parameters else {}
        return self._guarded(lambda: self.implementation.value(given, parameters), given)

    def gradient(self, case: Case, names: Sequence[str], cotangent: Floats | None) -> list[Array]:
        """The gradients in the named inputs.

        Raises:
            CallFailed, NotOffered: as :meth:`value`.
        """
        given = list(case.inputs.values())
        order = list(self.formula.inputs)
        parameters = dict(case.parameters) if self.takes_parameters else {}
        weights = None if cotangent is None else self.form.round(cotangent)
        wrt = [order.index(name) for name in names]
        return self._guarded(
            lambda: self.implementation.gradient(given, parameters, wrt, weights), given
        )

    def samples(self, case: Case, rule: Rule) -> Array:
        """One result a sample: calls of equal size, or one call a sample where ``rule`` reduces."""
        if rule.reduction == "none":
            size = CHUNK if case.shape[0] % CHUNK == 0 else BLOCK
            parts = [
                self.value(case, case.part(i, i + size)) for i in range(0, case.shape[0], size)
            ]
            return parts[0] if len(parts) == 1 else np.concatenate(parts)
        found = [np.asarray(self.value(case, case.part(i, i + 1))) for i in range(case.shape[0])]
        if any(part.size != 1 for part in found):
            shapes = sorted({part.shape for part in found})
            raise CallFailed(
                f"returned shape {shapes[-1]} for a single sample, expected one number"
            )
        return np.array([part.reshape(()) for part in found])

    @staticmethod
    def _guarded(call: Callable[[], _T], given: Sequence[Array]) -> _T:
        try:
            return call()
        except (Missing, Unsupported) as reason:
            raise NotOffered(str(reason)) from None
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            shapes = ", ".join(str(np.shape(a)) for a in given)
            text = " ".join(str(error).split())[:300]
            kind = type(error).__name__
            said = text if kind in {"Raised", "TimedOut", "BadReturn"} else f"{kind}: {text}"
            raise CallFailed(f"{said} (inputs of shape {shapes})") from error
