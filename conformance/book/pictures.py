"""The curve of a formula and of its derivative, exact at every point, as SVG."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from nnconform.conformance.formats import FORMATS, Array
from nnconform.conformance.oracle import Exact, gradients, values
from nnconform.spec import Formula, Input

_POINTS = 257
_FORMAT = FORMATS["float64"]
# Where an input is moved, and where it stands while another one moves, by its domain.
_WINDOWS = {
    "real": (-4.0, 4.0),
    "probability": (2.0**-7, 1 - 2.0**-7),
    "nonnegative": (0.0, 4.0),
    "gradient": (-4.0, 4.0),
}
_FIXED = {"real": 0.0, "binary": 1.0, "sign": 1.0, "probability": 0.75}
_SHARED = {"real": 0.25}
_SHAPES = {"*", "n", ""}
# Middle tones, which stand out from a light page and from a dark one.
_COLOURS = {"value": "#2f7fd1", "derivative": "#d1662f"}
_INK = {"labelColor": "currentColor", "titleColor": "currentColor", "labelFontSize": 12,
        "titleFontSize": 13, "titleFontWeight": "normal", "gridColor": "currentColor",
        "gridOpacity": 0.15, "domainColor": "currentColor", "domainOpacity": 0.5,
        "tickColor": "currentColor", "tickOpacity": 0.5}  # fmt: skip


def moved(formula: Formula) -> str | None:
    """Return the input that the picture moves: the first differentiable one, or the first.

    None where the formula does not treat every element alone, or where some input has no window.
    """
    if formula.kind != "pointwise" or not formula.elementwise:
        return None
    if any(not _drawable(given) for given in formula.inputs.values()):
        return None
    name = next(iter(formula.differentiable or formula.inputs))
    return name if formula.inputs[name].domain in _WINDOWS else None


def _drawable(given: Input) -> bool:
    return given.shape in _SHAPES and given.domain in {**_WINDOWS, **_FIXED}


def caption(formula: Formula) -> str:
    """Say what the picture shows: who moves, and where everything else stands."""
    name = moved(formula)
    still = {key: _fixed(given) for key, given in formula.inputs.items() if key != name}
    stands = ", ".join(f"{key} = {value:g}" for key, value in {**still, **formula.defaults}.items())
    return f"{formula.id} over {name}{f', with {stands}' if stands else ''}"


def curve(formula: Formula) -> str:
    """Draw the formula, and its derivative where one is asked for.

    Returns:
        an SVG element in the colour of the text around it, or "" where :func:`moved` is None.
    """
    name = moved(formula)
    if name is None:
        return ""
    rule = replace(formula.rule, reduction="none")  # one value a point
    inputs = _inputs(formula, name)
    exact = values(formula, rule, inputs, formula.defaults, _FORMAT, reduced=False)
    panels = [_panel(formula.id, "value", name, list(_line(inputs[name], exact)))]
    if name in formula.differentiable:
        slope = gradients(formula, rule, inputs, formula.defaults, _FORMAT, name, None)
        title = f"d {formula.id} / d {name}"
        panels.append(_panel(title, "derivative", name, list(_line(inputs[name], slope))))
    return _svg({"hconcat": panels})


def _inputs(formula: Formula, name: str) -> dict[str, Array]:
    points = np.linspace(*_WINDOWS[formula.inputs[name].domain], _POINTS)
    return {
        key: points if key == name else np.full((_POINTS,) if given.shape else (), _fixed(given))
        for key, given in formula.inputs.items()
    }


def _fixed(given: Input) -> float:
    # A real number that all elements share is a slope or a margin; at zero it shows nothing.
    return _FIXED[given.domain] if given.shape else _SHARED.get(given.domain, 1.0)


def _line(points: Array, exact: Exact) -> Iterator[Mapping[str, float | None]]:
    """The points of a line; where a choice is left, it breaks off and goes on at the other end."""
    low, high = exact.low.to_float(), exact.high.to_float()
    for x, bottom, top in zip(points.tolist(), low.tolist(), high.tolist(), strict=True):
        yield {"x": x, "y": bottom if np.isfinite(bottom) else None}
        if bottom != top:
            yield {"x": x, "y": None}
            yield {"x": x, "y": top if np.isfinite(top) else None}


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
