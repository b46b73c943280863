"""The pytest plug-in, in a pytest of its own."""

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

TEST = """
import pytest
from nnconform.conformance.planning import result
def test_it(nnconform_check):
    found = result(nnconform_check)
    if found.verdict == "unsupported":
        pytest.skip(found.message)
    assert found.verdict in {"conforms", "convention", "inaccurate"}, found.id
"""


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.makepyfile(test_mine=TEST)
    Path(pytester.path, "answer.py").write_text(
        "import numpy as np\ndef relu(z): return np.minimum(0, z)\n"
    )
    return pytester


def test_a_file_is_one_test_for_each_check(project: pytest.Pytester) -> None:
    done = project.runpytest_subprocess(
        "--nnconform-adapter=answer.py", "--nnconform-examples=1", "-q", "-rf", "-W", "ignore"
    )
    done.stdout.fnmatch_lines(
        ["FAILED *activations/relu::value?answer-eager-cpu-float64-submission?*"]
    )
    assert done.parseoutcomes().get("skipped") == 1


def test_an_unknown_adapter_is_one_line(project: pytest.Pytester) -> None:
    done = project.runpytest_subprocess("--nnconform-adapter=nothing")
    text = done.stdout.str() + done.stderr.str()
    assert "unknown adapter 'nothing': expected numpy, torch, jax" in text
    assert "Traceback" not in text


def test_the_options_are_explained(project: pytest.Pytester) -> None:
    done = project.runpytest_subprocess("--help")
    done.stdout.fnmatch_lines(
        ["*conformance of deep-learning formulas*", "*--nnconform-adapter=NAME*"]
    )
