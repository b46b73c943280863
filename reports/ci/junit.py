"""JUnit XML of a run: a suite an adapter, a case a record."""

from collections.abc import Collection

from nnconform.reports.explain import explain, headline
from nnconform.reports.junit import Case, Suite, junit
from nnconform.reports.record import Record
from nnconform.reports.store import Run


def run_junit(run: Run, fail_on: Collection[str]) -> str:
    """Return the file as text; what is expected or unsupported is skipped, and says why.

    Args:
        run: a run as read.
        fail_on: the verdicts that fail.
    """
    parts: dict[str, list[Record]] = {}
    for record in run.records:
        parts.setdefault(record.adapter, []).append(record)
    suites = (
        Suite(
            f"nnconform {adapter}",
            [_case(record, fail_on) for record in records],
            sum(record.seconds for record in records),
        )
        for adapter, records in parts.items()
    )
    return junit("nnconform", suites)


def _case(record: Record, fail_on: Collection[str]) -> Case:
    place = (record.id, f"{record.group}.{record.formula}", record.seconds)
    if record.verdict == "unsupported":
        return Case(*place, "skipped", record.message, "unsupported")
    if record.expected:
        return Case(*place, "skipped", f"expected: {record.expected}", record.verdict)
    if record.verdict not in fail_on:
        return Case(*place)
    kind = "error" if record.verdict == "error" else "failure"
    return Case(*place, kind, headline(record), record.verdict, explain(record))
