"""What comes back over the channel, read as what it says: a result, a change, a failure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from inspect import Parameter, Signature
from typing import Any, NoReturn

import numpy as np

from nnconform.adapters._passing import Function
from nnconform.adapters._plain import Plain
from nnconform.adapters.protocol import (
    Array,
    BadReturn,
    Died,
    Missing,
    NotImported,
    Raised,
    as_array,
)
from nnconform.spec import Formula

_KINDS = {
    "POSITIONAL_ONLY": Parameter.POSITIONAL_ONLY,
    "POSITIONAL_OR_KEYWORD": Parameter.POSITIONAL_OR_KEYWORD,
    "VAR_POSITIONAL": Parameter.VAR_POSITIONAL,
    "KEYWORD_ONLY": Parameter.KEYWORD_ONLY,
    "VAR_KEYWORD": Parameter.VAR_KEYWORD,
}


class Remote(Plain):
    """Functions on the other side; a state stays there, so that all steps are one call."""

    __slots__ = ()

    def stepped(self, inputs: Sequence[Any], parameters: Mapping[str, Any]) -> Array:
        """See :meth:`nnconform.adapters._plain.Plain.stepped`."""
        return as_array(self._call("_step", inputs, parameters))


@dataclass(frozen=True, slots=True)
class Multiplied:
    """A formula whose derivative is only offered multiplied with what comes from above."""

    plain: Plain
    functions: Mapping[str, Function]

    @property
    def taken(self) -> frozenset[str] | None:
        """The hyperparameters that can be passed."""
        return self.plain.taken

    def value(self, inputs: Sequence[Any], parameters: Mapping[str, Any]) -> Any:
        """See :meth:`nnconform.adapters.protocol.Implementation.value`."""
        return self.plain.value(inputs, parameters)

    def gradient(
        self, inputs: Sequence[Any], parameters: Mapping[str, Any],
        wrt: Sequence[int], cotangent: Array | None,
    ) -> list[Array]:  # fmt: skip
        """See :meth:`nnconform.adapters.protocol.Implementation.gradient`."""
        suffix = "_derivative" if "_derivative" in self.functions else "_gradient"
        if tuple(wrt) != (0,):
            raise Missing(f"{self.plain.owner} offers the derivative in the first input only")
        found = self.functions[suffix](*inputs, upstream=cotangent, **parameters)
        return [as_array(found).astype(np.asarray(inputs[0]).dtype)]


def sentence(said: object) -> str:
    """Text from the other side as one line of printable characters, cut."""
    text = " ".join(str(said)[:4000].split())[:600]
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text)


def overwrite(ours: Any, theirs: Any) -> None:
    """Do to our array what was done to its copy: who looks at it shall see the change."""
    if isinstance(ours, np.ndarray) and isinstance(theirs, np.ndarray):
        if ours.shape == theirs.shape and ours.flags.writeable:
            with np.errstate(all="ignore"):
                ours[...] = theirs
    elif isinstance(ours, list | tuple) and isinstance(theirs, list | tuple):
        for one, other in zip(ours, theirs, strict=False):
            overwrite(one, other)


def with_defaults(called: Function, formula: Formula, stepwise: bool) -> Function:
    """Pass the formula's defaults where the suite passes none; a first state to single steps."""
    defaults = formula.defaults

    def call(*inputs: Any, **parameters: Any) -> Any:
        given = (*inputs, None) if stepwise else inputs
        return called(*given, **{**defaults, **parameters})

    return call


def as_signature(described: Any) -> Any:
    """A signature as the child describes it; something without meaning where it cannot tell."""
    try:
        return Signature([Parameter(str(name), _KINDS[kind]) for name, kind in described])
    except (TypeError, ValueError, KeyError):
        return "unknown"


def refused(answer: Mapping[str, Any], *, single: bool = True) -> NoReturn:
    """Raise what an answer without a value says.

    Args:
        single: whether the submission is one file, whose name says nothing.

    Raises:
        Raised, Died, BadReturn, Missing, NotImported: as it says.
    """
    if type(said := answer.get("raised")) is list and len(said) == 4:
        kind, message, file = (sentence(each) for each in (said[0], said[1], said[3]))
        line = said[2]
        if kind == "MemoryError":
            raise Died("out of memory")
        place = f" in {file}" if file and not single else ""
        text = f"{message}{place}" if type(line) is int else message
        raise Raised(kind, text, line if type(line) is int else None)
    kinds = {"missing": Missing, "binding": Missing, "import": NotImported, "bad": BadReturn}
    for key, kind_of in kinds.items():
        if type(said := answer.get(key)) is str:
            raise kind_of(sentence(said))
    raise BadReturn("returned something that is no plain data")
