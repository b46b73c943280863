"""Self-contained pages: one file with everything in it, no network, no server."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from .record import ReportError
from .wording import magnitude, one_line, percent, provenance_words, value_text, visible

Filter = Callable[..., Any]
FILTERS: Mapping[str, Filter] = {
    "visible": visible,
    "one_line": one_line,
    "value": value_text,
    "ulp": magnitude,
    "percent": percent,
    "provenance": provenance_words,
}


def page(name: str, filters: Mapping[str, Filter] = FILTERS, /, **values: object) -> str:
    """Return a page as text; everything that is put into it is escaped.

    Args:
        name: a file of ``templates/`` that extends ``base.html.j2``.
        filters: those of this page beside the ones that all pages have.
        values: what the template shows; only what is wrapped in Markup goes in as it is.
    """
    template_found = _environment(tuple(filters.items())).get_template(name)
    # Markup: our own file.
    return template_found.render(css=Markup(template("report.css")), **values)


@lru_cache
def _environment(filters: tuple[tuple[str, Filter], ...]) -> Environment:
    """Everything is escaped, and nothing undefined passes."""
    found = Environment(
        loader=FunctionLoader(template),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters |= {**FILTERS, **dict(filters)}
    return found


def write_page(path: str | Path, text: str) -> Path:
    """Write a page, its folder too, and return its path.

    Raises:
        ReportError: the file cannot be written.
    """
    place = Path(path)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise ReportError(f"cannot write {place}: {error.strerror or error}") from error
    return place


def script(*names: str) -> Markup:
    """Return scripts of ``templates/`` as one, to stand in a script element."""
    return Markup("\n".join(template(name) for name in names))


def template(name: str) -> str:
    """Return one of the files in ``templates/``."""
    return files("nnconform.reports").joinpath("templates", name).read_text(encoding="utf-8")
