"""The pytest plug-in: the checks as parametrised tests.

It is loaded in every pytest run of the environment, so it imports nothing but pytest until its
own tests are collected.
"""

from collections.abc import Generator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from nnconform.conformance.plugin_session import Session

# The record of a test, as a line of JSON.
RECORD = pytest.StashKey[str]()


# Options that may be repeated, or hold a list with commas; adapters are paths too, so repeated.
_LISTS = (
    (
        "adapter",
        "NAME",
        "numpy, torch, jax, a Python file or a module; repeatable (default: numpy)",
    ),
    ("only", "IDS", "formula ids, groups or patterns; commas or repeated (default: all)"),
    ("dtype", "DTYPE", "float16, bfloat16, float32, float64; commas or repeated"),
    ("device", "DEVICE", "cpu, cuda, gpu; commas or repeated"),
    ("mode", "MODE", "eager, compiled, jit; commas or repeated"),
    ("check", "CHECKS", "some of the nine; commas or repeated (default: all)"),
    ("fail-on", "VERDICTS", "fails, error, inaccurate (default: fails,error)"),
)
_FLAGS = (
    ("no-expected", "leave nnconform-expected.toml alone"),
    ("strict-expected", "fail also where an expected deviation has gone"),
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options, each with the project's name in it."""
    group = parser.getgroup("nnconform", "conformance of deep-learning formulas")
    for name, metavar, text in _LISTS:
        group.addoption(
            f"--nnconform-{name}", action="append", metavar=metavar, default=[], help=text
        )
    said = "drawn examples a formula (default: 25)"
    group.addoption("--nnconform-examples", type=int, default=25, metavar="N", help=said)
    group.addoption("--nnconform-seed", type=int, default=0, metavar="SEED")
    said = "write the report of a run there"
    group.addoption("--nnconform-report", metavar="DIR", default="", help=said)
    said = "known deviations (default: nnconform-expected.toml, where it stands)"
    group.addoption("--nnconform-expected", metavar="FILE", default="", help=said)
    for name, text in _FLAGS:
        group.addoption(f"--nnconform-{name}", action="store_true", help=text)


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker that the tests carry; results are gathered where the run is steered."""
    config.addinivalue_line("markers", "nnconform: a conformance check of nnconform")
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(_Gathering(config), "nnconform-gathering")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make one test of each check of each formula on each target."""
    if "nnconform_check" not in metafunc.fixturenames:
        return
    from nnconform.conformance.plugin_session import tests

    found = tests(metafunc.config)
    metafunc.parametrize("nnconform_check", found, ids=[each.id for each in found])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Send a test's record along with its report, which pytest-xdist carries home."""
    report = yield
    if report.when == "call" and RECORD in item.stash:
        report.nnconform_record = item.stash[RECORD]  # type: ignore[attr-defined]  # xdist sends it
    return report


class _Gathering:
    """Gathers the records of all workers; nothing is loaded before the first one."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._session: Session | None = None

    def pytest_sessionstart(self) -> None:
        # Only who asks for a report waits for the imports, and hears of a mistake at once.
        if self._config.getoption("--nnconform-report"):
            self._begun()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        line = getattr(report, "nnconform_record", None)
        if line is not None:
            self._begun().add(line)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self._session is not None:
            self._session.finish(session)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for line in self._session.told if self._session is not None else ():
            terminalreporter.write_line(line)

    def _begun(self) -> "Session":
        if self._session is None:
            from nnconform.conformance.plugin_session import Session

            self._session = Session(self._config)
        return self._session
