"""GitHub's workflow commands: a line a failure, shown at the code and above the log."""

from collections.abc import Collection, Iterator

from nnconform.reports.explain import details, headline
from nnconform.reports.store import Run
from nnconform.reports.summary import Finding, findings
from nnconform.reports.wording import brief, one_line, provenance_words

from .places import Places


def annotations(run: Run, fail_on: Collection[str], expected_file: str) -> Iterator[str]:
    """Yield a line for each failure that is not expected, then one for each that has gone.

    Failures that differ in dtype, mode and device alone share a line. GitHub shows the first ten
    of a step; the log has them all.

    Args:
        run: a run as read.
        fail_on: the verdicts that fail.
        expected_file: the file of expected deviations.
    """
    places = Places(run)
    new = [record for record in run.records if not record.expected]
    for finding in findings(new, tuple(fail_on)):
        place = places.of(finding.worst)
        at = {"file": place.path, "line": str(place.line)} if place else {}
        yield _command("error", at | {"title": _title(finding)}, brief(details(finding.worst)))
    for said in run.unnecessary:
        at = {"file": expected_file} if expected_file else {}
        yield _command("warning", at | {"title": "nnconform: expected deviation"}, one_line(said))


def _title(finding: Finding) -> str:
    worst = finding.worst
    where = f"{worst.adapter} {provenance_words(worst.provenance)} {worst.dtype}"
    alike = f" and {len(finding.others)} alike" if finding.others else ""
    return one_line(f"{headline(worst)} on {where}{alike}")


def _command(kind: str, properties: dict[str, str], message: str) -> str:
    given = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{kind} {given}::{_data(message.strip() or 'no message')}"


def _data(text: str) -> str:
    # As GitHub's own toolkit escapes: a line's end would end the command.
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
