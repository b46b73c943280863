"""Which result of one run belongs to which result of another."""

from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase

from .record import Record, ReportError
from .wording import joined

PLACE = ("adapter", "provenance", "mode", "device", "dtype")
NAMES = ("group", "formula", "check", *PLACE)

Conditions = Mapping[str, Sequence[str]]
Key = tuple[str, ...]


def conditions(texts: Iterable[str]) -> dict[str, list[str]]:
    """Return what conditions such as ``dtype=float32,float64`` ask for.

    Raises:
        ReportError: something else than NAME=VALUE, or a name that no result has.

    >>> conditions(["dtype=float32,float64,adapter=torch", "formula=soft*"])
    {'dtype': ['float32', 'float64'], 'adapter': ['torch'], 'formula': ['soft*']}
    """
    found: dict[str, list[str]] = {}
    for text in texts:
        name = ""
        for part in text.split(","):
            given, equals, value = part.partition("=")
            name = given.strip() if equals else name
            value = (value if equals else part).strip()
            if name not in NAMES or not value:
                raise ReportError(f"{text!r}: write NAME=VALUE, where NAME is {_any_of(NAMES)}")
            found.setdefault(name, []).append(value)
    return found


def chosen(records: Iterable[Record], wanted: Conditions, side: str) -> list[Record]:
    """Return the results that fulfil all conditions, one value of each name being enough.

    Args:
        records: results of one run.
        wanted: names of fields -> values, in which ``*`` stands for anything.
        side: what messages call the run.

    Raises:
        ReportError: no result has a value that was asked for; the message says which there are.
    """
    found = list(records)
    for name, values in wanted.items():
        there = sorted({str(getattr(record, name)) for record in found})
        for value in values:
            if not any(fnmatchcase(each, value) for each in there):
                raise ReportError(
                    f"{side} has no result with {name} {value}; there is {joined(there) or 'none'}"
                )
        kept = {each for each in there if any(fnmatchcase(each, value) for value in values)}
        found = [record for record in found if getattr(record, name) in kept]
    return found


def keyed(records: Iterable[Record], across: Sequence[str], side: str) -> dict[Key, Record]:
    """Return results under what the two runs have in common.

    Args:
        records: results of one run.
        across: the names of ``PLACE`` in which the two runs differ.
        side: what messages call the run: "A" or "B".

    Returns:
        results under their id, or under all names but those in ``across``.

    Raises:
        ReportError: two results have one key; the message says which option tells them apart.
    """
    kept = [name for name in NAMES if name not in across]
    found: dict[Key, list[Record]] = {}
    for record in records:
        key = tuple(getattr(record, name) for name in kept) if across else (record.id,)
        found.setdefault(key, []).append(record)
    for rows in found.values():
        if len(rows) > 1:
            raise ReportError(_ambiguous(rows, across, side))
    return {key: rows[0] for key, rows in found.items()}


def check_common(a: Mapping[Key, Record], b: Mapping[Key, Record]) -> None:
    """Refuse two runs that have results, and none in common.

    Raises:
        ReportError: nothing can be compared; the message names the option that would help.
    """
    if not a or not b or a.keys() & b.keys():
        return
    parts, options = [], []
    for name in PLACE:
        ours, theirs = ({str(getattr(r, name)) for r in rows.values()} for rows in (a, b))
        if not ours & theirs:
            parts.append(f"{name} is {joined(sorted(ours))} in A, {joined(sorted(theirs))} in B")
            options.append(f"--across {name}")
    said = f": {'; '.join(parts)}. Match them with {' '.join(options)}" if parts else ""
    raise ReportError(f"A and B have no result in common{said}")


def _ambiguous(rows: Sequence[Record], across: Sequence[str], side: str) -> str:
    first = rows[0]
    for name in across:
        values = list(dict.fromkeys(str(getattr(record, name)) for record in rows))
        if len(values) > 1:
            return (
                f"{side} has {first.group}/{first.formula} {first.check} with {name} "
                f"{joined(values)}, and only one can be compared; choose it with "
                f"--{side.lower()} {name}=VALUE, or for both runs with --where {name}=VALUE"
            )
    return f"{side} has the result {first.id} twice; a file holds each result once"


def _any_of(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"
