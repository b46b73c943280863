"""The colours of the pages: contrast by the formula of WCAG 2, in both schemes."""

import re

import pytest

from nnconform.reports.pages import template
from nnconform.reports.record import VERDICTS

LIGHT, DARK = re.findall(r":root \{([^}]*)\}", template("report.css"))
COLOURS = {
    scheme: dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", LIGHT + text))
    for scheme, text in (("light", ""), ("dark", DARK))
}
TEXTS = [
    *((ink, ground) for ink in ("ink", "quiet", "accent") for ground in ("page", "card", "code")),
    *((verdict, "card") for verdict in VERDICTS),
    *((verdict, f"{verdict}-bg") for verdict in VERDICTS if verdict != "unsupported"),
    *((ink, "convention-bg") for ink in ("ink", "quiet")),
    ("page", "accent"),
]
LINES = [(f"series-{n}", ground) for n in range(1, 7) for ground in ("page", "card")]


def luminance(colour: str) -> float:
    """Return the relative luminance of "#rrggbb"."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_that_of_the_standard() -> None:
    # Black on white, and the grey that the standard's guide names as just enough.
    assert contrast("#000000", "#ffffff") == 21
    assert contrast("#ffffff", "#767676") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("scheme", COLOURS)
@pytest.mark.parametrize(("ink", "ground"), TEXTS)
def test_texts_can_be_read(scheme: str, ink: str, ground: str) -> None:
    found = COLOURS[scheme]
    assert contrast(found[ink], found[ground]) >= 4.5


@pytest.mark.parametrize("scheme", COLOURS)
@pytest.mark.parametrize(("ink", "ground"), LINES)
def test_lines_can_be_seen(scheme: str, ink: str, ground: str) -> None:
    found = COLOURS[scheme]
    assert contrast(found[ink], found[ground]) >= 3
