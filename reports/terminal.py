"""The table that a person reads in ten seconds."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from .record import VERDICTS, Record
from .store import Run
from .summary import Column, Finding, Matrix, Row, findings, matrix, tally
from .wording import (
    SHORT,
    SYMBOLS,
    brief,
    counted,
    inputs_text,
    magnitude,
    one_line,
    percent,
    provenance_words,
)

STYLES = {
    "conforms": "green",
    "convention": "cyan",
    "inaccurate": "yellow",
    "fails": "bold red",
    "error": "bold magenta",
    "unsupported": "dim",
}
_NAME_WIDTH = 30
_CELL_WIDTH = 10
_QUIET = ("conforms", "unsupported")


def summary(run: Run, *, width: int = 100, lines: int = 20) -> RenderableType:
    """Return what a run's end shows: the table, then what deviates.

    Args:
        run: a run as read.
        width: columns of the terminal; more adapters than fit go into a second table.
        lines: how many failing or erring results are listed before "and N more".
    """
    grid = matrix(run.records, by_dtype=False, adapters=run.header.adapters)
    columns = grid.columns
    fitting = max(1, (width - _NAME_WIDTH) // _CELL_WIDTH)
    tables = -(-len(columns) // fitting)
    each = -(-len(columns) // tables) if tables else 1
    parts: list[RenderableType] = [
        _table(run, grid, columns[start : start + each]) for start in range(0, len(columns), each)
    ]
    return Group(*parts, *deviations(run, lines=lines))


def summary_table(run: Run) -> Table:
    """Return formulas against adapters, each cell the worst verdict over all checks and dtypes.

    Formulas that conform in every column are folded into a count for each group.
    """
    grid = matrix(run.records, by_dtype=False, adapters=run.header.adapters)
    return _table(run, grid, grid.columns)


def deviations(run: Run, *, lines: int = 20) -> list[Text]:
    """Return an id and a message for each failing or erring result, then what is milder."""
    texts: list[Text] = []
    new = [record for record in run.records if not record.expected]
    bad = findings(new, ("fails", "error"))
    for finding in bad[:lines]:
        texts.append(_finding_line(finding))
    if len(bad) > lines:
        texts.append(Text(f"... and {len(bad) - lines} more like these, all in the report"))
    for verdict in ("inaccurate", "convention"):
        if found := findings(new, (verdict,)):
            texts.append(_count_line(verdict, found))
    texts.extend(_expected_lines(run, lines))
    if run.dropped:
        texts.append(Text(one_line(run.dropped), style="yellow"))
    if run.interrupted:
        texts.append(Text("interrupted: the run did not come to its end", style="yellow"))
    texts.append(_total_line(run))
    return texts


def _table(run: Run, grid: Matrix, columns: Sequence[Column]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_footer=True)
    table.add_column("formula", "score", min_width=16, max_width=_NAME_WIDTH, overflow="fold")
    headings = _headings(columns)
    for column, heading in zip(columns, headings, strict=True):
        own = [r for r in run.records if _belongs(r, column)]
        table.add_column(heading, percent(tally(own).score), max_width=_CELL_WIDTH, no_wrap=False)
    for group in dict.fromkeys(group for group, _ in grid.rows):
        _add_group(table, grid, columns, [row for row in grid.rows if row[0] == group])
    return table


def _add_group(table: Table, grid: Matrix, columns: Sequence[Column], rows: Sequence[Row]) -> None:
    """Add a group's heading, its deviating formulas, and the others as a count."""
    loud = [row for row in rows if not _all_quiet(grid, columns, row)]
    count = counted(len(rows), "formula")
    table.add_row(Text(f"{one_line(rows[0][0])}  ", style="bold").append(count, style="dim"))
    for row in loud:
        cells = [_cell_text(grid, row, column) for column in columns]
        table.add_row(Text(f"  {one_line(row[1])}"), *cells)
    if folded := len(rows) - len(loud):
        name = f"  {'other ' if loud else ''}{folded}"
        cells = [_folded_text(grid, column, set(rows) - set(loud)) for column in columns]
        table.add_row(Text(name, style="dim"), *cells)
    table.add_section()


def _all_quiet(grid: Matrix, columns: Sequence[Column], row: Row) -> bool:
    cells = [grid.cells.get((row, column)) for column in columns]
    return all(cell is None or cell.verdict in _QUIET for cell in cells)


def _cell_text(grid: Matrix, row: Row, column: Column) -> Text:
    cell = grid.cells.get((row, column))
    if cell is None:
        return Text("")
    return Text(f"{SYMBOLS[cell.verdict]} {SHORT[cell.verdict]}", style=STYLES[cell.verdict])


