"""Where the code of an adapter stands: CI servers show a failure at a file and a line."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nnconform.reports.record import Record
from nnconform.reports.store import Run


@dataclass(frozen=True, slots=True)
class Place:
    """A file, as it was named on the command line, and a line in it, from 1."""

    path: str
    line: int


class Places:
    """The places of a run's adapters, for those that are Python files.

    The file is parsed, never imported; one that cannot be read has its first line named.
    """

    def __init__(self, run: Run) -> None:
        """Take the files from what the run was asked for."""
        asked = run.header.asked.get("adapters")
        names = [str(name) for name in asked] if isinstance(asked, list) else []
        files = [name for name in names if name.endswith(".py")]
        self._lines = {Path(name).stem: (name, _functions(name)) for name in files}

    def of(self, record: Record) -> Place | None:
        """Where a record's function is defined, None where its adapter is not a file."""
        found = self._lines.get(record.adapter)
        if found is None:
            return None
        path, lines = found
        names = [name for name in lines if name == record.formula] or [
            name for name in lines if name.startswith(f"{record.formula}_")
        ]
        return Place(Path(path).as_posix(), lines[names[0]] if names else 1)


def _functions(path: str) -> Mapping[str, int]:
    """The lines on which a file's functions are defined, by their names."""
    try:
        tree = ast.parse(Path(path).read_bytes())
    except (OSError, SyntaxError, ValueError):
        return {}
    return {node.name: node.lineno for node in tree.body if isinstance(node, ast.FunctionDef)}
