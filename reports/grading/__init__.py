"""What grading found, and every view of it: tables, pages for students, files for a platform."""

from .record import (
    CheckGrade as CheckGrade,
    Grade as Grade,
    Grading as Grading,
    QuestionGrade as QuestionGrade,
    QuestionInfo as QuestionInfo,
)
from .store import GradeStore as GradeStore, read_grades as read_grades
from .write import write_all as write_all
