"""The draft of a file of expected deviations, from the results of a run."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Table

from .expected import DTYPES, UNWRITTEN, Expectations
from .record import CHECKS, Record, ReportError
from .wording import variant_names

_HEAD = (
    "Deviations that this project knows and accepts. `nnconform run` marks them as expected",
    "and fails on every other one. An entry needs a reason; it should have a link.",
)
_REASON = f"{UNWRITTEN}: say why this is accepted"


def write_draft(
    place: Path,
    expectations: Expectations,
    records: Sequence[Record],
    checks: Sequence[str],
    verdicts: Collection[str],
) -> int:
    """Write a file anew and return how many entries have been added.

    Args:
        place: the file.
        expectations: the entries that are there.
        records: the results of a run, marked by these entries.
        checks: the checks that were asked for; all where empty.
        verdicts: what gets an entry.

    Raises:
        ReportError: the file cannot be written.
    """
    gone = {said.number for said in expectations.gone(records, checks)}
    added = _entries([r for r in records if r.verdict in verdicts and not r.expected])
    text = _text(expectations, gone, added)
    try:
        place.write_text(text, encoding="utf-8")
    except OSError as error:
        reason = error.strerror or error
        raise ReportError(f"cannot write {place}: {reason}; choose another file") from error
    return len(added)


def _text(
    expectations: Expectations, gone: Collection[int], added: Iterable[Mapping[str, Any]]
) -> str:
    """What still applies stays as it is, comments included; what is new follows."""
    document = _opened(Path(expectations.path)) if expectations.path else _new()
    found = document.get("expected")
    entries = found if isinstance(found, AoT) else tomlkit.aot()
    for number in sorted(gone, reverse=True):
        del entries[number - 1]
    for values in added:
        entries.append(_table(values))
    if found is None and len(entries):
        document["expected"] = entries
    return tomlkit.dumps(document)


def _new() -> tomlkit.TOMLDocument:
    document = tomlkit.document()
    for line in _HEAD:
        document.add(tomlkit.comment(line))
    document.add(tomlkit.nl())
    return document


def _opened(place: Path) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(place.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, TOMLKitError) as error:
        raise ReportError(f"cannot read {place}: {error}") from None


def _entries(records: Iterable[Record]) -> list[dict[str, Any]]:
    """One entry for the results that differ in dtype and check alone."""
    parts: dict[tuple[str, ...], list[Record]] = {}
    for r in records:
        variant = "+".join(variant_names(r.variant)) if r.variant else ""
        key = (r.group, r.formula, r.adapter, r.device, r.mode, r.provenance, r.verdict)
        parts.setdefault((*key, variant), []).append(r)
    return [entry for key in sorted(parts) for entry in _rectangles(key, parts[key])]


def _rectangles(key: tuple[str, ...], part: list[Record]) -> list[dict[str, Any]]:
    """Dtypes that deviate in the same checks share an entry, which so covers nothing else."""
    checks: dict[str, set[str]] = {}
    for record in part:
        checks.setdefault(record.dtype, set()).add(record.check)
    alike: dict[frozenset[str], list[str]] = {}
    for dtype in DTYPES:
        if dtype in checks:
            alike.setdefault(frozenset(checks[dtype]), []).append(dtype)
    _, formula, adapter, device, mode, provenance, verdict, variant = key
    return [
        {
            "id": formula,
            "adapter": adapter,
            "dtype": _short(dtypes),
            "check": _short([check for check in CHECKS if check in asked]),
            "device": device,
            "mode": mode,
            "provenance": provenance,
            "verdict": verdict,
            **({"variant": variant} if variant else {}),
            "reason": _REASON,
        }
        for asked, dtypes in alike.items()
    ]


def _short(words: list[str]) -> str | list[str]:
    return words[0] if len(words) == 1 else words


def _table(values: Mapping[str, Any]) -> Table:
    table = tomlkit.table()
    for key, value in values.items():
        table.add(key, value)
    return table
