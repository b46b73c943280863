"""A new adapter package: small, installable, and at work at once."""

import keyword
import sys
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from nnconform.adapters import BUILTIN_ADAPTERS, registered
from nnconform.conformance.signatures import signature
from nnconform.spec import NNConformError, groups, ids, load

# Template -> where it is written, in the new folder.
_FILES = {
    "pyproject.toml.j2": "pyproject.toml",
    "module.py.j2": "{package}/__init__.py",
    "test.py.j2": "tests/test_{name}.py",
    "README.md.j2": "README.md",
    "conformance.yml.j2": ".github/workflows/conformance.yml",
    "gitignore.j2": ".gitignore",
}


class NewAdapterError(NNConformError):
    """A package of this name cannot be written; the message says what to choose instead."""


def new_adapter(name: str, folder: str | Path | None = None) -> tuple[Path, ...]:
    """Write the package of an adapter and return the paths of its files.

    Args:
        name: what people will type; an identifier in lower case.
        folder: where to write; ``nnconform-NAME`` here if None. Nothing may be there yet.

    Raises:
        NewAdapterError: the name cannot be taken, or the folder is there or cannot be written.
    """
    _check_name(name)
    place = Path(f"nnconform-{name.replace('_', '-')}" if folder is None else folder)
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise NewAdapterError(f"{place} is there already; choose another folder with --out")
    pages = _pages(name)
    try:
        for path, text in pages.items():
            (place / path).parent.mkdir(parents=True, exist_ok=True)
            (place / path).write_text(text, encoding="utf-8")
    except OSError as error:
        raise NewAdapterError(f"cannot write to {place}: {error.strerror or error}") from None
    return tuple(place / path for path in pages)


def _check_name(name: str) -> None:
    if name in BUILTIN_ADAPTERS:
        raise NewAdapterError(f"{name} is a built-in adapter; choose another name")
    if name in registered():
        raise NewAdapterError(f"an adapter {name} is installed already; choose another name")
    if not (name.isascii() and name.isidentifier() and name.islower()) or keyword.iskeyword(name):
        raise NewAdapterError(
            f"{name!r} cannot be typed as an adapter; expected a name of small letters, digits and "
            "underscores that begins with a letter, such as my_library"
        )
    if name.startswith("_") or name in sys.stdlib_module_names:
        raise NewAdapterError(f"{name!r} is a name of Python's own; choose another name")


def _pages(name: str) -> Mapping[str, str]:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("nnconform.conformance", "templates/adapter"),
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    package = f"{name}_nnconform"
    given = {
        "name": name,
        "package": package,
        "version": version("nnconform"),
        "groups": _signatures(),
    }
    return {
        path.format(name=name, package=package): environment.get_template(template).render(given)
        for template, path in _FILES.items()
    }


def _signatures() -> Mapping[str, list[str]]:
    """The calls of all formulas, by group."""
    formulas = [load(identifier) for identifier in ids()]
    return {
        group: [f"{each.id}({signature(each)})" for each in formulas if each.group == group]
        for group in groups()
    }
