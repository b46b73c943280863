"""Words and numbers: short, never misleading."""

import math

import pytest

from nnconform.reports.record import CHECKS, VERDICTS
from nnconform.reports.wording import (
    MEANINGS,
    QUESTIONS,
    SHORT,
    SYMBOLS,
    magnitude,
    one_line,
    percent,
    value_text,
)


@pytest.mark.parametrize("words", [SYMBOLS, SHORT, MEANINGS], ids=["symbols", "short", "meanings"])
def test_every_verdict_has_its_own_words(words: dict[str, str]) -> None:
    assert tuple(words) == VERDICTS
    assert len(set(words.values())) == len(VERDICTS)


def test_every_check_has_a_question() -> None:
    assert tuple(QUESTIONS) == CHECKS


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (0.0, "0"),
        (1e-9, "<0.01"),
        (9.994, "9.99"),
        (9.996, "10"),
        (99999.4, "99999"),
        (99999.6, "1.0e5"),
        (1e300, "1.0e300"),
        (math.inf, "inf"),
        (math.nan, "nan"),
    ],
)
def test_magnitudes_are_short(value: float | None, text: str) -> None:
    assert magnitude(value) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [(None, "none apply"), (0, "0%"), (1e-9, "0.1%"), (1 - 1e-9, "99.9%"), (1.0, "100%")],
)
def test_a_share_is_never_rounded_to_all_or_nothing(share: float | None, text: str) -> None:
    assert percent(share) == text


def test_control_characters_are_spelled_out() -> None:
    assert one_line("a\x1b[2J\r\n\tb\u202e\ud800") == "a\\x1b[2J b\\u202e\\ud800"


def test_values_read_as_numbers() -> None:
    assert value_text({"z": [1, -0.0, math.nan], "s": "x"}) == "{z: [1, -0.0, nan], s: x}"
