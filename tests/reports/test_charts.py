"""The drawing library: safe inside a page, and kept between runs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from nnconform.reports.charts import library


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return an empty cache folder; nothing is remembered before and after."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    library.cache_clear()
    yield tmp_path / "nnconform"
    library.cache_clear()


def test_it_cannot_end_the_element_that_holds_it(cache: Path) -> None:
    found = library()
    assert "window.vegaEmbed" in found
    assert "</script" not in found
    assert "<!--" not in found


def test_it_is_kept_under_the_version_of_its_package(cache: Path) -> None:
    first = library()
    (kept,) = cache.iterdir()
    assert kept.read_text(encoding="utf-8") == first
    kept.write_text("kept", encoding="utf-8")
    library.cache_clear()
    assert library() == "kept"


def test_a_cache_that_cannot_be_written_is_done_without(cache: Path) -> None:
    cache.write_text("a file, not a folder")
    assert "window.vegaEmbed" in library()
