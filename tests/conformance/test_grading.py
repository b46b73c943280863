"""Grades of real submission files: points, sentences, hints, and what is never a score."""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from textwrap import dedent

import pytest

from nnconform.adapters.isolation import SandboxError
from nnconform.conformance.grading import (
    Assignment,
    find_submissions,
    grade,
    opening,
    read_assignment,
)
from nnconform.conformance.grading.settled import settle
from nnconform.reports.grading import CheckGrade, Grade, QuestionGrade

settle()
# The package has a function of this name too.
GRADE = import_module("nnconform.conformance.grading.grade")

ASSIGNMENT = """\
title = "Test"
seed  = 5
examples = 4
[questions.relu]
[questions.mse]
points = 20
"""
RIGHT = """\
import numpy as np

def relu(z):
    return np.maximum(z, 0)

def mse(y, y_hat):
    return np.mean((y - y_hat)**2)
"""


def assignment(folder: Path, text: str = ASSIGNMENT) -> Assignment:
    (folder / "assignment.toml").write_text(dedent(text))
    return read_assignment(folder / "assignment.toml")


def graded(folder: Path, source: str, text: str = ASSIGNMENT) -> Grade:
    path = folder / "submission.py"
    path.write_text(dedent(source))
    return grade(path, "submission", assignment(folder, text))


def question(found: Grade, name: str) -> QuestionGrade:
    return next(each for each in found.questions if each.name == name)


def checks(found: QuestionGrade) -> Mapping[str, CheckGrade]:
    return {each.check: each for each in found.checks}


def test_a_right_submission_gets_every_point(tmp_path: Path) -> None:
    found = graded(tmp_path, RIGHT)
    assert (found.points, found.max_points) == (30, 30)
    assert [each.sentence for each in found.questions] == ["Right.", "Right."]
    assert (found.errors, found.faults) == ((), ())


def test_the_grade_says_what_stood_between(tmp_path: Path) -> None:
    assert graded(tmp_path, RIGHT).level in {"bubblewrap", "limits"}


def test_a_mistake_is_named_with_its_hint_and_the_smallest_example(tmp_path: Path) -> None:
    found = question(graded(tmp_path, RIGHT.replace("**2", "")), "mse")
    value = checks(found)["value"]
    assert value.mistake == "square_missing"
    assert value.hint
    assert value.counterexample is not None
    assert len(value.counterexample["inputs"]["y"]) == 1


def test_points_are_kept_where_a_mistake_is_explained(tmp_path: Path) -> None:
    # Of 60 + 10 + 10 + 10 shares (no derivative is offered) only the contract's tenth is kept:
    # 20 * 10/90, in hundredths.
    found = question(graded(tmp_path, RIGHT.replace("**2", "")), "mse")
    assert checks(found)["contract"].points == pytest.approx(2.22)


def test_what_nothing_explains_gets_nothing(tmp_path: Path) -> None:
    found = question(graded(tmp_path, RIGHT.replace("np.maximum(z, 0)", "z*0 + 7.25")), "relu")
    assert found.points == 0


def test_other_checks_count_always_where_the_assignment_says_so(tmp_path: Path) -> None:
    source = RIGHT.replace("np.maximum(z, 0)", "z*0 + 7.25")
    text = ASSIGNMENT.replace("seed ", 'other_checks = "always"\nseed ')
    assert (question(graded(tmp_path, source, text), "relu").points or 0) > 0


def test_the_shares_of_the_checks_are_the_assignment_s(tmp_path: Path) -> None:
    text = ASSIGNMENT + "checks = { value = 1, contract = 3 }\n"
    found = checks(question(graded(tmp_path, RIGHT, text), "mse"))
    assert {name: each.max_points for name, each in found.items()} == {"value": 5, "contract": 15}


def test_a_convention_is_accepted_and_named(tmp_path: Path) -> None:
    found = question(graded(tmp_path, RIGHT.replace("np.mean", "np.sum")), "mse")
    assert found.points == 20
    assert "reduction sum" in found.sentence


