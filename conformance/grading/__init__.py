"""The grader: an assignment, a folder of submissions, and a grade with reasons for each."""

from .assignment import (
    Assignment as Assignment,
    AssignmentError as AssignmentError,
    read_assignment as read_assignment,
    schema as schema,
)
from .grade import grade as grade
from .run import grade_all as grade_all, header as header
from .submissions import Submission as Submission, find_submissions as find_submissions
