"""The NumPy reference as an adapter: the functions of ``nnconform.reference``, by formula id."""

from dataclasses import dataclass
from importlib import import_module

import numpy

from nnconform.spec import Formula

from ._passing import adapted
from ._plain import Function, Plain, gather
from .protocol import BUILTIN, Target, check

NAME = "numpy"
VERSION = numpy.__version__
HOME = "https://numpy.org"


@dataclass(frozen=True, slots=True)
class NumpyAdapter:
    """The reference implementation; bfloat16 is not a dtype of NumPy's."""

    name: str = NAME
    version: str = VERSION
    provenances: tuple[str, ...] = (BUILTIN,)
    dtypes: tuple[str, ...] = ("float16", "float32", "float64")
    default_dtypes: tuple[str, ...] = ("float16", "float32", "float64")
    devices: tuple[str, ...] = ("cpu",)
    modes: tuple[str, ...] = ("eager",)

    def implementation(self, formula: Formula, target: Target) -> Plain:
        """See :meth:`nnconform.adapters.protocol.Adapter.implementation`."""
        check(self, target)
        names = [name for name, given in formula.inputs.items() if given.keyword]
        found = gather(formula, _function, "nnconform.reference")
        called = {suffix: adapted(function, len(formula.inputs), tuple(formula.defaults), names)[0]
                  for suffix, function in found.items()}  # fmt: skip
        return Plain("nnconform.reference", formula, called)


def adapter() -> NumpyAdapter:
    """Return the adapter of the reference."""
    return NumpyAdapter()


def _function(name: str) -> Function | None:
    found = getattr(import_module("nnconform.reference"), name, None)
    return found if callable(found) else None
