"""JSON Schemas of data files, and what their models say of keys, in words for people."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from pydantic import BaseModel

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
# What pydantic puts into a path beside the keys of the file.
_INSERTED = ("function-", "list[", "[key]")
Path = Sequence[str | int]


def json_schema(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema of a file that ``model`` reads, as it ships."""
    return {"$schema": _DRAFT, **model.model_json_schema()}


def place_of(path: Path) -> list[str]:
    """The keys of the file that lead to a fault."""
    return [str(part) for part in path if not str(part).startswith(_INSERTED)]


def key_fault(
    model: type[BaseModel],
    item: dict[str, Any],
    arranged: Callable[[Iterable[str]], Iterable[str]] = list,
) -> str | None:
    """What is wrong with a key; None where the fault is another one.

    Args:
        model: what the file was read as.
        item: a fault that pydantic has found.
        arranged: the order in which known keys are named; that of the model is the default.
    """
    *path, key = item["loc"]
    place = place_of(path)
    table = f"[{'.'.join(place)}]" if place else "top level"
    if item["type"] == "extra_forbidden":
        known = ", ".join(arranged(_keys_at(model, path)))
        return f"{table} has the unknown key {key!r}; expected one of {known}"
    return f"{table} lacks {key!r}; add it" if item["type"] == "missing" else None


def _keys_at(model: type[BaseModel], path: Path) -> list[str]:
    """The keys that the table at ``path`` may have."""
    schema = model.model_json_schema()
    node: dict[str, Any] = schema
    for part in path:
        node = _resolved(schema, node)
        if isinstance(part, int):
            node = node.get("items", {})
            continue
        # A table whose keys are names has one schema for every name.
        anything = node.get("additionalProperties") or {}
        patterned = next(iter(node.get("patternProperties", {}).values()), anything)
        node = node.get("properties", {}).get(part) or patterned
    return list(_resolved(schema, node).get("properties", {}))


def _resolved(schema: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    for each in (node, *node.get("anyOf", ()), *node.get("allOf", ())):
        if "$ref" in each:
            return _resolved(schema, schema["$defs"][each["$ref"].rsplit("/", 1)[-1]])
    return node