def test_a_convention_is_refused_where_only_the_documents_form_counts(tmp_path: Path) -> None:
    found = question(
        graded(tmp_path, RIGHT.replace("np.mean", "np.sum"), ASSIGNMENT + "accept = []\n"), "mse"
    )
    assert checks(found)["value"].points == 0
    assert "another form" in found.sentence


def test_a_named_convention_is_accepted(tmp_path: Path) -> None:
    text = ASSIGNMENT + 'accept = ["reduction_sum"]\n'
    assert question(graded(tmp_path, RIGHT.replace("np.mean", "np.sum"), text), "mse").full


UNSTABLE = """\
import numpy as np

def softplus(z):
    return np.log(1 + np.exp(z))
"""
SOFTPLUS = 'title = "T"\n[questions.softplus]\nchecks = { value = 5, stability = 5 }\n'


@pytest.mark.parametrize(("kept", "points"), [("", 7.5), ("inaccurate = 1", 10.0)])
def test_what_is_badly_computed_keeps_its_part(tmp_path: Path, kept: str, points: float) -> None:
    found = question(graded(tmp_path, UNSTABLE, SOFTPLUS + kept), "softplus")
    assert found.points == points
    assert "unstable" in checks(found)["stability"].sentence


def test_absolutely_accurate_results_cost_nothing(tmp_path: Path) -> None:
    # 1 - tanh(z)**2 loses the relative digits of its tails, as every framework's does.
    source = "import numpy as np\ndef tanh_derivative(z):\n    return 1 - np.tanh(z)**2\n"
    found = question(
        graded(tmp_path, source, 'title = "T"\n[questions.tanh_derivative]\n'), "tanh_derivative"
    )
    assert found.points == 10
    assert any(each.verdict == "inaccurate" for each in found.checks)


def test_a_derivative_that_nobody_asked_for_may_be_missing(tmp_path: Path) -> None:
    assert "gradient" not in checks(question(graded(tmp_path, RIGHT), "mse"))


def test_a_derivative_that_is_asked_for_costs_its_points(tmp_path: Path) -> None:
    text = ASSIGNMENT + "checks = { value = 50, gradient = 50 }\n"
    found = question(graded(tmp_path, RIGHT, text), "mse")
    assert found.points == 10
    assert "does not offer" in found.sentence


def test_a_missing_function_leaves_the_other_question_alone(tmp_path: Path) -> None:
    found = graded(tmp_path, RIGHT.replace("def relu", "def rleu"))
    assert question(found, "mse").points == 20
    assert question(found, "relu").points == 0
    assert "relu" in question(found, "relu").sentence


