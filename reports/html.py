"""The report as one self-contained page: no network, no server, one file to mail or archive."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup

from .charts import library
from .embed import page_data
from .mathml import typeset_all
from .pages import page as render, script
from .record import VERDICTS, FormulaInfo
from .store import Run
from .summary import findings, tallies
from .wording import (
    MEANINGS,
    QUESTIONS,
    SHORT,
    SYMBOLS,
    TERMS,
    brief,
    visible,
)

_SCRIPTS = (
    "elements.js",
    "data.js",
    "charts.js",
    "pictures.js",
    "errors.js",
    "facets.js",
    "filters.js",
    "matrix.js",
    "checks.js",
    "results.js",
    "difference.js",
    "who.js",
    "curve.js",
    "profile.js",
    "formula.js",
    "page.js",
)
_DEVIATING = ("inaccurate", "fails", "error")


def write_html(
    run: Run,
    formulas: Iterable[FormulaInfo],
    directory: str | Path,
    pages: Mapping[str, str] | None = None,
) -> Path:
    """Write ``index.html`` and return its path.

    Args:
        run: a run as read; an interrupted one is reported as such.
        formulas: in the order in which they are to be shown; one without an entry comes last.
        directory: an existing folder.
        pages: files beside this one that it links to, and what they are called.
    """
    path = Path(directory) / "index.html"
    text = page(run, list(formulas), pages or {})
    path.write_text(text, encoding="utf-8", errors="backslashreplace")
    return path


def page(run: Run, formulas: list[FormulaInfo], pages: Mapping[str, str]) -> str:
    """Return the page as text; everything that comes from records or formulas is escaped in it."""
    return render(
        "report.html.j2",
        {"brief": brief, "place": _place},
        run=run,
        header=run.header,
        pages=pages,
        scores=tallies(run.records, "adapter", "provenance", adapters=run.header.adapters),
        findings=findings((r for r in run.records if not r.expected), _DEVIATING),
        expected=findings((r for r in run.records if r.expected), _DEVIATING),
        verdicts=VERDICTS,
        symbols=SYMBOLS,
        short=SHORT,
        meanings=MEANINGS,
        terms=TERMS,
        questions=QUESTIONS,
        typeset=typeset_all(formulas, {(r.group, r.formula) for r in run.records}),
        script=script(*_SCRIPTS),
        # Markup: an installed library's own text.
        charts=Markup(library()) if _has_pictures(run, formulas) else "",
        # Markup: JSON that was made safe for a script element.
        data=Markup(page_data(run.records, formulas, adapters=run.header.adapters)),
    )


def _has_pictures(run: Run, formulas: Iterable[FormulaInfo]) -> bool:
    curves = {(info.group, info.id) for info in formulas if info.curve}
    return any(r.profile or (r.group, r.formula) in curves for r in run.records)


def _place(record_id: str) -> str:
    """Return the address within the page of a result."""
    return f"#{quote(visible(record_id), safe='')}"
