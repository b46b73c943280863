"""A comparison of two runs as a self-contained page."""

from collections.abc import Mapping
from pathlib import Path

from .comparison import KINDS, Alike, Comparison, alike
from .comparison_text import as_json, markdown
from .comparison_words import (
    COLOURS,
    TITLES,
    before_after,
    facts,
    kind_counts,
    notes,
    others,
    telling,
    total,
    what,
    who,
    why,
)
from .pages import Filter, page, script
from .record import ReportError
from .wording import SYMBOLS, inputs_text

FILE_NAME = "compare.html"
_FILTERS: Mapping[str, Filter] = {
    "what": what,
    "who": who,
    "before_after": before_after,
    "why": why,
    "others": others,
    "inputs": inputs_text,
}


def write_comparison(comparison: Comparison, directory: str | Path) -> tuple[Path, ...]:
    """Write ``compare.html``, ``compare.md`` and ``compare.json`` and return their paths.

    Raises:
        ReportError: the folder cannot be written.
    """
    folder = Path(directory)
    texts = {
        FILE_NAME: comparison_page(comparison),
        "compare.md": markdown(comparison),
        "compare.json": as_json(comparison) + "\n",
    }
    return tuple(_write(folder / name, text) for name, text in texts.items())


def write_page(comparison: Comparison, path: str | Path) -> Path:
    """Write the page alone and return its path.

    Raises:
        ReportError: the file cannot be written.
    """
    return _write(Path(path), comparison_page(comparison))


def comparison_page(comparison: Comparison, *, lines: int = 500) -> str:
    """Return the page as text: the runs side by side, then what has changed, kind by kind.

    Args:
        comparison: two runs as compared.
        lines: how many changes of each kind are shown; compare.json has all of them.
    """
    return page(
        "compare.html.j2",
        _FILTERS,
        comparison=comparison,
        telling=telling(comparison),
        shared=[fact for fact in facts(comparison) if fact not in telling(comparison)],
        notes=notes(comparison),
        total=total(comparison),
        counts=kind_counts(comparison),
        kinds=KINDS,
        titles=TITLES,
        colours=COLOURS,
        symbols=SYMBOLS,
        groups=_groups(comparison),
        lines=lines,
        script=script("compare.js"),
    )


def _groups(comparison: Comparison) -> dict[str, list[Alike]]:
    found: dict[str, list[Alike]] = {}
    for group in alike(comparison.changes):
        found.setdefault(group.worst.kind, []).append(group)
    return {kind: found[kind] for kind in KINDS if kind in found}


def _write(path: Path, text: str) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        reason = error.strerror or error
        raise ReportError(f"cannot write {path}: {reason}; choose another file") from error
    return path
