"""What the pages show is run as it stands: every Python block and every command line.

Commands that are not run stand in NOT_RUN with the reason; one that no page has any more fails.
"""

import ast
import doctest
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from nnconform import reference

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")])
INSTALLS, LONG, STEP = "it installs packages", "it takes minutes", "it is a step of .ci/run"
NOT_RUN = {
    r".*pip install.*": INSTALLS,
    r"python3 -m venv .venv": INSTALLS,
    r"\. \.venv/bin/activate": INSTALLS,
    r"mkdir -p \.typing.*": "it changes the checkout",
    r"\.ci/run.*": "it runs these tests",
    r"sphinx-build.*": STEP,
    r"nnconform run numpy torch jax --only activations --out DIR": LONG,
    r"python docs/images/make.py DIR": "it changes the checkout",
    r"pytest -n 2.*": "it runs these tests",
    r"pytest --doctest-modules reference": STEP,
    r"ruff check.*|mypy": STEP,
    r"nnconform check-spec": STEP,
    r"nnconform claims( --.*|\s*#.*)": STEP,
    r"nnconform audit --sample.*": STEP,
    r"nnconform run( torch| torch jax)?(\s+#.*)?": LONG,
    r"nnconform run torch jax --json.*": LONG,
    r'python -c "': "it reads what the command before it writes",
    r"nnconform audit relu huber": LONG,
    r"pytest --pyargs nnconform.conformance --nnconform-adapter torch": LONG,
    r"nnconform run torch --only softplus,losses.*": LONG,
    r"nnconform sweep (torch jax|mylib\.py|examples/c_library\.py) .*": LONG,
    r"nnconform atlas cpu-sweeps gpu-sweeps .*": "it reads what sweeps of minutes write",
}
# Pages whose commands speak of runs, packages or a repository that only their reader has; the tests
# that go through the same with made-up ones.
READERS_OWN = {
    "docs/ci.md": "tests/test_action.py",
    "docs/compare.md": "tests/conformance/test_cli_compare.py",
    "docs/expected.md": "tests/conformance/test_cli_outputs.py",
    "docs/history.md": "tests/conformance/test_cli_history.py",
    "docs/new-adapter.md": "tests/conformance/test_new_adapter.py",
    "docs/process-adapters.md": "tests/adapters/test_process.py",
    "docs/sweeps.md": "tests/conformance/test_sweep_running.py",
    "docs/tables.md": "tests/reports/test_tables.py",
}
# What a page leaves to its reader to have.
GIVEN: dict[str, Any] = {"my_elu": reference.elu, "my_huber": reference.huber}
SECONDS = re.compile(r"\b\d+(\.\d+)? s\b")
RULE = re.compile(r"─+")


