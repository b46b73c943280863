"""The GitHub Action: its files fit their schemas, and its steps do what they say."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from nnconform.conformance.cli import main

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / ".ci" / "action"
RELU = "import numpy as np\ndef relu(z): return np.maximum(0, z)\n"


@pytest.mark.parametrize(
    ("schema", "file"),
    [
        ("github-actions", "action.yml"),
        ("github-workflows", "examples/ci/github-workflow.yml"),
        ("gitlab-ci", "examples/ci/gitlab-ci.yml"),
    ],
)
def test_a_file_fits_its_schema(schema: str, file: str) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}"]
    done = subprocess.run([*command, ROOT / file], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_input_is_pasted_into_a_command() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    commands = [step["run"] for step in action["runs"]["steps"] if "run" in step]
    assert len(commands) == 2
    assert not any("${{" in command for command in commands)


def test_every_input_is_used_and_every_use_is_an_input() -> None:
    text = (ROOT / "action.yml").read_text()
    used = set(re.findall(r"inputs\.([a-z-]+)", text))
    assert used == set(yaml.safe_load(text)["inputs"])


def test_the_script_reads_the_variables_that_the_action_sets() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    given = {name for step in action["runs"]["steps"] for name in step.get("env", {})}
    assert given == set(re.findall(r"NNCONFORM_[A-Z_]+", SCRIPT.read_text())) - {"NNCONFORM_"}


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "answer.py").write_text(RELU)
    (tmp_path / "wrong.py").write_text(RELU.replace("maximum", "minimum"))
    return tmp_path


def act(workspace: Path, step: str = "run", **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run a step as GitHub would: inputs in variables, this Python first on the path."""
    github = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_OUTPUT": str(workspace / "output"),
        "GITHUB_STEP_SUMMARY": str(workspace / "summary.md"),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    given = {"ADAPTERS": "answer.py", "ONLY": "relu"} | inputs
    asked = {f"NNCONFORM_{name}": value for name, value in given.items()}
    return subprocess.run(
        [SCRIPT, step],
        cwd=workspace,
        env=dict(os.environ) | github | asked,
        capture_output=True,
        text=True,
        check=False,
    )


def outputs(workspace: Path) -> dict[str, str]:
    lines = (workspace / "output").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines)


def test_a_run_that_passes_gives_its_outputs(workspace: Path) -> None:
    done = act(workspace, REPORT="there")
    assert done.returncode == 0, done.stderr
    assert outputs(workspace) == {"report": "there/index.html", "score": "1.0", "failures": "0"}
    assert (workspace / "there" / "results.sarif").exists()
    assert (workspace / "summary.md").read_text().startswith("## ✓ nnconform")


def test_a_run_that_fails_gives_its_outputs_too(workspace: Path) -> None:
    done = act(workspace, ADAPTERS="answer.py\nwrong.py")
    assert done.returncode == 1
    assert outputs(workspace)["failures"] == "5"
    assert done.stdout.count("::error file=wrong.py,line=2,") == 5


def test_what_is_expected_does_not_fail_the_job(workspace: Path) -> None:
    entry = '[[expected]]\nid = "relu"\nadapter = "wrong"\nreason = "homework 3"\n'
    (workspace / "known.toml").write_text(entry)
    done = act(workspace, ADAPTERS="wrong.py", EXPECTED="known.toml")
    assert done.returncode == 0, done.stdout
    assert outputs(workspace)["failures"] == "0"


@pytest.mark.parametrize(
    "inputs",
    [
        {"ADAPTERS": "answer.py; touch pwned"},
        {"ADAPTERS": "$(touch pwned)"},
        {"ADAPTERS": "--out=pwned"},
        {"ONLY": "relu; touch pwned"},
        {"ONLY": "`touch pwned`"},
        {"EXPECTED": "$(touch pwned).toml"},
        {"FAIL_ON": "fails; touch pwned"},
    ],
    ids=str,
)
def test_an_input_is_never_code_nor_an_option(inputs: dict[str, str], workspace: Path) -> None:
    assert act(workspace, **inputs).returncode == 2
    assert not (workspace / "pwned").exists()
    assert not (workspace / "output").exists()


@pytest.mark.skipif("compare" not in main.commands, reason="there is no command to compare runs")
def test_a_step_back_from_the_baseline_fails_the_job(workspace: Path) -> None:
    (workspace / "crude").mkdir()
    crude = "import numpy as np\ndef relu(z): return np.where(z > 0, z, z * 0.0) * (1 + 2.0**-40)\n"
    (workspace / "crude" / "answer.py").write_text(crude)
    assert act(workspace, REPORT="before").returncode == 0
    assert act(workspace, BASELINE="before").returncode == 0
    done = act(workspace, BASELINE="before", ADAPTERS="crude/answer.py", FAIL_ON="error")
    assert done.returncode == 1
    assert "relu" in (workspace / "nnconform-report" / "compare.md").read_text()


def test_packages_are_words_for_pip_and_nothing_else(workspace: Path) -> None:
    (workspace / "bin").mkdir()
    pip = workspace / "bin" / "python"
    pip.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    pip.chmod(0o755)
    path = f"{workspace / 'bin'}:{os.environ['PATH']}"
    given = {"PATH": path, "NNCONFORM_PACKAGES": "torch==2.13.0  'a b'\n$(touch pwned) *.py\n"}
    done = subprocess.run(
        [SCRIPT, "install"], env=os.environ | given, capture_output=True, text=True, check=True
    )
    words = ["torch==2.13.0", "'a", "b'", "$(touch", "pwned)", "*.py"]
    assert done.stdout.splitlines()[-len(words) - 1 :] == [str(ROOT), *words]
    assert not (workspace / "pwned").exists()


def test_another_step_is_refused(workspace: Path) -> None:
    assert act(workspace, "publish").returncode == 2
