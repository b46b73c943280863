"""A badge: a picture, and the numbers that shields.io draws one from."""

import json
from collections.abc import Collection
from dataclasses import dataclass

import anybadge

from nnconform.reports.store import Run
from nnconform.reports.summary import tally
from nnconform.reports.wording import percent

_LABEL = "nnconform"
_COLORS = {"brightgreen": "#4c1", "red": "#e05d44", "lightgrey": "#9f9f9f"}


@dataclass(frozen=True, slots=True)
class Badge:
    """What stands on the badge, and its colour by shields.io's name."""

    message: str
    color: str


def badge(run: Run, fail_on: Collection[str]) -> Badge:
    """Say how many results fail that are not expected, or the score where none does.

    Args:
        run: a run as read.
        fail_on: the verdicts that fail.
    """
    if run.interrupted:
        return Badge("interrupted", "lightgrey")
    failing = sum(r.verdict in fail_on and not r.expected for r in run.records)
    if failing:
        return Badge(f"{failing:,} failing", "red")
    score = tally(run.records).score
    return Badge(percent(score), "lightgrey" if score is None else "brightgreen")


def badge_svg(shown: Badge) -> str:
    """Return the picture."""
    drawn = anybadge.Badge(_LABEL, shown.message, default_color=_COLORS[shown.color])
    return str(drawn.badge_svg_text)


def badge_json(shown: Badge) -> str:
    """Return what shields.io calls an endpoint: https://shields.io/badges/endpoint-badge."""
    values = {"schemaVersion": 1, "label": _LABEL, "message": shown.message, "color": shown.color}
    return json.dumps(values, indent=1) + "\n"