def _folded_text(grid: Matrix, column: Column, rows: Iterable[Row]) -> Text:
    """Say how many of the folded formulas conform in a column."""
    verdicts = [cell.verdict for row in rows if (cell := grid.cells.get((row, column)))]
    good = verdicts.count("conforms")
    if not good:
        return Text(f"{SYMBOLS['unsupported']} n/a" if verdicts else "", style="dim")
    return Text(f"{SYMBOLS['conforms']} {good} ok", style=STYLES["conforms"])


def _headings(columns: Sequence[Column]) -> list[Text]:
    """Return column headings of few words: what all columns share is left out."""
    names = ("adapter", "provenance", "mode", "device")
    telling = [n for n in names if n == "adapter" or len({getattr(c, n) for c in columns}) > 1]
    headings = []
    for column in columns:
        words = [_heading_word(column, name) for name in telling]
        headings.append(Text("\n".join(words)))
    return headings


def _heading_word(column: Column, name: str) -> str:
    word = one_line(str(getattr(column, name)))
    # Two words would widen the column beyond its cells.
    return "written" if word == "as_written" else provenance_words(word)


def _belongs(record: Record, column: Column) -> bool:
    return (record.adapter, record.provenance, record.mode, record.device) == (
        column.adapter,
        column.provenance,
        column.mode,
        column.device,
    )


def _finding_line(finding: Finding) -> Text:
    record = finding.worst
    line = Text(no_wrap=True, overflow="ellipsis")
    mark = f"{SYMBOLS[record.verdict]} {SHORT[record.verdict]}"
    line.append(f"{mark} ", style=STYLES[record.verdict])
    line.append(one_line(record.id), style="bold")
    if finding.others:
        line.append(f" (+{len(finding.others)} alike)", style="dim")
    line.append("\n      ")
    if record.variant:
        line.append(f"{one_line(record.variant)}: ", style="italic")
    return line.append(brief(one_line(record.message)))


def _count_line(verdict: str, found: Sequence[Finding]) -> Text:
    """Sum up the results of a milder verdict: how many, and the worst or the names."""
    results = sum(1 + len(finding.others) for finding in found)
    formulas = len({(f.worst.group, f.worst.formula) for f in found})
    line = Text(f"{SYMBOLS[verdict]} {verdict}: ", style=STYLES[verdict])
    line.append(f"{counted(results, 'check')} of {counted(formulas, 'formula')}", style="default")
    if verdict == "convention":
        names = sorted({one_line(f.worst.variant) for f in found if f.worst.variant})
        more = f" and {len(names) - 5} more" if len(names) > 5 else ""
        return line.append(f" ({', '.join(names[:5])}{more})" if names else "", style="default")
    worst = found[0].worst
    for finding in found:
        if (finding.worst.band_ratio or 0) > (worst.band_ratio or 0):
            worst = finding.worst
    where = f" at {brief(one_line(inputs_text(worst.worst_input)))}" if worst.worst_input else ""
    error = f"{magnitude(worst.band_ratio) or '?'} times the band"
    return line.append(f"; the worst:\n      {one_line(worst.id)} {error}{where}", style="default")


def _expected_lines(run: Run, lines: int) -> Iterator[Text]:
    """What the project expects, by its reasons, and what it need not expect any more."""
    reasons: dict[str, list[Record]] = {}
    for record in run.records:
        if record.expected:
            reasons.setdefault(record.expected, []).append(record)
    if reasons:
        checks = counted(sum(map(len, reasons.values())), "deviation")
        yield Text("= expected: ", style="blue").append(f"{checks}", style="default")
    for reason, records in list(reasons.items())[:lines]:
        formulas = [one_line(f) for f in dict.fromkeys(r.formula for r in records)]
        more = f" and {len(formulas) - 3} more" if len(formulas) > 3 else ""
        said = f"      {', '.join(formulas[:3])}{more}: {one_line(reason)}"
        yield Text(said, no_wrap=True, overflow="ellipsis")
    if len(reasons) > lines:
        yield Text(f"      ... and {len(reasons) - lines} more reasons, all in the report")
    for said in run.unnecessary:
        yield Text(one_line(said), style="yellow")


def _total_line(run: Run) -> Text:
    total = tally(run.records)
    expected = Counter(record.verdict for record in run.records if record.expected)
    parts = [
        f"{total.counts[v]:,} {v}{f' ({expected[v]:,} expected)' if expected[v] else ''}"
        for v in VERDICTS
        if total.counts[v]
    ]
    took = f" in {run.footer.seconds:.1f} s" if run.footer else ""
    what = f"{counted(total.results, 'check')} of {counted(total.formulas, 'formula')}"
    return Text(f"{what}{took}: {', '.join(parts) or 'nothing was run'}")
