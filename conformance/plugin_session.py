"""What the pytest plug-in does once tests of its own are run: plan, mark, gather and report."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from pathlib import Path

import pytest

from nnconform.adapters import resolve
from nnconform.conformance.cli_outputs import DEVIATING, FAIL_ON
from nnconform.conformance.planning import Planned, planned, result
from nnconform.conformance.plugin import RECORD
from nnconform.conformance.recording import expectations, header, write_folder
from nnconform.conformance.runner import ALL_CHECKS, Request
from nnconform.conformance.selection import select
from nnconform.reports.expected import Expectations
from nnconform.reports.record import Record, ReportError, from_json, to_json
from nnconform.reports.store import Store
from nnconform.spec import NNConformError

_ADAPTER = "numpy"


def tests(config: pytest.Config) -> list[Planned]:
    """The checks that the options ask for.

    Raises:
        pytest.UsageError: an option that does not fit, in one line.
    """
    with _usage():
        _expected(config)
        _fail_on(config)
        return list(planned(_request(config)))


def checked(each: Planned, item: pytest.Item) -> tuple[Record, bool]:
    """Run a check; return its record, and whether it fails the run. The record is sent along."""
    found = _expected(item.config).mark(result(each))
    item.stash[RECORD] = to_json(found)
    return found, found.verdict in _fail_on(item.config) and not found.expected


class Session:
    """The records of a whole run of pytest, as they come home, and the report of them.

    Attributes:
        told: lines for the end of pytest's output.
    """

    def __init__(self, config: pytest.Config) -> None:
        """Read the options; nothing is written before the first record.

        Raises:
            pytest.UsageError: an option that does not fit, in one line.
        """
        self.told: list[str] = []
        self._records: dict[str, Record] = {}
        self._config = config
        self._stack = ExitStack()
        self._folder = config.getoption("--nnconform-report")
        self._store: Store | None = None
        with _usage():
            self._request = _request(config)
            self._expected = _expected(config)

    def add(self, line: str) -> None:
        """Store a record; tests of what is not offered share one."""
        record = from_json(line)
        if record.id in self._records:
            return
        self._records[record.id] = record
        if self._folder:
            self._store = self._store or self._opened()
            self._store.add(record)

    def finish(self, session: pytest.Session) -> None:
        """Close the results and write the report; a run that was stopped has no footer."""
        records = list(self._records.values())
        gone = self._expected.unnecessary(records, self._request.checks)
        self.told += gone
        if gone and self._config.getoption("--nnconform-strict-expected"):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        if self._store is not None:
            self._store.unnecessary = gone
            if session.shouldstop or session.shouldfail or session.exitstatus not in _ENDS:
                self._stack.__exit__(KeyboardInterrupt, None, None)
            self._stack.close()
            _, page = write_folder(Path(self._folder))
            self.told.append(f"nnconform report: {page}")
        elif self._folder:
            self.told.append(
                "nnconform: no check was run, so there is no report; add --pyargs "
                "nnconform.conformance"
            )

    def _opened(self) -> Store:
        jobs = int(getattr(self._config.option, "numprocesses", None) or 1)
        with _usage():
            adapters = [resolve(name) for name in self._request.adapters]
            head = header(self._request, adapters, jobs=jobs, expected=self._expected.path)
            return self._stack.enter_context(Store(self._folder, head))


_ENDS = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)


@contextmanager
def _usage() -> Iterator[None]:
    """Turn a user's mistake into what pytest prints as one line."""
    try:
        yield
    except (NNConformError, ReportError) as error:
        raise pytest.UsageError(str(error)) from None


def _request(config: pytest.Config) -> Request:
    option = config.getoption
    only = _split(option("--nnconform-only"))
    return Request(
        tuple(dict.fromkeys(option("--nnconform-adapter") or [_ADAPTER])),
        select(only),
        _split(option("--nnconform-dtype")),
        _split(option("--nnconform-device")),
        _split(option("--nnconform-mode")),
        _known("check", _split(option("--nnconform-check")), ALL_CHECKS),
        option("--nnconform-examples"),
        option("--nnconform-seed"),
        explicit=bool(only),
    )


def _fail_on(config: pytest.Config) -> tuple[str, ...]:
    return _known("fail-on", _split(config.getoption("--nnconform-fail-on")), DEVIATING) or FAIL_ON


@lru_cache(maxsize=1)
def _expected(config: pytest.Config) -> Expectations:
    if config.getoption("--nnconform-no-expected"):
        return Expectations()
    return expectations(config.getoption("--nnconform-expected") or None)


def _split(values: list[str]) -> tuple[str, ...]:
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())


def _known(name: str, values: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        if value not in known:
            raise pytest.UsageError(
                f"--nnconform-{name}: {value!r} is not one of {', '.join(known)}"
            )
    return values
