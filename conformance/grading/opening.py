"""The one place that opens a submission."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nnconform.adapters.file import load_file

from .assignment import Bounds


@contextmanager
def opened(path: Path, bindings: Mapping[str, Any], bounds: Bounds) -> Iterator[Any]:
    """An adapter of the submission, behind the wall; nothing of it is left afterwards."""
    yield load_file(str(path))
