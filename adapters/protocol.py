"""What the suite asks of an implementation, and how an adapter answers.

Arrays cross this border as NumPy arrays: float16, float32, float64, ``ml_dtypes.bfloat16`` for
bfloat16, and int64 for labels. An adapter converts, calls, converts back; it never judges.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from nnconform.spec import Formula, NNConformError

Array = npt.NDArray[Any]
Sizes = Mapping[str, Any]

BUILTIN = "builtin"
AS_WRITTEN = "as_written"
SUBMISSION = "submission"


class AdapterError(NNConformError):
    """An adapter cannot be loaded; the message says what to install or to mend."""


class Missing(Exception):
    """The framework does not offer this formula; the message says why, and what is near."""


class NotImported(Missing):
    """The submission's file does not import, so nothing of it is there; the message says why."""


class Unsupported(Exception):
    """The formula is there, but not on this dtype, device or mode."""


class BadReturn(Exception):
    """The implementation returned something that is no array of numbers."""


class TimedOut(Exception):
    """The implementation did not answer within the time limit."""


class Died(Exception):
    """The process of a submission ended in a call: it crashed, exited or ran out of memory."""


class Raised(Exception):
    """The implementation raised: what, its message, and the line of its file.

    Attributes:
        kind: name of the exception's class.
        message: its text.
        line: the last line of the implementation's own file that was running, or None.
    """

    def __init__(self, kind: str, message: str, line: int | None) -> None:
        super().__init__(kind, message, line)
        self.kind = kind
        self.message = message
        self.line = line

    def __str__(self) -> str:
        text = f"{self.kind}: {self.message}" if self.message else self.kind
        return text if self.line is None else f"{text} (line {self.line})"


@dataclass(frozen=True, slots=True)
class Target:
    """Where and how a formula is run."""

    provenance: str
    device: str
    dtype: str
    mode: str


class Implementation(Protocol):
    """One formula as one framework computes it on one target.

    Attributes:
        taken: the hyperparameters that can be passed; the others are fixed inside, and only
            their defaults can be asked for. None for all of them.
    """

    @property
    def taken(self) -> frozenset[str] | None: ...

    def value(self, inputs: Sequence[Any], parameters: Mapping[str, Any]) -> Any:
        """Return the result on ``inputs`` (call order) and keyword ``parameters``.

        An input may be a tuple of arrays; the result of a program that returns several is a
        tuple, nested as its results are.

        Raises:
            Unsupported: not on this dtype or device.
            BadReturn: the result is no array of numbers.
            Raised, TimedOut: a submission's own failure.
        """
        ...

    def gradient(
        self, inputs: Sequence[Any], parameters: Mapping[str, Any],
        wrt: Sequence[int], cotangent: Array | None,
    ) -> list[Array]:  # fmt: skip
        """Return d sum(cotangent * result) / d inputs[i] for each i of ``wrt``.

        ``cotangent`` has the shape of the result; None stands for ones.

        Raises:
            Missing: no derivative is offered.
            Unsupported, BadReturn, Raised, TimedOut: as for ``value``.
        """
        ...


class Adapter(Protocol):
    """One framework, file or process.

    Attributes:
        default_dtypes: those of ``dtypes`` that run when nobody asks for certain ones.
        devices: those that are present.

    It may have ``models``, the framework's own layers, as :class:`Models`.
    """

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def provenances(self) -> tuple[str, ...]: ...
    @property
    def dtypes(self) -> tuple[str, ...]: ...
    @property
    def default_dtypes(self) -> tuple[str, ...]: ...
    @property
    def devices(self) -> tuple[str, ...]: ...
    @property
    def modes(self) -> tuple[str, ...]: ...

    def implementation(self, formula: Formula, target: Target) -> Implementation:
        """Return the formula on ``target``.

        Raises:
            Missing: the framework does not offer it.
            Unsupported: not on this target.
        """
        ...


@dataclass(frozen=True, slots=True)
class OwnLayer:
    """One of a framework's own layers.

    Attributes:
        formula: the id that counts it; None where there is none.
        sizes: the arguments of the formula.
        parameters: how many numbers the framework counts as its parameters.
        trainable: whether training moves any of them.
    """

    name: str
    formula: str | None
    sizes: Sizes
    parameters: int
    trainable: bool = True


class Models(Protocol):
    """A framework's own layers; an adapter that has them offers them as ``models``."""

    def build(self, layers: Sequence[Any], sizes: Sequence[Sizes]) -> list[OwnLayer]:
        """Make the framework's layer for each layer of a description.

        Args:
            layers: as :mod:`nnconform.conformance.network` has them.
            sizes: the arguments of each one's formula.
        """
        ...

    def layers_of(self, model: Any) -> Iterator[OwnLayer]:
        """Return the layers of a model that have no layers inside, in order."""
        ...


def check(adapter: Adapter, target: Target) -> None:
    """Refuse a target that ``adapter`` does not have.

    Raises:
        Unsupported: the message names what was asked for and what there is.
    """
    asked = {
        "provenance": (target.provenance, adapter.provenances),
        "device": (target.device, adapter.devices),
        "dtype": (target.dtype, adapter.dtypes),
        "mode": (target.mode, adapter.modes),
    }
    for what, (wanted, offered) in asked.items():
        if wanted not in offered:
            here = " here" if what == "device" else ""
            raise Unsupported(
                f"{adapter.name} has no {what} {wanted!r}{here}; it has {', '.join(offered)}"
            )


def as_results(result: object) -> Any:
    """Convert what a program returned: an array, or a tuple of what its parts become.

    Raises:
        BadReturn: some part is no array of numbers.
    """
    parts = isinstance(result, tuple | list) and any(np.ndim(each) for each in _parts(result))
    if parts and isinstance(result, tuple | list):
        return tuple(as_results(each) for each in result)
    return as_array(result)


def _parts(result: tuple[object, ...] | list[object]) -> list[Any]:
    """The parts of a list, each as something with a number of axes."""
    return [each if hasattr(each, "ndim") else [0] if isinstance(each, tuple | list) else 0
            for each in result]  # fmt: skip


def as_array(result: object) -> Array:
    """Convert what an implementation returned to a plain array of numbers.

    Raises:
        BadReturn: None, text, objects, ragged lists; the message says what came instead.
    """
    try:
        array = np.array(result, copy=None, subok=False)
    except Exception as error:
        raise BadReturn(f"returned {type(result).__name__}, which is no array: {error}") from None
    if array.dtype.kind not in "fiub" and array.dtype.name != "bfloat16":
        raise BadReturn(f"returned {type(result).__name__} of dtype {array.dtype}, not numbers")
    return array
