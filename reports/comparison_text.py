"""A comparison of two runs for a terminal, as Markdown and as JSON."""

import json
from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from .comparison import KINDS, Alike, Change, Comparison, Side, alike
from .comparison_words import (
    COLOURS,
    NONE,
    TITLES,
    before_after,
    kind_counts,
    notes,
    others,
    telling,
    total,
    what,
    who,
    why,
)
from .markdown import escape
from .record import Record, plain
from .terminal import STYLES
from .wording import counted, one_line

_FORMAT = 1
_RECORD_KEYS = (
    "id",
    "adapter",
    "version",
    "provenance",
    "device",
    "dtype",
    "mode",
    "verdict",
    "variant",
    "max_ulp",
    "band_ratio",
    "worst_input",
    "counterexample",
    "message",
    "choices",
    "expected",
)


def summary(comparison: Comparison, *, lines: int = 20) -> RenderableType:
    """Return what a terminal shows: the runs, what has changed, and the sum of it.

    Args:
        comparison: two runs as compared.
        lines: how many changes of each kind are listed before "and N more".
    """
    parts: list[RenderableType] = [_facts_table(comparison)]
    parts += [Text(note, style="yellow") for note in notes(comparison)]
    for kind, changes in _by_kind(comparison).items():
        parts += [Text(), _heading(kind, changes)]
        groups = alike(changes)
        for group in groups[:lines]:
            parts.append(_line(group))
        if len(groups) > lines:
            parts.append(Text(f"  ... and {len(groups) - lines} more lines like these"))
    style = "bold red" if comparison.regressions else "bold green"
    return Group(*parts, Text(), Text(total(comparison), style=style))


def markdown(comparison: Comparison, *, lines: int = 200) -> str:
    """Return the comparison as a Markdown document.

    Args:
        comparison: two runs as compared.
        lines: how many changes of each kind are listed before "and N more".
    """
    return "\n".join(_document(comparison, lines)) + "\n"


def as_json(comparison: Comparison) -> str:
    """Return the comparison as strict JSON.

    Keys: ``format``; ``a`` and ``b``, each with ``name``, ``started``, ``nnconform``, ``python``,
    ``platform``, ``machine``, ``seed``, ``adapters``, ``results``, ``interrupted``; ``across``;
    ``same_inputs``; ``compared``, ``same``, ``unreached``; ``counts``, changes per kind;
    ``regressions``, how many of them are; ``changes``, a list with the keys ``kind regression
    group formula check point a b``, where ``a`` and ``b`` are results (null where there is none)
    with the keys of a record that are not the same for both.
    """
    data = {
        "format": _FORMAT,
        "a": _side(comparison.a),
        "b": _side(comparison.b),
        "across": comparison.across,
        "same_inputs": comparison.same_inputs,
        "compared": comparison.compared,
        "same": comparison.same,
        "unreached": comparison.unreached,
        "counts": kind_counts(comparison),
        "regressions": len(comparison.regressions),
        "changes": [_change(change) for change in comparison.changes],
    }
    return json.dumps(plain(data), indent=1, allow_nan=False)


def _by_kind(comparison: Comparison) -> dict[str, list[Change]]:
    found: dict[str, list[Change]] = {}
    for kind in KINDS:
        if changes := [change for change in comparison.changes if change.kind == kind]:
            found[kind] = changes
    return found


def _facts_table(comparison: Comparison) -> Table:
    table = Table("", "A", "B", box=None, pad_edge=False)
    for fact in telling(comparison):
        style = "dim" if fact[1] == fact[2] else ""
        table.add_row(*(Text(one_line(text) or NONE, style=style) for text in fact))
    return table


def _heading(kind: str, changes: list[Change]) -> Text:
    formulas = len({(c.record.group, c.record.formula) for c in changes})
    line = Text(TITLES[kind], style=STYLES[COLOURS[kind]])
    line.append(f": {_numbers(changes, formulas)}", style="default not bold")
    return line


def _numbers(changes: list[Change], formulas: int) -> str:
    expected = sum(1 for c in changes if c.b and c.b.expected)
    known = f", {expected:,} of them expected" if expected else ""
    step = "; a regression" if any(c.regression for c in changes) else ""
    return f"{counted(len(changes), 'result')} of {counted(formulas, 'formula')}{known}{step}"


def _line(group: Alike) -> Text:
    line = Text("  ", no_wrap=True, overflow="ellipsis")
    line.append(what(group.worst), style="bold").append(f"  {who(group.worst)}")
    if said := others(group):
        line.append(f" ({said})", style="dim")
    line.append(f"\n      {before_after(group.worst)}")
    if reason := why(group.worst):
        line.append(f"  {reason}", style="dim")
    return line


def _document(comparison: Comparison, lines: int) -> Iterator[str]:
    yield "# Comparison of two runs"
    yield ""
    yield f"**{escape(total(comparison))}**"
    yield ""
    for note in notes(comparison):
        yield f"- {escape(note)}"
    yield ""
    yield "| | A | B |"
    yield "| --- | --- | --- |"
    for fact in telling(comparison):
        yield f"| {' | '.join(escape(text) or NONE for text in fact)} |"
    yield ""
    for kind, changes in _by_kind(comparison).items():
        formulas = len({(c.record.group, c.record.formula) for c in changes})
        yield f"## {TITLES[kind]}"
        yield ""
        yield f"{_numbers(changes, formulas)}."
        yield ""
        yield "| check | where | A → B | |"
        yield "| --- | --- | --- | --- |"
        groups = alike(changes)
        for group in groups[:lines]:
            first = group.worst
            place = " ".join(word for word in (who(first), others(group)) if word)
            cells = (what(first), place, before_after(first), why(first))
            yield f"| {' | '.join(escape(cell) for cell in cells)} |"
        yield ""
        if len(groups) > lines:
            yield f"... and {len(groups) - lines} more lines like these."
            yield ""


def _side(side: Side) -> dict[str, object]:
    header = side.header
    names = ("started", "nnconform", "python", "platform", "machine", "seed", "adapters")
    found = {name: getattr(header, name) for name in names}
    return {"name": side.name} | found | {"results": side.results, "interrupted": side.interrupted}


def _change(change: Change) -> dict[str, object]:
    record = change.record
    return {
        "kind": change.kind,
        "regression": change.regression,
        "group": record.group,
        "formula": record.formula,
        "check": record.check,
        "point": change.point,
        "a": _result(change.a),
        "b": _result(change.b),
    }


def _result(record: Record | None) -> dict[str, object] | None:
    return {name: getattr(record, name) for name in _RECORD_KEYS} if record else None
