"""The options of a run that say what is expected, what fails it, and what else it writes."""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nnconform.conformance.cli_common import FAILED, chosen

if TYPE_CHECKING:
    from nnconform.reports import Run
    from nnconform.reports.expected import Expectations
    from nnconform.reports.record import Record

EXPECTED = "nnconform-expected.toml"
FAIL_ON = ("fails", "error")
DEVIATING = (*FAIL_ON, "inaccurate")
GITHUB = "github"


@dataclass(frozen=True, slots=True)
class Outputs:
    """What was asked for with these options, under their names."""

    expected: Path | None
    no_expected: bool
    write_expected: Path | None
    strict_expected: bool
    fail_on: tuple[str, ...]
    ci: bool
    annotations: str | None
    job_summary: Path | None

    def check(self, folder: Path | None) -> None:
        """Reject what does not go together, and what needs a folder where none is written.

        Raises:
            click.UsageError: the message names the option.
        """
        if self.no_expected and (self.expected or self.write_expected):
            raise click.UsageError("--no-expected excludes --expected and --write-expected")
        asked = {
            "--ci": self.ci,
            "--annotations": self.annotations == GITHUB,
            "--job-summary": self.job_summary is not None,
        }
        for name, given in asked.items():
            if given and folder is None:
                raise click.UsageError(f"{name} needs a report: with --json, name its --out DIR")

    def read(self) -> "Expectations":
        """The expected deviations; of a file that is drafted anew, the reasons may be open."""
        from nnconform.conformance.recording import expectations
        from nnconform.reports.expected import Expectations

        if self.no_expected:
            return Expectations()
        drafted = self.write_expected
        asked = self.expected or (drafted if drafted and drafted.exists() else None)
        return expectations(asked, drafts=drafted is not None)

    def code(self, records: Iterable["Record"], unnecessary: Sequence[str]) -> int:
        """The exit code of a run with these results."""
        if self.strict_expected and unnecessary:
            return FAILED
        new = any(r.verdict in self.fail_on and not r.expected for r in records)
        return FAILED if new else 0

    def publish(self, found: "Run", folder: Path, *, quiet: bool) -> None:
        """Write what CI servers read: files, annotations, the job's summary.

        Args:
            found: the run as read.
            folder: the run's folder.
            quiet: whether standard output belongs to the records.
        """
        if self.ci:
            from nnconform.conformance.selection import describe_formulas
            from nnconform.reports.ci.write import write_ci

            write_ci(found, describe_formulas(), self.fail_on, self._file(), folder)
        if self.annotations == GITHUB or (self.annotations is None and _on_github()):
            from nnconform.reports.ci.annotations import annotations

            for line in annotations(found, self.fail_on, self._file()):
                click.echo(line, err=quiet)
        summary = self.job_summary or os.environ.get("GITHUB_STEP_SUMMARY")
        if summary:
            from nnconform.reports.ci.job_summary import write_job_summary

            write_job_summary(found, self.fail_on, Path(summary))

    def _file(self) -> str:
        return str(self.expected or EXPECTED)

    def draft(
        self, expected: "Expectations", records: Sequence["Record"], checks: Sequence[str]
    ) -> None:
        """Write the file of expected deviations anew, where that was asked for."""
        if self.write_expected is None:
            return
        from nnconform.reports.expected_draft import write_draft

        place = self.write_expected
        added = write_draft(place, expected, records, checks, self.fail_on)
        said = "give each a reason before the next run" if added else "nothing is to be added"
        click.echo(f"{place}: {added} new {'entry' if added == 1 else 'entries'}; {said}", err=True)


def outputs(command: Callable[..., int | None]) -> Callable[..., int | None]:
    """Add the options to a command, which gets what was asked for as ``outputs``."""

    @wraps(command)
    def run(**given: Any) -> int | None:
        names = [field.name for field in fields(Outputs)]
        asked = Outputs(**{name: given.pop(name) for name in names})
        return command(**given, outputs=asked)

    found: Callable[..., int | None] = run
    for option in reversed(_OPTIONS):
        found = option(found)
    return found


def _on_github() -> bool:
    return os.environ.get("GITHUB_ACTIONS") == "true"


def _toml(context: click.Context, parameter: click.Parameter, value: Path | None) -> Path | None:
    """A word after the option is its file, never an adapter by mistake."""
    if value is not None and value.suffix != ".toml":
        raise click.BadParameter(
            f"expected a file that ends in .toml, got {str(value)!r}; "
            "put the option after the adapters, or write --write-expected=FILE"
        )
    return value


_OPTIONS: Sequence[Callable[..., Any]] = (
    click.option(
        "--expected",
        type=click.Path(path_type=Path),
        default=None,
        metavar="FILE",
        help=f"Deviations that are known and accepted.  [default: {EXPECTED}, where it stands]",
    ),
    click.option("--no-expected", is_flag=True, help=f"Leave {EXPECTED} alone."),
    click.option(
        "--write-expected",
        is_flag=False,
        flag_value=EXPECTED,
        type=click.Path(path_type=Path),
        callback=_toml,
        metavar="[FILE]",
        help="Draft that file from this run: entries that still apply are kept.",
    ),
    click.option(
        "--strict-expected",
        is_flag=True,
        help="Exit with 1 also where an expected deviation has gone.",
    ),
    click.option(
        "--fail-on",
        multiple=True,
        default=FAIL_ON,
        callback=chosen(DEVIATING),
        metavar="VERDICTS",
        help="What, unexpected, exits with 1: fails, error, inaccurate.  [default: fails,error]",
    ),
    click.option(
        "--ci",
        is_flag=True,
        help="Write junit.xml, results.sarif, badge.svg and badge.json too.",
    ),
    click.option(
        "--annotations",
        type=click.Choice([GITHUB, "none"]),
        default=None,
        help="A line a failure as GitHub shows it.  [default: github, where GITHUB_ACTIONS is set]",
    ),
    click.option(
        "--job-summary",
        type=click.Path(path_type=Path, dir_okay=False),
        default=None,
        metavar="FILE",
        help="Append a Markdown summary.  [default: $GITHUB_STEP_SUMMARY, where it is set]",
    ),
)
