"""The report as Markdown: for a pull request, a job summary or a terminal without a browser."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from .record import CHECKS, VERDICTS, FormulaInfo, Record
from .store import Run
from .summary import Cell, Column, Finding, Matrix, findings, matrix, tallies
from .wording import (
    MEANINGS,
    SHORT,
    SYMBOLS,
    TERMS,
    brief,
    inputs_text,
    joined,
    magnitude,
    one_line,
    percent,
    provenance_words,
    value_text,
    variant_names,
    visible,
)

_LONG = 200
_DEVIATING = ("convention", "inaccurate", "fails", "error")


def write_markdown(run: Run, formulas: Iterable[FormulaInfo], directory: str | Path) -> Path:
    """Write ``report.md`` and return its path.

    Args:
        run: a run as read.
        formulas: what is known about the formulas; a formula without an entry is reported too.
        directory: an existing folder.
    """
    path = Path(directory) / "report.md"
    known = {(info.group, info.id): info for info in formulas}
    path.write_text(
        "\n".join(_document(run, known)) + "\n", encoding="utf-8", errors="backslashreplace"
    )
    return path


def escape(text: str) -> str:
    r"""Return text that Markdown shows as it is, on one line, in a table cell too.

    >>> escape("a|b <b>*")
    'a\\|b &lt;b&gt;\\*'
    """
    safe = re.sub(r"([\\`*_\[\]{}|#~$!])", r"\\\1", one_line(text).replace("&", "&amp;"))
    return safe.replace("<", "&lt;").replace(">", "&gt;")


def code(text: str) -> str:
    """Return text as inline code; the fence is longer than any run of backticks in it.

    >>> code("a`b")
    '``a`b``'
    """
    line = one_line(text)
    runs = [len(run) for run in re.findall("`+", line)]
    fence = "`" * (max(runs, default=0) + 1)
    pad = " " if line.startswith("`") or line.endswith("`") or not line else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def _document(run: Run, known: Mapping[tuple[str, str], FormulaInfo]) -> Iterator[str]:
    yield "# Conformance report"
    yield ""
    if run.interrupted:
        yield "**Interrupted: this run did not come to its end; what follows is incomplete.**"
        yield ""
    if run.dropped:
        yield f"{escape(run.dropped)}."
        yield ""
    yield from _facts(run)
    yield "## Scores"
    yield ""
    yield from scores(run)
    yield from expected_section(run)
    yield from _legend()
    grid = matrix(run.records, adapters=run.header.adapters)
    for dtype in dict.fromkeys(column.dtype for column in grid.columns):
        yield from _matrix_table(dtype, grid)
    yield from _formula_sections(run.records, known)


def _facts(run: Run) -> Iterator[str]:
    header = run.header
    adapters = [f"{name} {version}".strip() for name, version in header.adapters.items()]
    took = f", {run.footer.seconds:.1f} s" if run.footer else ""
    yield f"- checked: {escape(joined(adapters))}"
    yield f"- with: nnconform {escape(header.nnconform)}, Python {escape(header.python)}"
    yield f"- on: {escape(header.platform)}; {escape(header.machine)}"
    yield f"- started {escape(header.started)}{took}, seed {header.seed}"
    if header.asked:
        asked = ", ".join(f"{name} = {value_text(v)}" for name, v in header.asked.items())
        yield f"- asked: {escape(_fitting(asked))}"
    yield ""


def scores(run: Run) -> Iterator[str]:
    """Yield the table of scores, adapters and provenances apart."""
    parts = tallies(run.records, "adapter", "provenance", adapters=run.header.adapters)
    yield f"| adapter | | score | coverage | {' | '.join(VERDICTS)} |"
    yield f"| --- | --- | ---: | ---: |{' ---: |' * len(VERDICTS)}"
    for (adapter, provenance), counted in parts.items():
        counts = " | ".join(str(counted.counts[verdict]) for verdict in VERDICTS)
        covered = f"{counted.covered} of {counted.formulas} formulas"
        name = f"{escape(adapter)} | {provenance_words(provenance)}"
        yield f"| {name} | {percent(counted.score)} | {covered} | {counts} |"
    yield ""


def _legend() -> Iterator[str]:
    yield "## How to read this"
    yield ""
    for verdict in VERDICTS:
        yield f"- {SYMBOLS[verdict]} **{SHORT[verdict]}** ({verdict}): {MEANINGS[verdict]}"
    for term, meaning in TERMS.items():
        yield f"- **{term}**: {meaning}"
    yield ""


def _matrix_table(dtype: str, grid: Matrix) -> Iterator[str]:
    columns = [column for column in grid.columns if column.dtype == dtype]
    headings = [_column_words(column) for column in columns]
    yield f"## {escape(dtype)}"
    yield ""
    yield "Worst verdict and worst error in ULP over all checks."
    yield ""
    yield f"| formula | {' | '.join(headings)} |"
    yield f"| --- |{' --- |' * len(headings)}"
    for row in grid.rows:
        cells = [_cell_words(grid.cells.get((row, column))) for column in columns]
        yield f"| {escape('/'.join(row))} | {' | '.join(cells)} |"
    yield ""


def _column_words(column: Column) -> str:
    words = (column.adapter, provenance_words(column.provenance), column.mode, column.device)
    return escape(" ".join(words))


def _cell_words(cell: Cell | None) -> str:
    if cell is None:
        return "·"
    return f"{SYMBOLS[cell.verdict]} {SHORT[cell.verdict]} {magnitude(cell.max_ulp)}".rstrip()


def _formula_sections(
    records: Iterable[Record], known: Mapping[tuple[str, str], FormulaInfo]
) -> Iterator[str]:
    """Yield a section for each formula with a deviation or a choice."""
    parts: dict[tuple[str, str], list[Record]] = {}
    for record in records:
        parts.setdefault((record.group, record.formula), []).append(record)
    for place in sorted(parts):
        found = findings(parts[place], _DEVIATING)
        choices = list(_choices(parts[place]))
        if found or choices:
            info = known.get(place)
            yield f"## {escape('/'.join(place))}{f': {escape(info.title)}' if info else ''}"
            yield ""
            if info and info.sources:
                yield f"Sources: {escape('; '.join(info.sources))}"
                yield ""
            yield from choices
            for finding in sorted(found, key=_reading_order):
                yield from _finding(finding, info)


def expected_section(run: Run) -> Iterator[str]:
    """Yield what the project expects, and what it need not expect any more; nothing without."""
    found = findings((record for record in run.records if record.expected), _DEVIATING)
    if found or run.unnecessary:
        yield "## Expected deviations"
        yield ""
    if found:
        yield "| | result | | reason |"
        yield "| --- | --- | --- | --- |"
    for finding in found:
        worst = finding.worst
        alike = f"and {len(finding.others)} alike" if finding.others else ""
        words = f"{SYMBOLS[worst.verdict]} {worst.verdict} | {escape(worst.id)} | {alike}"
        yield f"| {words} | {escape(worst.expected)} |"
    if found:
        yield ""
    for said in run.unnecessary:
        yield f"- {escape(said)}"
    if run.unnecessary:
        yield ""


def _reading_order(finding: Finding) -> tuple[int, int, str]:
    worst = finding.worst
    return (-VERDICTS.index(worst.verdict), CHECKS.index(worst.check), worst.id)


def _finding(finding: Finding, info: FormulaInfo | None) -> Iterator[str]:
    worst = finding.worst
    yield f"### {SYMBOLS[worst.verdict]} {worst.verdict}: {escape(worst.id)}"
    yield ""
    if worst.message:
        yield f"{escape(_fitting(worst.message))}"
        yield ""
    if worst.expected:
        yield f"- expected: {escape(worst.expected)}"
    if worst.variant:
        yield f"- {_variant_line(worst, info)}"
    if worst.max_ulp is not None:
        yield f"- worst error: {magnitude(worst.max_ulp)} ULP"
    if worst.band_ratio is not None:
        yield f"- error over the band: {magnitude(worst.band_ratio)} (at most 8 conforms)"
    if worst.worst_input:
        yield f"- worst input: {code(_fitting(inputs_text(worst.worst_input)))}"
    yield from _counterexample(worst.counterexample)
    if finding.others:
        alike = sorted({_place_words(record) for record in finding.others})
        yield f"- the same in {escape('; '.join(alike))}"
    yield ""


def _fitting(text: str) -> str:
    """Leave the arrays of a whole network out; results.jsonl and index.html have them."""
    return brief(text) if len(text) > _LONG else text


def _variant_line(record: Record, info: FormulaInfo | None) -> str:
    label = record.variant or ""
    names = variant_names(label)
    conventions: Mapping[str, str] = info.conventions if info else {}
    known = {**(info.mistakes if info else {}), **conventions}
    lawful = record.verdict == "convention" or all(name in conventions for name in names)
    said = " ".join(known[name] for name in names if name in known)
    kind = "convention" if lawful else "mistake"
    return f"{kind} {code(label)}{f': {escape(said)}' if said else ''}"


def _place_words(record: Record) -> str:
    return f"{record.dtype} {record.mode} {record.device}"


def _counterexample(example: Mapping[str, object] | None) -> Iterator[str]:
    for key, value in (example or {}).items():
        if key == "reproduce":
            continue
        if value not in ({}, None):
            text = inputs_text(value) if isinstance(value, Mapping) else value_text(value)
            yield f"- {escape(key)}: {code(text)}"
    line = (example or {}).get("reproduce")
    if isinstance(line, str) and line:
        # A block, not inline code: it is there to be copied, and may have several lines.
        fence = "`" * (3 + max((len(run) for run in re.findall("`+", line)), default=0))
        yield "- reproduce:"
        yield ""
        for each in (fence, *visible(line).splitlines(), fence):
            yield f"  {each}"
        yield ""


def _choices(records: Iterable[Record]) -> Iterator[str]:
    """Yield who takes which value at the points that the formula leaves open."""
    takers: dict[tuple[str, str, str], list[str]] = {}
    for record in records:
        for point, choice in record.choices.items():
            key = (point, value_text(choice["allowed"]), value_text(choice["taken"]))
            takers.setdefault(key, []).append(
                f"{record.adapter} {provenance_words(record.provenance)} {record.dtype}"
            )
    if takers:
        yield "| open point | any of | taken | by |"
        yield "| --- | --- | --- | --- |"
    for (point, allowed, taken), names in sorted(takers.items()):
        by = ", ".join(dict.fromkeys(names))
        yield f"| {escape(point)} | {escape(allowed)} | {escape(taken)} | {escape(by)} |"
    if takers:
        yield ""
