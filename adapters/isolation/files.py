"""What is handed over of a submission: regular files, bounded in number and size.

The sandbox never sees the submission's own folder, only a copy in its private directory: so
nothing can be written there, and links that lead out of it lead nowhere.
"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nnconform.adapters.protocol import AdapterError

MAX_FILES = 2_000
MAX_FILE = 20 << 20
MAX_ALL = 48 << 20
_SKIPPED = ("__pycache__", "__MACOSX", "node_modules", "venv")
_CODE = (".py", ".ipynb")


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a submission by their path inside it.

    Attributes:
        only: the one file, where the submission is one.
        notes: what was left out, a sentence each.
    """

    contents: tuple[tuple[str, bytes], ...]
    only: str | None
    notes: tuple[str, ...]


def collect(path: Path) -> Files:
    """Read a submission: a ``.py`` file, an ``.ipynb`` notebook or a folder.

    Raises:
        AdapterError: there is nothing of this name, or it is nothing of these.
    """
    if path.is_dir():
        return _folder(path)
    if not path.exists():
        raise AdapterError(f"{path}: no such file or folder")
    if not path.is_file() or path.suffix not in _CODE:
        raise AdapterError(f"{path}: expected a .py file, an .ipynb notebook or a folder")
    size = path.stat().st_size
    if size > MAX_FILE:
        raise AdapterError(f"{path}: {size >> 20} MiB are too much: at most {MAX_FILE >> 20} MiB")
    try:
        return Files(((path.name, path.read_bytes()),), path.name, ())
    except OSError as error:
        raise AdapterError(f"{path}: cannot be read: {error.strerror}") from None


def _folder(path: Path) -> Files:
    contents: list[tuple[str, bytes]] = []
    notes: list[str] = []
    room = MAX_ALL
    # Code first, so that a heap of data leaves no function out.
    for file in sorted(_regular(path, notes), key=lambda f: (f.suffix not in _CODE, str(f))):
        relative = str(file.relative_to(path))
        try:
            size = file.stat().st_size
            if size > min(MAX_FILE, room) or len(contents) >= MAX_FILES:
                notes.append(f"{relative!r} was left out: too large, or too many files")
                continue
            contents.append((relative, file.read_bytes()))
        except OSError as error:
            notes.append(f"{relative!r} was left out: {error.strerror}")
            continue
        room -= size
    return Files(tuple(contents), None, tuple(notes[:50]))


def _regular(path: Path, notes: list[str]) -> Iterator[Path]:
    root = os.path.realpath(path)
    for folder, names, files in os.walk(path):
        names[:] = sorted(n for n in names if n not in _SKIPPED and not n.startswith("."))
        for name in names:
            if os.path.islink(os.path.join(folder, name)):
                notes.append(f"{name!r} was left out: a link to a folder")
        for name in sorted(files):
            file = Path(folder, name)
            if not Path(os.path.realpath(file)).is_relative_to(root):
                notes.append(f"{name!r} was left out: a link that leaves the folder")
            elif _is_regular(file):
                yield file
            else:
                notes.append(f"{name!r} was left out: not a file")


def _is_regular(file: Path) -> bool:
    try:
        return stat.S_ISREG(file.stat().st_mode)
    except OSError:
        return False
