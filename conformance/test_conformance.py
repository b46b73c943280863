"""Every check of every formula as a test of its own: ``pytest --pyargs nnconform.conformance``."""

import pytest

from nnconform.conformance.planning import Planned, result
from nnconform.reports.explain import explain


@pytest.mark.nnconform
def test_conforms(nnconform_check: Planned) -> None:
    """Fail where the command line says fails or error; skip what is unsupported, and say why."""
    found = result(nnconform_check)
    if found.verdict == "unsupported":
        pytest.skip(found.message)
    if found.verdict in {"fails", "error"}:
        pytest.fail(explain(found), pytrace=False)
