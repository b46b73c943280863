"""What a check found, in a few lines for a test runner or a CI server."""

from collections.abc import Iterator, Mapping

from .record import Record
from .wording import visible


def headline(record: Record) -> str:
    """Return formula, check and verdict, and the mistake or convention by its name."""
    name = f" ({record.variant})" if record.variant else ""
    return visible(f"{record.formula} {record.check}: {record.verdict}{name}")


def details(record: Record) -> str:
    """Return the message and the counterexample, or the worst input; lines are indented."""
    return visible("\n".join(_details(record)))


def explain(record: Record) -> str:
    """Return verdict, diagnosis and counterexample."""
    return "\n".join(part for part in (headline(record), details(record)) if part)


def _details(record: Record) -> Iterator[str]:
    if record.message:
        yield f"  {record.message}"
    shown = record.counterexample
    if shown is not None:
        given = {**_mapping(shown, "inputs"), **_mapping(shown, "parameters")}
        yield f"  inputs:   {_named(given)}"
        yield f"  expected: {shown.get('expected')}"
        yield f"  got:      {shown.get('got')}"
    elif record.worst_input is not None:
        yield f"  worst at: {_named(record.worst_input)}"


def _mapping(shown: Mapping[str, object], key: str) -> Mapping[str, object]:
    found = shown.get(key)
    return found if isinstance(found, Mapping) else {}


def _named(values: Mapping[str, object]) -> str:
    return ", ".join(f"{key} = {value}" for key, value in values.items())
