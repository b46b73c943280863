"""From a framework's functions to implementations: what torch and jax have in common.

An engine knows how to convert, call and differentiate in one framework. Everything here is free
of frameworks, and of formulas.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, Protocol
from warnings import catch_warnings, simplefilter

from nnconform.spec import Formula

from .as_written import ArrayNumbers, function as as_function
from .protocol import (
    AS_WRITTEN,
    BUILTIN,
    Array,
    Missing,
    Target,
    Unsupported,
    check,
)

DTYPES = ("float16", "bfloat16", "float32", "float64")
# What frameworks say when a kernel or a derivative does not exist for the asked dtype or device.
_NOT_HERE = (
    "not implemented for", "is not implemented", "not currently implemented", "UNIMPLEMENTED",
    "Could not run", "support double backward", "No working C++ compiler", "InvalidCxxCompiler",
)  # fmt: skip

Function = Callable[..., Any]


class Engine(Protocol):
    """One framework's conversions, calls and differentiation, all on NumPy arrays."""

    @property
    def devices(self) -> tuple[str, ...]:
        """The devices that are present."""
        ...

    @property
    def modes(self) -> tuple[str, ...]:
        """How functions can be run; the first is the framework's own default."""
        ...

    def numbers(self, target: Target) -> ArrayNumbers:
        """Return the number system on which formulas are evaluated as written."""
        ...

    def prepared(self, function: Function, mode: str) -> Function:
        """Return ``function`` as ``mode`` runs it."""
        ...

    def derivative(self, function: Function) -> Function:
        """Return the slope of an elementwise prepared function in its first input."""
        ...

    def jacobian(self, function: Function) -> Function:
        """Return the Jacobian over the last axis of a prepared function in its first input."""
        ...

    def value(
        self, call: "Call", inputs: Sequence[Array], parameters: Mapping[str, float]
    ) -> Array:
        """Return what the function returns."""
        ...

    def gradient(
        self, call: "Call", inputs: Sequence[Array], parameters: Mapping[str, float],
        wrt: Sequence[int], cotangent: Array | None,
    ) -> list[Array]:  # fmt: skip
        """Return the framework's own derivatives of ``sum(cotangent * result)``."""
        ...

    def forget(self) -> None:
        """Drop what was compiled."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """A function of native arrays, and where it runs.

    Attributes:
        tracked: the positions of the inputs that the formula may be differentiated in.
    """

    function: Function
    device: str
    mode: str
    tracked: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Native:
    """A formula as a framework computes it."""

    engine: Engine
    call: Call
    accepts_parameters: bool = True

    def value(self, inputs: Sequence[Array], parameters: Mapping[str, float]) -> Array:
        """See :meth:`nnconform.adapters.protocol.Implementation.value`."""
        with refusals():
            return self.engine.value(self.call, inputs, parameters)

    def gradient(
        self, inputs: Sequence[Array], parameters: Mapping[str, float],
        wrt: Sequence[int], cotangent: Array | None,
    ) -> list[Array]:  # fmt: skip
        """See :meth:`nnconform.adapters.protocol.Implementation.gradient`."""
        with refusals():
            return self.engine.gradient(self.call, inputs, parameters, tuple(wrt), cotangent)


@dataclass(frozen=True)
class FrameworkAdapter:
    """A framework: the functions of its Rosetta stone, and every formula as written."""

    stone: ModuleType
    engine: Engine
    provenances: tuple[str, ...] = (BUILTIN, AS_WRITTEN)
    dtypes: tuple[str, ...] = DTYPES
    default_dtypes: tuple[str, ...] = DTYPES
    # A framework compiles a function once, however often the formula is asked for.
    _native: dict[tuple[str, Target], Native] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The framework's name, also that of its extra."""
        return str(self.stone.NAME)

    @property
    def version(self) -> str:
        """The version that is installed."""
        return str(self.stone.VERSION)

    @property
    def document_form(self) -> Mapping[str, str]:
        """By formula, what turns the framework's default into the documents' form."""
        found: Mapping[str, str] = self.stone.DOCUMENT_FORM
        return found

    @property
    def devices(self) -> tuple[str, ...]:
        """The devices that are present."""
        return self.engine.devices

    @property
    def modes(self) -> tuple[str, ...]:
        """How functions can be run."""
        return self.engine.modes

    def implementation(self, formula: Formula, target: Target) -> Native:
        """See :meth:`nnconform.adapters.protocol.Adapter.implementation`."""
        check(self, target)
        key = (formula.id, target)
        if key not in self._native:
            tracked = tuple(i for i, name in enumerate(formula.inputs)
                            if formula.inputs[name].differentiable)  # fmt: skip
            prepared = self._function(formula, target)
            self._native[key] = Native(
                self.engine, Call(prepared, target.device, target.mode, tracked)
            )
        return self._native[key]

    def forget(self) -> None:
        """Drop every function and all that was compiled: memory grows with each otherwise."""
        self._native.clear()
        self.engine.forget()

    def _function(self, formula: Formula, target: Target) -> Function:
        if target.provenance == AS_WRITTEN:
            written = as_function(formula.rule, self.engine.numbers(target))
            return self.engine.prepared(written, target.mode)
        base = formula.file.formula.derivative_of
        own = self.engine.prepared(self._builtin(base or formula.id), target.mode)
        if base is None:
            return own
        jacobian = formula.id.endswith("_jacobian")
        return self.engine.jacobian(own) if jacobian else self.engine.derivative(own)

    def _builtin(self, identifier: str) -> Function:
        reasons: Mapping[str, str] = self.stone.MISSING
        found = getattr(self.stone, identifier, None)
        if callable(found):
            return found  # type: ignore[no-any-return]
        reason = reasons.get(identifier, f"nnconform's {self.name} adapter does not list it")
        raise Missing(reason)


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what a framework says about dtypes and devices it lacks into ``Unsupported``.

    Its warnings are not ours to show.
    """
    try:
        with catch_warnings():
            simplefilter("ignore")
            yield
    except (NotImplementedError, RuntimeError, TypeError, ValueError) as error:
        text = str(error)
        lines = [line.strip() for line in text.splitlines() if line.strip()] or [repr(error)]
        telling = next((line for line in lines if any(sign in line for sign in _NOT_HERE)), None)
        if telling is None and not isinstance(error, NotImplementedError):
            raise
        message = telling or lines[0]
        raise (Missing if "derivative" in message else Unsupported)(message) from None
