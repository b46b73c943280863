"""Assignments: what they say, and what is said about one that is wrong."""

import json
from fractions import Fraction
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner

from nnconform.conformance.cli import main
from nnconform.conformance.grading import Assignment, AssignmentError, read_assignment, schema
from nnconform.conformance.grading.starter import new_assignment
from nnconform.spec import ids, load

GOOD = 'title = "T"\n[questions.huber]\n'


def written(folder: Path, text: str) -> Path:
    path = folder / "a.toml"
    path.write_text(text)
    return path


def test_the_shipped_schema_is_the_one_that_the_model_makes() -> None:
    shipped = files("nnconform.conformance.grading").joinpath("schema.json")
    assert json.loads(shipped.read_text(encoding="utf-8")) == json.loads(schema())


FAULTS = {
    "[questions.huber]\n": "top level lacks 'title'; add it",
    'title = "T"\n': "top level lacks 'questions'; add it",
    GOOD + "point = 3\n": "[questions.huber] has the unknown key 'point'; expected one of formula",
    "tilte = 1\n" + GOOD: "top level has the unknown key 'tilte'; expected one of title, seed",
    GOOD + "points = 0\n": "[questions.huber] points: input should be greater than 0, got 0",
    GOOD + "points = inf\n": "[questions.huber] points:",
    GOOD + "checks = { values = 3 }\n": "[questions.huber.checks] values:",
    GOOD + "checks = { value = 0 }\n": "none of them applies to huber with a share above 0",
    GOOD + 'accept = ["sum"]\n': "no convention is called 'sum'; expected some of smooth_l1",
    'title = "T"\n[questions.hubert]\n': "did you mean huber",
    GOOD + "[limits]\nseconds = -1\n": "[limits] seconds: input should be greater than 0, got -1",
    GOOD + '[questions.huber.binding]\nfunctoin = "h"\n': "has the unknown key 'functoin'",
    GOOD + '[questions.huber.binding]\narguments = ["y_pred"]\n': "names y_pred",
    GOOD + '[questions.huber.binding]\nadapter = "no.py:f"\n': "cannot be read",
    "title = T\n": "not valid TOML",
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_fault_is_told_with_file_key_and_what_was_expected(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(AssignmentError) as caught:
        read_assignment(path)
    assert str(caught.value).startswith(str(path))
    assert FAULTS[text] in str(caught.value)


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(AssignmentError, match="cannot read"):
        read_assignment(tmp_path / "none.toml")


def test_the_shares_add_up_to_one(tmp_path: Path) -> None:
    for identifier in ids():
        asked = read_assignment(written(tmp_path, f'title = "T"\n[questions.{identifier}]\n'))
        assert sum(asked.shares(identifier).values()) == 1


def test_random_draws_are_judged_by_their_statistics(tmp_path: Path) -> None:
    asked = read_assignment(written(tmp_path, 'title = "T"\n[questions.he_normal]\n'))
    assert asked.shares("he_normal") == {"statistics": Fraction(6, 7), "contract": Fraction(1, 7)}


def test_the_gradient_is_left_to_the_question_that_asks_for_it(tmp_path: Path) -> None:
    text = 'title = "T"\n[questions.tanh]\n[questions.tanh_derivative]\n'
    assert "gradient" not in read_assignment(written(tmp_path, text)).shares("tanh")


def test_the_digest_tells_assignments_apart(tmp_path: Path) -> None:
    one = read_assignment(written(tmp_path, GOOD)).digest
    assert read_assignment(written(tmp_path, GOOD)).digest == one
    assert read_assignment(written(tmp_path, GOOD + "points = 11\n")).digest != one


def test_the_digest_knows_the_adapter_s_text(tmp_path: Path) -> None:
    text = GOOD + '[questions.huber.binding]\nadapter = "b.py:f"\n'
    (tmp_path / "b.py").write_text("def f(m, y, y_hat, delta): ...\n")
    one = read_assignment(written(tmp_path, text)).digest
    (tmp_path / "b.py").write_text("def f(m, y, y_hat, delta): return 0\n")
    assert read_assignment(written(tmp_path, text)).digest != one


def test_a_new_assignment_is_one(tmp_path: Path) -> None:
    path, starter = new_assignment(ids(), tmp_path)
    assert list(read_assignment(path).questions) == list(ids())
    compile(starter.read_text(encoding="utf-8"), "starter.py", "exec")


def test_the_starter_gives_no_formula_away(tmp_path: Path) -> None:
    _, starter = new_assignment(ids(), tmp_path)
    text = starter.read_text(encoding="utf-8")
    for formula in map(load, ids()):
        body = formula.file.formula
        for line in (body.kernel, body.expression, *body.step, *body.equations):
            assert line is None or len(line) < 8 or line not in text


def test_files_that_are_there_are_not_overwritten(tmp_path: Path) -> None:
    new_assignment(["huber"], tmp_path)
    with pytest.raises(AssignmentError, match="is there already"):
        new_assignment(["huber"], tmp_path)


def test_the_command_writes_both_files(tmp_path: Path) -> None:
    found = CliRunner().invoke(main, ["new-assignment", "huber", "--out", str(tmp_path)])
    assert (found.exit_code, len(list(tmp_path.iterdir()))) == (0, 2)


def test_names_of_questions_are_those_of_formulas_by_default() -> None:
    asked = Assignment.model_validate({"title": "T", "questions": {"mse": {}}})
    assert asked.questions["mse"].formula == "mse"
