"""Grading a folder: names, links, workers that die, and runs that are killed and go on."""

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner, Result

from nnconform.conformance.cli import main
from nnconform.conformance.grading import Submission, find_submissions, grade_all, read_assignment
from nnconform.conformance.grading.submissions import SubmissionsError
from nnconform.reports.grading import Grade, read_grades

# Other tests of the same process have loaded JAX by then; a grader never does.
pytestmark = pytest.mark.filterwarnings("ignore:os.fork.. was called:RuntimeWarning")

RUN = import_module("nnconform.conformance.grading.run")

ASSIGNMENT = 'title = "Test"\nexamples = 2\n[questions.relu]\n[questions.mse]\n'
RIGHT = """\
import numpy as np

def relu(z):
    return np.maximum(z, 0)

def mse(y, y_hat):
    return np.mean((y - y_hat)**2)
"""
WRONG = {
    "abs": RIGHT.replace("np.maximum(z, 0)", "np.abs(z)"),
    "half": RIGHT.replace("**2)", "**2)/2"),
    "missing": RIGHT.replace("def mse", "def mce"),
    "odd": RIGHT.replace("np.maximum(z, 0)", "np.where(z > 1, z, 0.125)"),
    "syntax": RIGHT.replace("(z, 0)", "(z, 0"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "assignment.toml").write_text(ASSIGNMENT)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "right.py").write_text(RIGHT)
    for name, text in WRONG.items():
        (tmp_path / "in" / f"{name}.py").write_text(text)
    return tmp_path


def asked(folder: Path, *more: str, out: str = "out") -> list[str]:
    return ["grade", str(folder / "in"), "--assignment", str(folder / "assignment.toml"),
            "--out", str(folder / out), *more]  # fmt: skip


def run(folder: Path, *more: str, out: str = "out") -> Result:
    return CliRunner().invoke(main, asked(folder, *more, out=out), catch_exceptions=False)


def grades(folder: Path, out: str = "out") -> dict[str, Grade]:
    return {n: g.without_time() for n, g in read_grades(folder / out)[1].items()}


def test_every_submission_is_graded_and_reported(folder: Path) -> None:
    found = run(folder)
    assert found.exit_code == 0
    points = {name: grade.points for name, grade in grades(folder).items()}
    assert points["right"] == 20
    assert points["syntax"] == 0
    assert points["missing"] == 10
    written = {path.name for path in (folder / "out").iterdir()}
    assert {"grades.jsonl", "grades.csv", "overview.html", "junit.xml"} <= written
    assert "right" in found.stdout


def test_one_process_and_three_give_the_same_grades(folder: Path) -> None:
    run(folder, "--jobs", "1", out="one")
    run(folder, "--jobs", "3", out="three")
    assert grades(folder, "one") == grades(folder, "three")


def test_json_is_all_that_is_printed(folder: Path) -> None:
    lines = run(folder, "--json").stdout.splitlines()
    assert {json.loads(line)["submission"] for line in lines} == {"right", *WRONG}


def test_a_run_that_is_killed_at_any_moment_goes_on_to_the_same_grades(folder: Path) -> None:
    run(folder, out="whole")
    random = Random(11)
    command = [sys.executable, "-P", "-m", "nnconform.conformance", *asked(folder, "--resume")]
    for _ in range(4):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        time.sleep(random.uniform(0.5, 2.0))
        process.send_signal(signal.SIGKILL)
        process.wait()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    assert grades(folder) == grades(folder, "whole")
    table = (folder / "out" / "grades.csv").read_text(encoding="utf-8").splitlines()
    assert len(table) == 1 + 1 + len(WRONG)


def test_a_line_that_was_cut_is_graded_again(folder: Path) -> None:
    run(folder)
    path = folder / "out" / "grades.jsonl"
    whole = grades(folder)
    path.write_bytes(path.read_bytes()[:-30])
    run(folder, "--resume")
    assert grades(folder) == whole


def test_what_is_there_is_not_graded_again(folder: Path) -> None:
    run(folder)
    before = (folder / "out" / "grades.jsonl").read_bytes()
    run(folder, "--resume")
    assert (folder / "out" / "grades.jsonl").read_bytes() == before


