"""`nnconform new-adapter`: the package installs, runs and passes its test; names are checked."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import nnconform.adapters as adapters
from nnconform.conformance.cli import main
from nnconform.conformance.new_adapter import NewAdapterError, new_adapter
from nnconform.reports import read
from nnconform.spec import ids

New = Callable[..., Result]


@pytest.fixture
def new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> New:
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(main, ["new-adapter", *arguments])


def test_every_file_is_said_and_what_to_do_next(new: New) -> None:
    done = new("my_library")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "wrote nnconform-my-library/pyproject.toml",
        "wrote nnconform-my-library/my_library_nnconform/__init__.py",
        "wrote nnconform-my-library/tests/test_my_library.py",
        "wrote nnconform-my-library/README.md",
        "wrote nnconform-my-library/.github/workflows/conformance.yml",
        "wrote nnconform-my-library/.gitignore",
        "",
        "Next: pip install -e nnconform-my-library && nnconform run my_library --only relu",
    ]


def test_the_entry_point_names_the_adapter(tmp_path: Path) -> None:
    project = tomllib.loads(new_adapter("mine", tmp_path / "x")[0].read_text())["project"]
    assert project["entry-points"]["nnconform.adapters"] == {"mine": "mine_nnconform:adapter"}


def test_every_formula_stands_in_the_module_once(tmp_path: Path) -> None:
    text = new_adapter("mine", tmp_path / "x")[1].read_text()
    filled = [n.name for n in ast.parse(text).body if isinstance(n, ast.FunctionDef)]
    commented = [line[2:] for line in text.splitlines() if line.startswith("# def ")]
    named = [n.name for n in ast.parse("\n".join(commented)).body
             if isinstance(n, ast.FunctionDef)]  # fmt: skip
    assert sorted([*filled, *named]) == sorted([*ids(), "adapter"])


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a package as it was written, and ``target``, into which pip installed it."""
    place = tmp_path_factory.mktemp("new")
    new_adapter("my_library", place / "package")
    install = ["pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check"]
    command = [sys.executable, "-m", *install, "--target", f"{place}/target", f"{place}/package"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return place


def python(*arguments: str, at: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(at / "target")}
    command = [sys.executable, "-P", "-m", *arguments]
    return subprocess.run(
        command, check=False, capture_output=True, text=True, cwd=at, env=environment
    )


def test_the_installed_package_runs_to_a_report_at_once(installed: Path) -> None:
    done = python("nnconform.conformance", "run", "my_library", "--jobs", "1", "--examples", "5",
                  "--only", "relu,softplus,mse,perceptron", at=installed)  # fmt: skip
    assert done.returncode == 0, done.stderr
    run = read(installed / "nnconform-report")
    assert {record.verdict for record in run.records} == {"conforms", "unsupported"}
    assert {record.adapter for record in run.records} == {"my_library"}
    assert {r.message for r in run.records if r.formula == "perceptron"} == {
        "no perceptron in my_library"
    }
    assert (installed / "nnconform-report" / "index.html").exists()


def test_its_own_test_passes_and_notices_a_wrong_function(installed: Path) -> None:
    own = "package/tests/test_my_library.py"
    done = python("pytest", "-q", "-p", "no:cacheprovider", own, at=installed)
    assert "2 passed" in done.stdout, done.stdout
    module = installed / "target" / "my_library_nnconform" / "__init__.py"
    module.write_text(module.read_text().replace("np.maximum(z, 0)", "np.minimum(z, 0)"))
    done = python("pytest", "-q", "-p", "no:cacheprovider", own, at=installed)
    assert "1 failed, 1 passed" in done.stdout
    assert "relu" in done.stdout


REFUSED = {
    "numpy": "numpy is a built-in adapter; choose another name",
    "2x": "'2x' cannot be typed as an adapter; expected a name of small letters, digits and "
    "underscores that begins with a letter, such as my_library",
    "my-library": "'my-library' cannot be typed",
    "../x": "'../x' cannot be typed",
    "Mine": "'Mine' cannot be typed",
    "bücher": "'bücher' cannot be typed",
    "class": "'class' cannot be typed",
    "": "'' cannot be typed",
    "os": "'os' is a name of Python's own; choose another name",
    "taken": "an adapter taken is installed already; choose another name",
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_name_that_cannot_be_taken_is_refused(
    name: str, new: New, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    point = EntryPoint("taken", "taken:adapter", "nnconform.adapters")
    monkeypatch.setattr(adapters, "entry_points", lambda group: [point])
    done = new(name)
    assert done.exit_code == 2
    assert done.stderr.startswith(f"nnconform: {REFUSED[name]}")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "README.md").write_text("mine")
    with pytest.raises(NewAdapterError, match="is there already; choose another folder with --out"):
        new_adapter("mine", tmp_path / "x")
    assert [path.name for path in (tmp_path / "x").iterdir()] == ["README.md"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    assert new_adapter("mine", tmp_path)[0] == tmp_path / "pyproject.toml"


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NewAdapterError, match=r"^cannot write to .*file/x: "):
        new_adapter("mine", tmp_path / "file" / "x")


PAGE = Path(__file__).parents[2] / "docs" / "new-adapter.md"
BLOCK = re.compile(r"<!-- (step|into the module) -->\n```\w+\n(.*?)```", re.DOTALL)


def test_the_page_can_be_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Word by word, but that pip installs into a folder of this test."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "target"))
    module = tmp_path / "target" / "my_library_nnconform" / "__init__.py"
    for kind, text in BLOCK.findall(PAGE.read_text()):
        if kind == "into the module":
            module.write_text(f"{module.read_text()}\n\n{text}")
            continue
        for line in text.splitlines():
            module_name, *rest = line.replace("nnconform ", "nnconform.conformance ", 1).split()
            if module_name == "pip":
                rest = [*rest[:-2], "--quiet", "--target", "target", f"./{rest[-1]}"]
            command = [sys.executable, "-P", "-m", module_name, *rest]
            done = subprocess.run(command, check=False, capture_output=True, text=True)
            assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
    assert {record.verdict for record in read("nnconform-report").records} <= {
        "conforms", "inaccurate", "unsupported"
    }  # fmt: skip
