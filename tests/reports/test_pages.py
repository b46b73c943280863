"""Pages escape what they show, and carry what they need."""

import pytest
from jinja2 import UndefinedError

from nnconform.reports.charts import library
from nnconform.reports.pages import page


def test_a_page_refuses_what_nobody_gave_it() -> None:
    with pytest.raises(UndefinedError):
        page("claims.html.j2")


def test_the_drawing_library_cannot_end_the_element_that_carries_it() -> None:
    text = library()
    assert "window.vegaEmbed" in text
    assert "</script" not in text.lower()
    assert "<!--" not in text
