"""From a framework's functions to implementations: what torch and jax have in common.

An engine knows how to convert, call and differentiate in one framework. Everything here is free
of frameworks, and of formulas.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from inspect import signature
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
    Models,
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
Parameters = Mapping[str, Any]


def leaves(nested: Any) -> list[Any]:
    """Return what lists and tuples hold, in order."""
    if isinstance(nested, list | tuple):
        return [leaf for each in nested for leaf in leaves(each)]
    return [nested]


class Engine(Protocol):
    """One framework's conversions, calls and differentiation.

    Inputs are NumPy arrays, Python numbers, or lists of them; results are NumPy arrays, or tuples
    of them that nest as what the function returned. Parameters are numbers, truth values or text.
    """

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

    def placed(self, function: Function, target: Target) -> Function:
        """Return a prepared function that makes arrays of sizes, made to make them on ``target``.

        It gets the framework's own ``dtype`` as a further keyword.
        """
        ...

    def grad(self, function: Function) -> Function:
        """Return a function of native arrays that lists the gradient in each of them.

        ``function`` takes the same by position and returns an array without axes.
        """
        ...

    def derivative(self, function: Function) -> Function:
        """Return the slope of an elementwise prepared function in its first input."""
        ...

    def jacobian(self, function: Function) -> Function:
        """Return the Jacobian over the last axis of a prepared function in its first input."""
        ...

    def value(self, call: "Call", inputs: Sequence[Any], parameters: Parameters) -> Any:
        """Return what the function returns."""
        ...

    def gradient(
        self, call: "Call", inputs: Sequence[Any], parameters: Parameters,
        wrt: Sequence[int], cotangent: Array | None,
    ) -> list[Array]:  # fmt: skip
        """Return the framework's own derivatives of ``sum(cotangent * result)``.

        In arrays only; the result is one array.
        """
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
    taken: frozenset[str] | None = None

    def value(self, inputs: Sequence[Any], parameters: Parameters) -> Any:
        """See :meth:`nnconform.adapters.protocol.Implementation.value`."""
        with refusals():
            return self.engine.value(self.call, inputs, parameters)

    def gradient(
        self, inputs: Sequence[Any], parameters: Parameters,
        wrt: Sequence[int], cotangent: Array | None,
    ) -> list[Array]:  # fmt: skip
        """See :meth:`nnconform.adapters.protocol.Implementation.gradient`."""
        with refusals():
            return self.engine.gradient(self.call, inputs, parameters, tuple(wrt), cotangent)


@dataclass(frozen=True)
class FrameworkAdapter:
    """A framework: the functions of its Rosetta stones, and every formula as written.

    Attributes:
        name: the framework's name, also that of its extra.
        stones: the modules of this package that list its functions; none is imported before a
            formula is looked up. The first has the framework's identity.
        models: the framework's own layers; None where they cannot be counted.
    """

    name: str
    stones: tuple[str, ...]
    engine: Engine
    provenances: tuple[str, ...] = (BUILTIN, AS_WRITTEN)
    dtypes: tuple[str, ...] = DTYPES
    default_dtypes: tuple[str, ...] = DTYPES
    models: Models | None = None
    # A framework compiles a function once, however often the formula is asked for.
    _native: dict[tuple[str, Target], Native] = field(default_factory=dict)

    @property
    def version(self) -> str:
        """The version that is installed."""
        return str(_stone(self.stones[0]).VERSION)

    @cached_property
    def document_form(self) -> Mapping[str, str]:
        """By formula, what turns the framework's default into the documents' form."""
        return {identifier: form for name in self.stones
                for identifier, form in _stone(name).DOCUMENT_FORM.items()}  # fmt: skip

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
        own = self._builtin(base or formula.id, target)
        if base is None:
            return _sized(own, formula)
        jacobian = formula.id.endswith("_jacobian")
        return self.engine.jacobian(own) if jacobian else self.engine.derivative(own)

    def _builtin(self, identifier: str, target: Target) -> Function:
        stone, found = self._found(identifier)
        reasons: Mapping[str, str] = getattr(stone, "EAGER_ONLY", {})
        if identifier in reasons and target.mode != self.modes[0]:
            raise Unsupported(reasons[identifier])
        prepared = self.engine.prepared(found, target.mode)
        makes = "dtype" in signature(found).parameters
        return self.engine.placed(prepared, target) if makes else prepared

    def _found(self, identifier: str) -> tuple[ModuleType, Function]:
        """The framework's function and the stone that lists it, the first stones first."""
        for name in self.stones:
            stone = _stone(name)
            found = getattr(stone, identifier, None)
            # A stone may use a layer of the same name that another module defines.
            if callable(found) and found.__module__ == stone.__name__:
                return stone, found
            if identifier in stone.MISSING:
                raise Missing(stone.MISSING[identifier])
        raise Missing(f"nnconform's {self.name} adapter does not list it")


def _sized(function: Function, formula: Formula) -> Function:
    """Pass single sizes as Python's integers, and by keyword those inputs that are keywords."""
    inputs = formula.inputs.items()
    sizes = [given.domain == "count" and not given.shape for _, given in inputs]
    keywords = [name for name, given in inputs if given.keyword]
    if not any(sizes):
        return function

    def call(*arrays: Any, **parameters: Any) -> Any:
        given = [int(x) if size else x for x, size in zip(arrays, sizes, strict=True)]
        positional = len(given) - len(keywords)
        named = dict(zip(keywords, given[positional:], strict=True))
        return function(*given[:positional], **named, **parameters)

    return call


def _stone(name: str) -> ModuleType:
    return import_module(f"{__package__}.{name}")


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