BROKEN = {
    "syntax": ("def relu(:\n", "SyntaxError"),
    "import": ("import no_such_module\n" + RIGHT, "no_such_module"),
    "exit": ("import sys\nsys.exit(0)\n" + RIGHT, ""),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_does_not_import_gets_nothing_and_the_reason(tmp_path: Path, name: str) -> None:
    source, said = BROKEN[name]
    found = graded(tmp_path, source)
    assert (found.points, found.faults) == (0, ())
    assert all(said in each.sentence for each in found.questions)


FAILING = {
    "raises": ("raise ValueError('no idea')", "ValueError: no idea"),
    "none": ("return None", "returned NoneType"),
    "exits": ("import os; os._exit(0)", "exit"),
    "loops": ("while True: pass", "no answer within 1 s"),
}


@pytest.mark.parametrize("name", FAILING)
def test_a_call_without_an_answer_costs_its_question_only(tmp_path: Path, name: str) -> None:
    body, said = FAILING[name]
    found = graded(
        tmp_path,
        RIGHT.replace("return np.maximum(z, 0)", body),
        ASSIGNMENT + "[limits]\ncall_seconds = 1\n",
    )
    assert (question(found, "relu").points, question(found, "mse").points) == (0, 20)
    assert said in question(found, "relu").sentence
    assert found.faults == ()


def test_what_is_printed_is_kept(tmp_path: Path) -> None:
    assert "hello" in graded(tmp_path, RIGHT + "print('hello')\n").printed


def test_a_failure_of_our_own_is_no_score(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    def failing(*_: object) -> None:
        tried.append(1)
        raise RuntimeError("a bug of ours")

    monkeypatch.setattr(opening.Watched, "value", failing)
    monkeypatch.setattr(GRADE, "is_our_fault", lambda outcome: True)
    found = graded(tmp_path, RIGHT)
    assert tried
    assert found.points is None
    assert [each.points for each in found.questions] == [None, None]
    assert found.faults
    assert len({fault.partition(":")[0] for fault in found.faults}) == 4  # two questions, twice


def test_a_sandbox_that_does_not_stand_is_no_score(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise SandboxError("it does not start")

    monkeypatch.setattr(GRADE, "opened", refused)
    found = graded(tmp_path, RIGHT)
    assert found.points is None
    assert "does not start" in found.faults[0]


def test_a_second_attempt_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, tried = opening.opened, []

    def once(path: Path, bindings: Mapping[str, object], asked: Assignment) -> object:
        tried.append(1)
        if len(tried) == 1:
            raise SandboxError("it does not start")
        return real(path, bindings, asked)

    monkeypatch.setattr(GRADE, "opened", once)
    assert graded(tmp_path, RIGHT).points == 30


def test_one_formula_can_be_two_questions(tmp_path: Path) -> None:
    text = """\
    title = "Two"
    [questions.first]
    formula = "relu"
    [questions.second]
    formula = "relu"
    [questions.second.binding]
    function = "other"
    """
    source = "def relu(z):\n    return z*(z > 0)\n\ndef other(z):\n    return abs(z)\n"
    found = graded(tmp_path, source, text)
    assert (question(found, "first").points, question(found, "second").full) == (10, False)


def test_the_same_submission_gets_the_same_grade_in_every_order(tmp_path: Path) -> None:
    sources = [RIGHT.replace("**2", ""), RIGHT.replace("np.maximum(z, 0)", "abs(z)"), RIGHT]
    first = [graded(tmp_path, source).without_time() for source in sources]
    again = [graded(tmp_path, source).without_time() for source in reversed(sources)]
    assert first == again[::-1]


def test_the_sentence_of_a_property_does_not_tell_the_formula(tmp_path: Path) -> None:
    source = "import numpy as np\ndef leaky_relu(z, *, alpha=0.01):\n    return z*(z > 0) + 3\n"
    found = graded(tmp_path, source, 'title = "T"\n[questions.leaky_relu]\n')
    text = "".join(
        f"{each.sentence} {each.counterexample}" for each in question(found, "leaky_relu").checks
    )
    assert "where(" not in text
    assert "result ==" not in text


@pytest.mark.parametrize("name", ["homework1", "network"])
def test_the_examples_are_graded_as_their_files_say(name: str) -> None:
    folder = Path(__file__).parents[2] / "examples" / name
    asked = read_assignment(folder / "assignment.toml")
    found = [grade(s.path, s.name, asked) for s in find_submissions(folder / "submissions")]
    right, wrong, broken = found
    assert right.points == right.max_points
    assert 0 < (wrong.points or 0) < wrong.max_points
    assert any(each.checks[0].verdict == "error" for each in broken.questions)
    assert all(each.faults == () for each in found)


def test_an_unstable_wrong_formula_is_not_called_right(tmp_path: Path) -> None:
    source = "import numpy as np\ndef softplus(z):\n    return np.log(2 + np.exp(z))\n"
    found = question(graded(tmp_path, source, SOFTPLUS), "softplus")
    assert all("right formula" not in each.sentence for each in found.checks)
