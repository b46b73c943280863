"""One graded submission, as plain data: a line of JSON holds it."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from nnconform.reports.record import ReportError, compact

# A question, or a check, that our own code could not judge: never a score.
NOT_GRADED = "not graded"


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class QuestionInfo(_Data):
    """A question of the assignment, as reports name it."""

    name: str
    title: str
    formula: str
    points: float


class Grading(_Data):
    """What a run of the grader was about: the first line of its file.

    Attributes:
        digest: identifies the assignment; a run is continued only under the same one.
        show_formula: whether a student's page may show what the formula is.
    """

    title: str
    digest: str
    seed: int
    dtype: str
    questions: tuple[QuestionInfo, ...]
    versions: Mapping[str, str] = {}
    show_formula: bool = False

    @property
    def points(self) -> float:
        """What a perfect submission gets."""
        return tidy(sum(question.points for question in self.questions))


class CheckGrade(_Data):
    """One check of a question.

    Attributes:
        verdict: as in a run, or "not graded".
        mistake: the declared mistake (or convention) that explains the results, by name.
        counterexample: inputs, parameters, expected, got; non-finite numbers as text.
        detail: for the instructor only; it may name what was expected.
    """

    check: str
    verdict: str
    points: float
    max_points: float
    visible: bool
    sentence: str
    mistake: str = ""
    hint: str = ""
    counterexample: Mapping[str, Any] | None = None
    detail: str = ""


class QuestionGrade(_Data):
    """One question; ``points`` is None where our own code failed."""

    name: str
    title: str
    formula: str
    points: float | None
    max_points: float
    sentence: str
    checks: tuple[CheckGrade, ...] = ()
    latex: str = ""

    @property
    def full(self) -> bool:
        """Whether nothing was lost."""
        return self.points == self.max_points


class Grade(_Data):
    """One submission.

    Attributes:
        points: None where a question could not be graded.
        level: what stood between the grader and the submission.
        printed: what the submission printed, cut.
        errors: what is wrong with the submission as a whole: syntax, import, link.
        faults: failures of our own code, for the instructor.
    """

    submission: str
    points: float | None
    max_points: float
    questions: tuple[QuestionGrade, ...]
    level: str = ""
    seconds: float = 0.0
    printed: str = ""
    errors: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def graded(self) -> bool:
        """Whether every question has a score."""
        return self.points is not None

    def brief(self) -> "Grade":
        """Without what only the student's own report shows, for a class is kept in memory."""
        drop = {"hint": "", "detail": "", "counterexample": None}
        questions = tuple(
            each.model_copy(
                update={
                    "latex": "",
                    "checks": tuple(check.model_copy(update=drop) for check in each.checks),
                }
            )
            for each in self.questions
        )
        return self.model_copy(update={"questions": questions})

    def without_time(self) -> "Grade":
        """The grade itself: what two runs have to agree on."""
        return self.model_copy(update={"seconds": 0.0})


def tidy(points: float) -> float:
    """Points without the noise of binary fractions.

    >>> tidy(0.1 + 0.2)
    0.3
    """
    return round(points, 4)


def points_text(points: float | None) -> str:
    """Points as people write them.

    >>> points_text(10.0), points_text(2.5), points_text(None)
    ('10', '2.5', 'not graded')
    """
    return NOT_GRADED if points is None else f"{points:.4f}".rstrip("0").rstrip(".")


def line(kind: str, data: BaseModel) -> str:
    """One line of the results file."""
    return compact({"kind": kind, **data.model_dump(mode="python")})


def parsed(text: str) -> Grading | Grade:
    """What a line of the results file holds.

    Raises:
        ReportError: it is none of ours.
    """
    try:
        values = json.loads(text)
        kind = values.pop("kind")
        if kind == "grading":
            return Grading.model_validate(values)
        if kind != "grade":
            raise ValueError(f"unknown kind {kind!r}")
        return Grade.model_validate(values)
    except (ValueError, KeyError, AttributeError, ValidationError) as error:
        reason = " ".join(str(error).split())[:200]
        raise ReportError(f"no line of a grades file: {reason}") from error