def test_another_assignment_is_not_resumed(folder: Path) -> None:
    run(folder)
    (folder / "assignment.toml").write_text(ASSIGNMENT + "points = 3\n")
    found = run(folder, "--resume")
    assert found.exit_code == 2
    assert "another assignment" in found.stderr


def test_a_new_run_keeps_the_old_grades_beside(folder: Path) -> None:
    run(folder)
    run(folder)
    assert (folder / "out" / "grades.jsonl~").exists()


# -- workers --------------------------------------------------------------------------------------


def submissions(folder: Path) -> list[Submission]:
    return find_submissions(folder / "in")


def test_a_worker_that_dies_costs_nobody_else(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = RUN.grade

    def dying(path: Path, name: str, assignment: object) -> Grade:
        if name == "half":
            os._exit(9)
        found: Grade = real(path, name, assignment)
        return found

    monkeypatch.setattr(RUN, "grade", dying)
    asked = read_assignment(folder / "assignment.toml")
    found = {grade.submission: grade for grade in grade_all(submissions(folder), asked, 2)}
    assert found["half"].points is None
    assert "died" in found["half"].faults[0]
    assert found["right"].points == 20
    assert len(found) == 6


def test_a_worker_that_dies_once_is_made_up_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, mark = RUN.grade, folder / "died"

    def dying(path: Path, name: str, assignment: object) -> Grade:
        if name == "half" and not mark.exists():
            mark.touch()
            os._exit(9)
        found: Grade = real(path, name, assignment)
        return found

    monkeypatch.setattr(RUN, "grade", dying)
    asked = read_assignment(folder / "assignment.toml")
    found = {grade.submission: grade for grade in grade_all(submissions(folder), asked, 1)}
    assert (found["half"].points or 0) > 0


def test_our_own_exception_is_no_score(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> Grade:
        raise RuntimeError("a bug of ours")

    monkeypatch.setattr(RUN, "grade", failing)
    asked = read_assignment(folder / "assignment.toml")
    found = list(grade_all(submissions(folder)[:1], asked, 1))
    assert found[0].points is None
    assert "a bug of ours" in found[0].faults[0]


def test_a_worker_that_hangs_is_ended(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def hanging(*_: object) -> Grade:
        while True:
            time.sleep(1)

    monkeypatch.setattr(RUN, "grade", hanging)
    monkeypatch.setattr(RUN, "_OWN_SECONDS", 0.2)
    (folder / "assignment.toml").write_text(ASSIGNMENT + "[limits]\nseconds = 0.1\n")
    asked = read_assignment(folder / "assignment.toml")
    found = list(grade_all(submissions(folder)[:1], asked, 1))
    assert "no grade after" in found[0].faults[0]


def children() -> set[Path]:
    """The command lines of this process's children."""
    found = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
    return {Path(f"/proc/{pid}/cmdline") for pid in found}


def test_no_worker_is_left(folder: Path) -> None:
    before = children()  # programs that other tests have asked
    asked = read_assignment(folder / "assignment.toml")
    found: Iterator[Grade] = grade_all(submissions(folder), asked, 2)
    next(found)
    found.close()  # type: ignore[attr-defined]  # a generator
    left = children() - before
    assert not [p for p in left if p.exists() and b"pytest" in p.read_bytes()]


_DRAWN = """
import sys
sys.path.insert(0, sys.argv[1])
if sys.argv[2] == "with":
    import neighbour
from nnconform.conformance.cases import layouts
from nnconform.conformance.grading.settled import settle
if sys.argv[3] == "settled":
    settle()
print(layouts("elu", 3, 60))
"""


def drawn(folder: Path, neighbour: str, settled: str) -> str:
    numbers = ", ".join(str(0.25 + i / 64) for i in range(200))
    (folder / "neighbour.py").write_text(f"NUMBERS = [{numbers}]\n")
    command = [sys.executable, "-P", "-c", _DRAWN, str(folder), neighbour, settled]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_the_cases_do_not_depend_on_what_else_is_imported(tmp_path: Path) -> None:
    assert drawn(tmp_path, "with", "settled") == drawn(tmp_path, "without", "settled")


def test_without_settling_they_would(tmp_path: Path) -> None:
    folder = Path(__file__).parent / "no_such_folder"
    assert not folder.exists()
    assert drawn(tmp_path, "with", "as it is") != drawn(tmp_path, "without", "as it is")


# -- what is a submission -------------------------------------------------------------------------


def test_names_are_the_entries_without_their_endings(tmp_path: Path) -> None:
    for name in ("ana.py", "ben.ipynb", ".hidden.py", "notes.txt"):
        (tmp_path / name).touch()
    (tmp_path / "cai").mkdir()
    (tmp_path / "__pycache__").mkdir()
    assert [each.name for each in find_submissions(tmp_path)] == ["ana", "ben", "cai"]


def test_names_that_would_be_one_keep_their_endings(tmp_path: Path) -> None:
    for name in ("ana.py", "ana.ipynb", "Ben.py"):
        (tmp_path / name).touch()
    (tmp_path / "ben").mkdir()
    found = [each.name for each in find_submissions(tmp_path)]
    assert found == ["Ben.py", "ana.ipynb", "ana.py", "ben"]


def test_odd_names_are_spelled_out(tmp_path: Path) -> None:
    (tmp_path / "a\nb.py").touch()
    (tmp_path / os.fsdecode(b"x\xff.py")).touch()
    assert [each.name for each in find_submissions(tmp_path)] == ["a\\nb", "x\\udcff"]


def test_a_link_out_of_the_folder_is_refused(folder: Path) -> None:
    (folder / "in" / "link.py").symlink_to("/etc/passwd")
    (folder / "in" / "nowhere.py").symlink_to("/no/such/file")
    (folder / "in" / "inside.py").symlink_to("right.py")
    asked = read_assignment(folder / "assignment.toml")
    found = {grade.submission: grade for grade in grade_all(submissions(folder), asked, 1)}
    assert (found["link"].points, found["nowhere"].points) == (0, 0)
    assert "leads out" in found["link"].errors[0]
    assert found["inside"].points == 20


def test_a_file_alone_and_a_folder_alone_are_submissions(folder: Path) -> None:
    assert [each.name for each in find_submissions(folder / "in" / "right.py")] == ["right"]
    assert [each.name for each in find_submissions(folder / "in", one=True)] == ["in"]


def test_nothing_to_grade_is_said(tmp_path: Path) -> None:
    with pytest.raises(SubmissionsError, match="nothing to grade"):
        find_submissions(tmp_path)
    with pytest.raises(SubmissionsError, match="no such"):
        find_submissions(tmp_path / "none")


# -- the bundle -----------------------------------------------------------------------------------


def test_the_bundle_grades_a_submission_by_itself(folder: Path) -> None:
    found = CliRunner().invoke(
        main,
        ["gradescope-bundle", str(folder / "assignment.toml"), "--out", str(folder / "a.zip")],
        catch_exceptions=False,
    )
    assert found.exit_code == 0
    with zipfile.ZipFile(folder / "a.zip") as archive:
        names = archive.namelist()
        modes = {i.filename: i.external_attr >> 16 & 0o777 for i in archive.infolist()}
        archive.extractall(folder / "source")
    assert {"setup.sh", "run_autograder", "assignment.toml"} <= set(names)
    assert (modes["setup.sh"], modes["run_autograder"]) == (0o755, 0o755)
    one = folder / "one"
    one.mkdir()
    (one / "hw.py").write_text(RIGHT)
    # As run_autograder calls it, with the zip's own copy of the package.
    subprocess.run(
        [sys.executable, "-P", "-S", "-c", _ISOLATED, "grade", str(one), "--one", "--assignment",
         str(folder / "source" / "assignment.toml"), "--jobs", "1", "--out", str(folder / "o")],
        check=True, stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(folder / "source" / "lib")},
    )  # fmt: skip
    (results,) = (folder / "o" / "gradescope").iterdir()
    tests = json.loads(results.read_text(encoding="utf-8"))["tests"]
    assert sum(each["score"] for each in tests) == 20


# Without the editable install, which would be found first: only the packages it depends on.
_ISOLATED = f"""
import sys
sys.path.append({str(Path(sys.prefix, "lib", f"python3.{sys.version_info[1]}", "site-packages"))!r})
import nnconform
assert "source" in nnconform.__path__[0], nnconform.__path__
from nnconform.conformance.cli import main
main()
"""