@dataclass(frozen=True)
class Block:
    """One fenced block: its text, and what the page says that its last line gives."""

    page: str
    line: int
    language: str
    text: str
    gives: str

    @property
    def commands(self) -> list[str]:
        lines = self.text.splitlines()
        if self.language == "console":
            return [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
        # A quoted text may go on over several lines.
        found = re.split(r"\n(?=(?:[^\"]*\"[^\"]*\")*[^\"]*\Z)", self.text.strip())
        return [line for line in found if line]

    @property
    def output(self) -> str:
        shown = [line for line in self.text.splitlines() if not line.startswith("$ ")]
        return "\n".join(shown) if self.language == "console" else ""


def blocks(*languages: str) -> Iterator[Any]:
    for path in PAGES:
        tokens = MarkdownIt().parse(path.read_text(encoding="utf-8"))
        name = str(path.relative_to(ROOT))
        for i, token in enumerate(tokens):
            if token.type == "fence" and token.info in languages:
                after = next((t.content for t in tokens[i:] if t.type == "inline"), "")
                gives = re.match(r"gives `([^`]+)`", after)
                line = (token.map or [0])[0] + 1
                yield pytest.param(
                    Block(name, line, token.info, token.content, gives[1] if gives else ""),
                    id=f"{name}:{line}",
                )


def reason(command: str) -> str | None:
    first = command.split("\n", 1)[0].strip()
    return next((why for form, why in NOT_RUN.items() if re.fullmatch(form, first)), None)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what a reader has: the examples, files of his own, and a report."""
    folder = tmp_path_factory.mktemp("reader")
    shutil.copytree(ROOT / "examples", folder / "examples")
    shutil.copytree(ROOT / "examples/homework1/submissions", folder / "submissions")
    for name in ("my_activations.py", "my_homework.py"):
        shutil.copy(ROOT / "examples/my_activations.py", folder / name)
    done = shell("nnconform run numpy --only huber --dtype float64 --check value", folder)
    assert done.returncode == 0, done.stdout
    return folder


def shell(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env=os.environ | {"PATH": path, "COLUMNS": "100", "PYTHONWARNINGS": "default"},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=300,
    )


@pytest.mark.parametrize("block", list(blocks("console", "sh")))
def test_a_command_does_what_its_page_shows(block: Block, place: Path) -> None:
    if block.page in READERS_OWN:
        pytest.skip(f"{READERS_OWN[block.page]} goes through the same")
    run = [command for command in block.commands if reason(command) is None]
    if not run:
        pytest.skip("; ".join(sorted({reason(command) or "" for command in block.commands})))
    done = shell("\n".join(run), place)
    if block.output:
        assert_shown(block.output, done.stdout)
    else:
        assert done.returncode in {0, 1}, done.stdout
        assert "Traceback" not in done.stdout


def assert_shown(due: str, got: str) -> None:
    options = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    due, got = (RULE.sub("─", SECONDS.sub("N s", text)).strip() + "\n" for text in (due, got))
    assert doctest.OutputChecker().check_output(due, got, options), got


@pytest.mark.parametrize("block", list(blocks("python")))
def test_python_runs_and_gives_what_its_page_says(
    block: Block, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if block.page in READERS_OWN:
        pytest.skip(f"{READERS_OWN[block.page]} goes through the same")
    monkeypatch.chdir(place)
    names = {**GIVEN, "model": pytest.importorskip("torch").nn.Linear(3, 2)}
    exec(imported_above(block), names)
    tree = ast.parse(block.text)
    exec(compile(tree, f"{block.page}:{block.line}", "exec"), names)
    for name, found in list(names.items()):
        if name.startswith("test_"):
            found()
    if block.gives:
        last = tree.body[-1]
        assert isinstance(last, ast.Expr)
        assert repr(eval(compile(ast.Expression(last.value), block.page, "eval"), names)) == (
            block.gives
        )


def imported_above(block: Block) -> str:
    """The imports of the page's earlier blocks, which it does not repeat."""
    above = [b.values[0] for b in blocks("python")]
    trees = [ast.parse(b.text) for b in above if b.page == block.page and b.line < block.line]
    nodes = [node for tree in trees for node in tree.body]
    return "\n".join(ast.unparse(n) for n in nodes if isinstance(n, ast.Import | ast.ImportFrom))


def test_the_three_mistakes_of_the_start_page_get_the_verdicts_it_names(place: Path) -> None:
    text = next(b.values[0].text for b in blocks("python") if "def adam_step" in b.values[0].text)
    (place / "three.py").write_text(f"import numpy as np\n\n{text}")
    done = shell("nnconform run three.py --check value,statistics --json", place)
    records = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert {(r["formula"], r["verdict"], r["variant"]) for r in records} == {
        ("momentum", "convention", "heavy_ball"),
        ("adam", "fails", "correction_without_power"),
        ("xavier_normal", "fails", "variance_as_scale"),
    }


def test_every_reason_for_not_running_a_command_is_needed() -> None:
    first = {c.split("\n", 1)[0].strip() for b in blocks("console", "sh")
             for c in b.values[0].commands}  # fmt: skip
    assert [form for form in NOT_RUN if not any(re.fullmatch(form, c) for c in first)] == []


def test_a_page_that_shows_something_else_is_noticed() -> None:
    with pytest.raises(AssertionError):
        assert_shown("score 80.0%\n2 checks in 1.0 s", "score 79.0%\n2 checks in 1.0 s")
    assert_shown("2 checks in 1.0 s", "2 checks in 31 s")


@pytest.mark.parametrize(("page", "test"), READERS_OWN.items(), ids=READERS_OWN)
def test_what_goes_through_a_readers_own_page_exists(page: str, test: str) -> None:
    assert (ROOT / page).is_file()
    assert (ROOT / test).is_file()
