"""The class at a glance: one page with pictures, for the instructor."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any
from urllib.parse import quote

from nnconform.reports.pages import page

from .record import Grade, Grading, points_text
from .student import FILTERS, state

_BINS = 10
_MISTAKES = 20


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a picture: its label, how long it is of the longest, and what it says."""

    label: str
    share: float
    said: str
    kind: str = "conforms"


def overview_page(grading: Grading, grades: Sequence[Grade], names: Mapping[str, str]) -> str:
    """The page as text: self-contained, pictures inline, everything in it escaped.

    Args:
        names: the file name of each submission's page, without its ending.
    """
    graded = [grade.points for grade in grades if grade.points is not None]
    values: dict[str, Any] = {
        "grading": grading,
        "grades": grades,
        "links": {name: f"students/{quote(file)}.html" for name, file in names.items()},
        "figures": _figures(grading, grades, graded),
        "points_bars": points_bars(graded, grading.points),
        "question_bars": question_bars(grading, grades),
        "mistake_bars": mistake_bars(grades),
        "trouble_bars": trouble_bars(grades),
        "faults": [(grade.submission, fault) for grade in grades for fault in grade.faults],
        "levels": sorted({grade.level for grade in grades if grade.level}),
        "state": state,
    }
    return page("overview.html.j2", FILTERS, **values)


def _figures(grading: Grading, grades: Sequence[Grade], graded: Sequence[float]) -> dict[str, str]:
    found = {"submissions": str(len(grades)), "not graded": str(len(grades) - len(graded))}
    if graded:
        found |= {
            "mean": f"{sum(graded) / len(graded):.2f}",
            "median": points_text(median(graded)),
            "lowest": points_text(min(graded)),
            "highest": points_text(max(graded)),
            "full points": str(sum(each >= grading.points for each in graded)),
        }
    return found


def points_bars(graded: Sequence[float], most: float) -> list[Bar]:
    """How many submissions have how many points, in tenths of what there is."""
    counts = Counter(min(int(each / most * _BINS), _BINS - 1) for each in graded)
    longest = max(counts.values(), default=1)
    width = most / _BINS
    return [
        Bar(
            f"{points_text(width * i)} to {points_text(width * (i + 1))}",
            counts[i] / longest,
            str(counts[i]),
        )
        for i in range(_BINS)
    ]


def question_bars(grading: Grading, grades: Sequence[Grade]) -> list[Bar]:
    """The mean share of points of each question, the hardest first."""
    found: list[tuple[float, Bar]] = []
    for question in grading.questions:
        points = [
            each.points / each.max_points
            for grade in grades
            for each in grade.questions
            if each.name == question.name and each.points is not None
        ]
        if points:
            mean = sum(points) / len(points)
            full = sum(each == 1 for each in points)
            said = f"{mean:.0%} of the points; {full} of {len(points)} in full"
            kind = "fails" if mean < 0.5 else "inaccurate" if mean < 0.8 else "conforms"
            found.append((mean, Bar(question.name, mean, said, kind)))
    return [bar for _, bar in sorted(found, key=lambda each: (each[0], each[1].label))]


def mistake_bars(grades: Sequence[Grade]) -> list[Bar]:
    """The mistakes with a name that most submissions have made, once each."""
    counts = Counter(
        label
        for grade in grades
        for label in {
            f"{question.name}: {check.mistake}"
            for question in grade.questions
            for check in question.checks
            if check.verdict == "fails" and check.mistake
        }
    )
    return _counted(counts, "fails")


def trouble_bars(grades: Sequence[Grade]) -> list[Bar]:
    """Checks that gave no answer, or were wrong without a name, by question."""
    counts: Counter[str] = Counter()
    for grade in grades:
        for question in grade.questions:
            if question.checks and not question.full:
                first = question.checks[0]
                if first.verdict in {"error", "unsupported"}:
                    word = {"error": "no answer", "unsupported": "missing"}[first.verdict]
                    counts[f"{question.name}: {word}"] += 1
                elif first.verdict == "fails" and not first.mistake:
                    counts[f"{question.name}: wrong, cause unknown"] += 1
    return _counted(counts, "error")


def _counted(counts: Counter[str], kind: str) -> list[Bar]:
    ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:_MISTAKES]
    longest = max(counts.values(), default=1)
    return [Bar(label, count / longest, str(count), kind) for label, count in ordered]
