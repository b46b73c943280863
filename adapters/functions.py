"""A module of functions on NumPy arrays as an adapter: the short way to write one."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

from nnconform.spec import Formula

from ._passing import adapted
from ._plain import Function, Plain, gather
from .callables import quiet
from .protocol import BUILTIN, Missing, Target, check


@dataclass(frozen=True, slots=True)
class FunctionsAdapter:
    """The functions of a module, found by formula id, and the gradients that stand beside them.

    Where the module has a mapping ``MISSING`` of formula id to reason, the reason is reported;
    where it has a mapping ``DOCUMENT_FORM``, what turns a default into the documents' form.

    Attributes:
        name: what people type.
        version: of what is tested.
        module: the module's name; it is imported when a formula is looked up, and not before.
        dtypes: those that its functions take; all of them run by default.
        device: where they compute.
    """

    name: str
    version: str
    module: str
    dtypes: tuple[str, ...] = ("float16", "float32", "float64")
    device: str = "cpu"

    @property
    def provenances(self) -> tuple[str, ...]:
        """Whose form of the formulas this is."""
        return (BUILTIN,)

    @property
    def default_dtypes(self) -> tuple[str, ...]:
        """The dtypes that run when nobody asks for certain ones."""
        return self.dtypes

    @property
    def devices(self) -> tuple[str, ...]:
        """The devices that are present."""
        return (self.device,)

    @property
    def modes(self) -> tuple[str, ...]:
        """How functions can be run."""
        return ("eager",)

    @property
    def document_form(self) -> Mapping[str, str]:
        """By formula, what turns a function's default into the documents' form."""
        return self._listed("DOCUMENT_FORM")

    def implementation(self, formula: Formula, target: Target) -> Plain:
        """See :meth:`nnconform.adapters.protocol.Adapter.implementation`."""
        check(self, target)
        if reason := self._listed("MISSING").get(formula.id):
            raise Missing(reason)
        names = [name for name, given in formula.inputs.items() if given.keyword]
        found = gather(formula, self._function, self.module)
        functions = {}
        taken: dict[str, frozenset[str]] = {}
        for suffix, function in found.items():
            count = 3 if suffix == "_step" else len(formula.inputs)
            called, taken[suffix] = adapted(function, count, tuple(formula.defaults), names)
            functions[suffix] = quiet(called)
        return Plain(self.module, formula, functions, taken.get("", taken.get("_step")))

    def _function(self, name: str) -> Function | None:
        found = getattr(import_module(self.module), name, None)
        return found if callable(found) else None

    def _listed(self, name: str) -> Mapping[str, str]:
        listed: Mapping[str, str] = getattr(import_module(self.module), name, {})
        return listed
