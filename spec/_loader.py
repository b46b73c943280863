"""Find, read and validate spec files; each is read once, when it is first asked for."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ._formula import Formula, build
from ._model import Document, FormulaFile
from ._schema import json_schema, key_fault, place_of
from .errors import SpecError, UnknownFormulaError

_ROOT = files("nnconform.spec")
_T = TypeVar("_T", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Generated:
    """A variant that every formula gets without writing it: its kind and its sentence."""

    kind: str
    text: str


@cache
def _paths() -> Mapping[str, tuple[str, Traversable]]:
    """Every formula file by id (its stem), with the folder that names its group."""
    found: dict[str, tuple[str, Traversable]] = {}
    for folder in sorted(_ROOT.iterdir(), key=lambda entry: entry.name):
        if folder.is_dir() and folder.name != "claims":  # those are no formulas
            for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
                if entry.name.endswith(".toml"):
                    found[entry.name.removesuffix(".toml")] = (folder.name, entry)
    return found


def ids() -> tuple[str, ...]:
    """Every formula id, sorted by group and name."""
    return tuple(_paths())


def groups() -> tuple[str, ...]:
    """The groups (folders) that hold formulas."""
    return tuple(dict.fromkeys(group for group, _ in _paths().values()))


@cache
def load(identifier: str) -> Formula:
    """Read and validate one formula.

    Raises:
        UnknownFormulaError: there is no such id; the message offers the nearest.
        SpecError: the file breaks the format.
    """
    try:
        group, path = _paths()[identifier]
    except KeyError:
        near = get_close_matches(identifier, _paths(), n=3)
        hint = f"did you mean {', '.join(near)}?" if near else "`nnconform list` shows all ids"
        raise UnknownFormulaError(f"unknown formula {identifier!r}; {hint}") from None
    return read(path.read_text(encoding="utf-8"), group, f"spec/{group}/{path.name}")


@cache
def derivative(identifier: str) -> Formula | None:
    """The entry of the same group that is declared to be the derivative of a formula."""
    group, _ = _paths()[identifier]
    beside = (load(other) for other, (place, _) in _paths().items() if place == group)
    found = (other for other in beside if other.file.formula.derivative_of == identifier)
    return next(found, None)


def read(text: str, group: str, where: str) -> Formula:
    """Validate the text of one spec file; ``where`` names it in messages.

    Raises:
        SpecError: not TOML, an unknown key, a missing key, a bad expression, an unknown source.
    """
    parsed = _validated(FormulaFile, _toml(text, where), where)
    stem = where.rsplit("/", 1)[-1].removesuffix(".toml")
    if parsed.id != stem:
        raise SpecError(f"{where}: id is {parsed.id!r}, but the file is named {stem!r}")
    return build(parsed, group, where, frozenset(documents()), frozenset(_paths()))


@cache
def documents() -> Mapping[str, Document]:
    """The documents that spec files may cite."""
    tables = _toml(_ROOT.joinpath("sources.toml").read_text(encoding="utf-8"), "spec/sources.toml")
    return {
        key: _validated(Document, value, f"spec/sources.toml: [{key}]")
        for key, value in tables.items()
    }


@cache
def generated() -> Mapping[str, Generated]:
    """The texts of the variants that are derived for every formula."""
    where = "spec/generated.toml"
    tables = _toml(_ROOT.joinpath("generated.toml").read_text(encoding="utf-8"), where)
    return {
        key: Generated(value["kind"], value.get("note") or value["hint"])
        for key, value in tables.items()
    }


def _toml(text: str, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise SpecError(f"{where}: not valid TOML: {error}") from None


def _validated(model: type[_T], value: Any, where: str) -> _T:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        lines = [f"{where}: {_explain(model, dict(item))}" for item in error.errors()]
        raise SpecError("\n".join(dict.fromkeys(lines))) from None


def _explain(model: type[BaseModel], item: dict[str, Any]) -> str:
    message = item["msg"].removeprefix("Value error, ")
    return key_fault(model, item, sorted) or f"[{'.'.join(place_of(item['loc']))}] {message}"


def schema() -> dict[str, Any]:
    """The JSON Schema of a spec file, as shipped in ``schema.json``."""
    return json_schema(FormulaFile)
