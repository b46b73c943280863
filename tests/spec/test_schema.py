"""The JSON Schema that is shipped for editors is the one that the model makes."""

import json
from importlib.resources import files
from typing import Any

from nnconform.spec import FormulaFile, schema

SHIPPED: dict[str, Any] = json.loads(
    files("nnconform.spec").joinpath("schema.json").read_text(encoding="utf-8")
)


def made() -> dict[str, Any]:
    found: Any = schema()
    return dict(json.loads(found)) if isinstance(found, str) else dict(found)


def test_the_shipped_schema_is_the_one_that_the_model_makes() -> None:
    assert made() == SHIPPED


def test_the_schema_knows_every_table_of_a_file() -> None:
    assert set(SHIPPED["properties"]) == set(FormulaFile.model_fields)
    assert SHIPPED["additionalProperties"] is False


def test_unknown_keys_are_refused_at_every_level() -> None:
    tables = [table for table in SHIPPED["$defs"].values() if table.get("type") == "object"]
    assert len(tables) >= 8
    assert all(table["additionalProperties"] is False for table in tables)
