"""A zip that Gradescope builds an autograder from.

nnconform itself travels in the zip, so that the machine there grades with this very version; its
dependencies are installed when the autograder is built.
"""

import re
import zipfile
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from .assignment import AssignmentError, read_assignment

_PACKAGES = ("spec", "reference", "adapters", "conformance", "reports")
_SUFFIXES = frozenset({".py", ".toml", ".json", ".typed", ".j2", ".css", ".js"})
# So that two bundles of one assignment are the same file.
_DATE = (2026, 1, 1, 0, 0, 0)
_SETUP = """\
#!/usr/bin/env bash
# Gradescope runs this once, when the autograder is built.
set -euo pipefail
apt-get update
apt-get install -y python3 python3-venv bubblewrap
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {{
  echo 'nnconform needs Python 3.11 or later: choose a newer base image' >&2; exit 1; }}
python3 -m venv /autograder/venv
/autograder/venv/bin/pip install --no-cache-dir {requirements}
"""
_RUN = """\
#!/usr/bin/env bash
# Gradescope runs this for each submission.
set -uo pipefail
export PYTHONPATH=/autograder/source/lib
out=$(mktemp -d)
/autograder/venv/bin/python -m nnconform.conformance grade /autograder/submission --one \\
  --assignment /autograder/source/assignment.toml --jobs 1 --out "$out"
mkdir -p /autograder/results
cp "$out"/gradescope/*.json /autograder/results/results.json
"""


def write_bundle(assignment: str | Path, out: str | Path) -> Path:
    """Write the zip and return its path.

    Raises:
        AssignmentError: the assignment does not fit, or the zip cannot be written.
    """
    source, target = Path(assignment), Path(out)
    read_assignment(source)
    try:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            quoted = " ".join(f"'{each}'" for each in requirements())
            _put(archive, "setup.sh", _SETUP.format(requirements=quoted).encode(), 0o755)
            _put(archive, "run_autograder", _RUN.encode(), 0o755)
            _put(archive, "assignment.toml", source.read_bytes())
            for path in _beside(source):
                _put(archive, path.relative_to(source.parent).as_posix(), path.read_bytes())
            for name, data in _library():
                _put(archive, f"lib/{name}", data)
    except OSError as error:
        raise AssignmentError(f"cannot write {target}: {error.strerror or error}") from None
    return target


def requirements() -> list[str]:
    """What nnconform needs, without the extras.

    Raises:
        AssignmentError: nnconform is not installed, so nobody knows.
    """
    try:
        found = requires("nnconform") or []
    except PackageNotFoundError:
        raise AssignmentError("nnconform is not installed; install it with pip first") from None
    return [each.strip() for each in found if not re.search(r";.*\bextra\b", each)]


def _put(archive: zipfile.ZipFile, name: str, data: bytes, mode: int = 0o644) -> None:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.external_attr = (0o100000 | mode) << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, data)


def _beside(assignment: Path) -> Iterator[Path]:
    """The small adapters that the assignment's bindings name."""
    asked = read_assignment(assignment).questions.values()
    named = {each.binding.adapter for each in asked if each.binding and each.binding.adapter}
    for adapter in sorted(named):
        yield assignment.parent / adapter.rpartition(":")[0]


def _library() -> Iterator[tuple[str, bytes]]:
    root = Path(next(iter(import_module("nnconform").__path__)))
    yield from _files(root, "nnconform", deep=False)
    for name in _PACKAGES:
        folder = Path(next(iter(import_module(f"nnconform.{name}").__path__)))
        yield from _files(folder, f"nnconform/{name}")
    known = version("nnconform")
    about = f"Metadata-Version: 2.1\nName: nnconform\nVersion: {known}\n"
    yield f"nnconform-{known}.dist-info/METADATA", about.encode()


def _files(folder: Path, name: str, *, deep: bool = True) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*") if deep else folder.iterdir()):
        inside = path.relative_to(folder)
        if path.is_file() and path.suffix in _SUFFIXES and "__pycache__" not in inside.parts:
            yield f"{name}/{inside.as_posix()}", path.read_bytes()
