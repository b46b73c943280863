"""The documents' worked numbers for a terminal; numbers are folded where they must, never cut."""

from collections.abc import Callable, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from .worked import CARRIED, ERRATUM, TRUNCATED, WorkedNumber, counts, of_kind

STYLES = {CARRIED: "cyan", TRUNCATED: "yellow", ERRATUM: "bold red"}
_CARRIED_TITLE = "Carried: right from the document's own printed intermediates"
# What words need beside the numbers; with less, each number gets lines of its own.
_WORDS_WIDTH = 48

Column = tuple[str, Callable[[WorkedNumber], str]]

_PRINTED: Column = ("printed", lambda n: n.printed or "-")
_EXACT: Column = ("exact", lambda n: n.shown)
_CARRIED_COLUMN: Column = ("from printed", lambda n: n.carried_shown or "-")
_CLASS: Column = ("class", lambda n: n.kind or "-")
_RIGHT: Column = ("right", lambda n: n.right)


def worked_table(numbers: Sequence[WorkedNumber], *, width: int = 100) -> RenderableType:
    """Return every number: place, quantity, printed, exact, from what is printed, class.

    Args:
        numbers: in the order in which they are to be shown.
        width: columns of the terminal.
    """
    columns = (_PRINTED, _EXACT, _CARRIED_COLUMN, _CLASS)
    notes = any(number.note for number in numbers)
    return Group(_table(numbers, columns, width, notes=notes), Text(counts(numbers)))


def errata_table(numbers: Sequence[WorkedNumber], *, width: int = 100) -> RenderableType:
    """Return the errata, and apart from them the carried numbers, with the right values beside.

    Args:
        numbers: all of them, in the order in which they are to be shown.
        width: columns of the terminal.
    """
    columns = (_PRINTED, _RIGHT, _EXACT, _CARRIED_COLUMN)
    parts: list[RenderableType] = []
    for title, kind in (("Errata", ERRATUM), (_CARRIED_TITLE, CARRIED)):
        found = of_kind(numbers, kind)
        parts.append(Text(f"{title} ({len(found)})", style="bold"))
        parts += [_table(found, columns, width), Text()] if found else [Text("none\n")]
    return Group(*parts)


def _table(
    numbers: Sequence[WorkedNumber],
    columns: Sequence[Column],
    width: int,
    *,
    notes: bool = False,
) -> RenderableType:
    sizes = [
        max([len(head), *(len(text(number)) for number in numbers)]) + 2 for head, text in columns
    ]
    if sum(sizes) + _WORDS_WIDTH > width:
        return _stacked(numbers, columns, notes=notes)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("document and place", overflow="fold")
    table.add_column("quantity", overflow="fold")
    for (head, _), size in zip(columns, sizes, strict=True):
        table.add_column(head, no_wrap=True, min_width=size - 2)
    if notes:
        table.add_column("note", overflow="fold")
    for number in numbers:
        cells = [_cell(number, head, text) for head, text in columns]
        note = [Text(number.note, style="dim")] if notes else []
        table.add_row(Text(_place(number)), Text(_quantity(number)), *cells, *note)
    return table


def _stacked(
    numbers: Sequence[WorkedNumber], columns: Sequence[Column], *, notes: bool
) -> RenderableType:
    """One number below the other: what a narrow terminal has room for."""
    label = max(len(head) for head, _ in columns)
    lines: list[Text] = []
    for number in numbers:
        lines.append(Text(_quantity(number), style="bold", overflow="fold"))
        lines.append(Text(_place(number), style="dim", overflow="fold"))
        for head, text in columns:
            cell = Text(f"  {head.ljust(label)}  ", overflow="fold")
            lines.append(cell.append_text(_cell(number, head, text)))
        if notes and number.note:
            lines.append(Text(f"  {number.note}", style="dim", overflow="fold"))
    return Group(*lines)


def _cell(number: WorkedNumber, head: str, text: Callable[[WorkedNumber], str]) -> Text:
    style = STYLES.get(number.kind or "", "") if head in {"printed", "class"} else ""
    return Text(text(number), style=style)


def _place(number: WorkedNumber) -> str:
    line = "" if number.line is None else f" (line {number.line})"
    return f"{number.document}: {number.section}{line}"


def _quantity(number: WorkedNumber) -> str:
    formula = number.example.partition(".")[0]
    name = number.example if number.quantity.startswith("result") else formula
    suffix = number.quantity.removeprefix("result")
    return f"{name} {suffix}".rstrip()
