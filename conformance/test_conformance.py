"""Every check of every formula as a test of its own: ``pytest --pyargs nnconform.conformance``."""

import pytest

from nnconform.conformance.planning import Planned
from nnconform.conformance.plugin_session import checked
from nnconform.reports.explain import explain


@pytest.mark.nnconform
def test_conforms(nnconform_check: Planned, request: pytest.FixtureRequest) -> None:
    """Fail where the command line fails; skip what is unsupported, and say why."""
    found, fails = checked(nnconform_check, request.node)
    if found.verdict == "unsupported":
        pytest.skip(found.message)
    if found.expected:
        pytest.xfail(found.expected)
    if fails:
        pytest.fail(explain(found), pytrace=False)
