"""What lies in a folder of submissions, and under which names."""

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from nnconform.spec import NNConformError

_FILES = frozenset({".py", ".ipynb"})
# What systems and editors leave behind.
_SKIPPED = frozenset({"__pycache__", "__MACOSX", "node_modules"})


class SubmissionsError(NNConformError):
    """There is nothing to grade; the message says where was looked, and for what."""


@dataclass(frozen=True, slots=True)
class Submission:
    """One entry of the folder.

    Attributes:
        name: printable, and no two have the same.
        refused: why it cannot be graded; empty for all others.
    """

    name: str
    path: Path
    refused: str = ""


def find_submissions(folder: str | Path, *, one: bool = False) -> list[Submission]:
    """The submissions in a folder, sorted by name; a file alone is one submission.

    Args:
        one: the folder itself is one submission.

    Raises:
        SubmissionsError: there is no such folder, or nothing to grade in it.
    """
    place = Path(folder)
    if not place.exists():
        raise SubmissionsError(f"{place}: no such file or folder")
    if place.is_file() or one:
        if place.is_file() and place.suffix not in _FILES:
            raise SubmissionsError(f"{place}: expected a .py file, a notebook (.ipynb) or a folder")
        path = place.resolve()
        return [Submission(printable(path.stem if path.is_file() else path.name), path)]
    entries = sorted(
        (entry for entry in place.iterdir() if _is_submission(entry)), key=lambda e: os.fsencode(e)
    )
    if not entries:
        raise SubmissionsError(
            f"{place}: nothing to grade; expected .py files, notebooks (.ipynb) or folders"
        )
    stems = Counter(_stem(entry).casefold() for entry in entries)
    found = []
    for entry in entries:
        alone = stems[_stem(entry).casefold()] == 1
        name = printable(_stem(entry) if alone else entry.name)
        found.append(Submission(name, entry.absolute(), _reason(entry, place)))
    return found


def printable(text: str) -> str:
    """A name with everything that cannot be printed spelled out, line ends too."""
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in text
    )


def _stem(entry: Path) -> str:
    return entry.stem if entry.suffix in _FILES else entry.name


def _is_submission(entry: Path) -> bool:
    if entry.name.startswith(".") or entry.name in _SKIPPED:
        return False
    return entry.is_symlink() or entry.is_dir() or entry.suffix in _FILES


def _reason(entry: Path, folder: Path) -> str:
    """Why an entry is not opened: a link must not lead out of the folder."""
    if not entry.is_symlink():
        return "" if entry.is_dir() or entry.is_file() else f"{printable(entry.name)} is no file"
    try:
        inside = entry.resolve(strict=True).is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        return "The submission is a link that leads nowhere."
    return "" if inside else "The submission is a link that leads out of the folder."
