"""The one place that opens a submission."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from traceback import walk_tb
from typing import Any, TypeVar

import nnconform.adapters.isolation as wall
from nnconform.adapters.isolation import IsolatedAdapter, Limits, SandboxError, open_submission
from nnconform.adapters.protocol import (
    Array,
    BadReturn,
    Died,
    Implementation,
    Missing,
    Raised,
    TimedOut,
    Unsupported,
)

from .assignment import Assignment


def opened(path: Path, bindings: Mapping[str, Any], assignment: Assignment) -> IsolatedAdapter:
    """An adapter of the submission, behind the wall; a context manager that leaves nothing.

    Raises:
        AdapterError: there is nothing that can be opened.
        SandboxError: the wall does not stand, which is no fault of the submission.
    """
    return open_submission(
        path, bindings, Limits(**assignment.limits.model_dump()), beside=assignment.beside
    )


# How a submission itself may fail; all else that comes from the wall is a failure of ours.
_ITS_OWN = (BadReturn, Died, Missing, Raised, TimedOut, Unsupported)
_T = TypeVar("_T")


@dataclass(frozen=True)
class Watched:
    """An implementation that keeps account of what is our fault: a check would call it an error.

    Attributes:
        faults: what our own code did wrong.
    """

    inner: Implementation
    faults: list[str] = field(default_factory=list)

    @property
    def taken(self) -> frozenset[str] | None:
        """The hyperparameters that can be passed."""
        return self.inner.taken

    def value(self, inputs: Sequence[Any], parameters: Mapping[str, Any]) -> Any:
        """See :meth:`nnconform.adapters.protocol.Implementation.value`."""
        return self._watched(lambda: self.inner.value(inputs, parameters))

    def gradient(
        self,
        inputs: Sequence[Any],
        parameters: Mapping[str, Any],
        wrt: Sequence[int],
        cotangent: Array | None,
    ) -> list[Array]:
        """See :meth:`nnconform.adapters.protocol.Implementation.gradient`."""
        return self._watched(lambda: self.inner.gradient(inputs, parameters, wrt, cotangent))

    def _watched(self, call: Callable[[], _T]) -> _T:
        try:
            return call()
        except _ITS_OWN:
            raise
        except Exception as error:
            if isinstance(error, SandboxError) or _is_from_the_wall(error):
                said = " ".join(str(error).split())[:300]
                self.faults.append(f"{type(error).__name__}: {said}")
            raise


def _is_from_the_wall(error: Exception) -> bool:
    files = [frame.f_code.co_filename for frame, _ in walk_tb(error.__traceback__)]
    return bool(files) and Path(files[-1]).is_relative_to(Path(str(wall.__file__)).parent)
