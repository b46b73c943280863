"""JUnit XML of suites and cases, as CI servers read it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

from junitparser import Error, Failure, JUnitXml, Skipped, SystemOut, TestCase, TestSuite

# What XML 1.0 has no place for, escaped or not.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_KINDS = {"failure": Failure, "error": Error, "skipped": Skipped}


@dataclass(frozen=True, slots=True)
class Case:
    """One test: ``kind`` is "failure", "error", "skipped", or "" for one that passes."""

    name: str
    classname: str
    seconds: float = 0.0
    kind: str = ""
    message: str = ""
    type: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Suite:
    """Tests that belong together; ``printed`` is what was written while they ran."""

    name: str
    cases: Sequence[Case]
    seconds: float
    printed: str = ""


def junit(title: str, suites: Iterable[Suite]) -> str:
    """Return the file as text; characters that XML cannot hold are replaced."""
    root = JUnitXml(_text(title))
    for suite in suites:
        root.add_testsuite(_suite(suite))
    root.update_statistics()
    root.time = round(root.time, 3)
    out = BytesIO()
    root.write(out, pretty=True)
    return out.getvalue().decode()


def _suite(suite: Suite) -> TestSuite:
    found = TestSuite(_text(suite.name))
    found.add_testcases([_case(case) for case in suite.cases])
    if suite.printed:
        found.append(SystemOut(_text(suite.printed)))
    found.time = round(suite.seconds, 3)
    return found


def _case(case: Case) -> TestCase:
    found = TestCase(_text(case.name), _text(case.classname), case.seconds)
    if case.kind:
        result = _KINDS[case.kind](_text(case.message), _text(case.type))
        if case.text:
            result.text = _text(case.text)
        found.result = result
    return found


def _text(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
