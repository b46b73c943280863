"""The curve of a formula and of its derivative, as SVG: the one that the reports draw."""

from collections.abc import Mapping, Sequence
from typing import Any

from nnconform.conformance.pictures import curve

# Middle tones, which stand out from a light page and from a dark one.
_COLOURS = {"value": "#2f7fd1", "gradient": "#d1662f"}
_INK = {"labelColor": "currentColor", "titleColor": "currentColor", "labelFontSize": 12,
        "titleFontSize": 13, "titleFontWeight": "normal", "gridColor": "currentColor",
        "gridOpacity": 0.15, "domainColor": "currentColor", "domainOpacity": 0.5,
        "tickColor": "currentColor", "tickOpacity": 0.5}  # fmt: skip


def caption(identifier: str) -> str:
    """Say what the picture shows: who moves, and where everything else stands; "" without one."""
    found: Any = curve(identifier)
    if found is None:
        return ""
    stands = ", ".join(f"{name} = {value:g}" for name, value in found["fixed"].items())
    return f"{identifier} over {found['input']}{f', with {stands}' if stands else ''}"


def picture(identifier: str) -> str:
    """Draw the formula, and its derivative where one is asked for.

    Returns:
        an SVG element in the colour of the text around it, or "" where no curve tells what the
        formula does.
    """
    found: Any = curve(identifier)
    if found is None:
        return ""
    name = found["input"]
    panels = [_panel(identifier, "value", name, _line(found["x"], found["value"]))]
    if found["gradient"]:
        title = f"d {identifier} / d {name}"
        panels.append(_panel(title, "gradient", name, _line(found["x"], found["gradient"])))
    return _svg({"hconcat": panels})


def _line(x: Sequence[float], y: Sequence[float | None]) -> list[Mapping[str, float | None]]:
    return [{"x": at, "y": value} for at, value in zip(x, y, strict=True)]


def _panel(title: str, kind: str, name: str, line: list[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "width": 290,
        "height": 190,
        "title": {"text": title, "color": "currentColor", "fontWeight": "normal"},
        "data": {"values": line},
        "mark": {"type": "line", "color": _COLOURS[kind], "strokeWidth": 2.5},
        "encoding": {
            "x": {"field": "x", "type": "quantitative", "title": name, "axis": {"tickCount": 8}},
            "y": {"field": "y", "type": "quantitative", "title": None, "axis": {"tickCount": 5}},
            "order": {"value": 0},
        },
    }


def _svg(chart: Mapping[str, Any]) -> str:
    import vl_convert

    config = {"background": None, "axis": _INK, "view": {"stroke": None}, "font": "sans-serif"}
    drawn: str = vl_convert.vegalite_to_svg({**chart, "config": config})
    return drawn
