"""The summary of a CI job: Markdown that begins with the verdict, and fits."""

from collections.abc import Collection, Iterator
from pathlib import Path

from nnconform.reports.explain import details
from nnconform.reports.markdown import code, escape, expected_section, scores
from nnconform.reports.record import ReportError
from nnconform.reports.store import Run
from nnconform.reports.summary import Finding, findings, tally
from nnconform.reports.wording import SYMBOLS, brief, counted, percent, provenance_words

# GitHub refuses a step's summary above 1 MiB, all of it.
LIMIT = 1024 * 1024
# Room for the sentence that says what was left out.
_SPARE = 200


def write_job_summary(run: Run, fail_on: Collection[str], file: Path) -> None:
    """Append the summary to a file; what would make it too large is left out, and counted.

    Args:
        run: a run as read.
        fail_on: the verdicts that fail.
        file: the file; made if missing.

    Raises:
        ReportError: the file cannot be written.
    """
    try:
        there = file.stat().st_size if file.exists() else 0
        with file.open("a", encoding="utf-8", errors="backslashreplace", newline="\n") as out:
            out.write(job_summary(run, fail_on, LIMIT - there))
    except OSError as error:
        raise ReportError(f"cannot write {file}: {error.strerror or error}") from error


def job_summary(run: Run, fail_on: Collection[str], limit: int = LIMIT) -> str:
    """Return the summary, of at most ``limit`` bytes.

    Args:
        run: a run as read.
        fail_on: the verdicts that fail.
        limit: how many bytes there is room for.
    """
    room = limit - _SPARE
    kept: list[str] = []
    parts = list(_parts(run, fail_on))
    for number, part in enumerate(parts):
        room -= len(part.encode("utf-8", "backslashreplace")) + 1
        if room < 0:
            kept.append(f"\n{len(parts) - number} more parts did not fit; the report has them.\n")
            break
        kept.append(part)
    text = "\n".join(kept)
    return text if limit > _SPARE else ""


def _parts(run: Run, fail_on: Collection[str]) -> Iterator[str]:
    """Yield the verdict, the scores, the failures one by one, then what is expected."""
    new = findings((r for r in run.records if not r.expected), tuple(fail_on))
    yield f"## {_headline(run, new)}\n"
    if run.interrupted:
        yield "**Interrupted: the run did not come to its end; what follows is incomplete.**\n"
    yield "\n".join(scores(run))
    if new:
        yield "### New failures\n"
        yield "| | result | |\n| --- | --- | --- |"
    for finding in new:
        yield _row(finding)
    if new:
        yield ""
    yield "\n".join(("", *(line.replace("## ", "### ", 1) for line in expected_section(run))))


def _headline(run: Run, new: Collection[Finding]) -> str:
    failing = sum(1 + len(finding.others) for finding in new)
    total = tally(run.records)
    what = f"{counted(total.results, 'check')} of {counted(total.formulas, 'formula')}"
    if failing:
        return f"{SYMBOLS['fails']} nnconform: {counted(failing, 'failure')} in {what}"
    return f"{SYMBOLS['conforms']} nnconform: {what}, score {percent(total.score)}"


def _row(finding: Finding) -> str:
    worst = finding.worst
    name = f" {code(worst.variant)}" if worst.variant else ""
    alike = f" and {len(finding.others)} alike" if finding.others else ""
    where = f"{provenance_words(worst.provenance)}, {worst.dtype}{alike}"
    said = f"{escape(worst.formula)} {worst.check} on {escape(worst.adapter)} ({escape(where)})"
    lines = [escape(line) for line in brief(details(worst)).splitlines()]
    found = "<br>".join([f"{name} {lines[0] if lines else ''}", *lines[1:]])
    return f"| {SYMBOLS[worst.verdict]} {worst.verdict} | {said} |{found} |"
