"""The documentation site: the repository's own pages, and the formula book.

``sphinx-build -W --keep-going -c docs . build/site`` builds it. The sources' root is the
repository's, so that every link between its files is right on the forge and on the site alike.
"""

import re
from importlib.metadata import version as installed
from pathlib import Path

from sphinx.application import Sphinx

from nnconform.conformance.book import write

HERE = Path(__file__).parent
NAVIGATION = HERE / "navigation.md"

project = "nnconform"
version = release = installed("nnconform")
root_doc = "README"
extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
    "sphinx_click",
    "sphinx_copybutton",
]
include_patterns = ["*.md", "docs/**.md", "benchmarks/*.md", "reports/atlas/*.md", *(
    f"{folder}/README.md" for folder in ("spec", "reference", "adapters", "conformance", "reports")
)]  # fmt: skip
# The two lists of pages: one for the forge, one that conf.py adds to the front page.
exclude_patterns = ["docs/index.md", "docs/navigation.md"]

myst_enable_extensions = ["deflist"]
myst_heading_anchors = 4
myst_links_external_new_tab = True
autodoc_typehints = "none"
autodoc_member_order = "bysource"
copybutton_prompt_text = "$ "
copybutton_only_copy_prompt_lines = True

html_theme = "furo"
html_title = "nnconform"
html_static_path = ["theme"]
html_css_files = ["site.css"]
html_additional_pages = {"index": "front.html"}
templates_path = ["theme"]
html_show_sphinx = False
html_copy_source = False
pygments_style, pygments_dark_style = "friendly", "monokai"


def write_book(app: Sphinx) -> None:
    """Write the pages that follow from the spec, before Sphinx looks for pages."""
    write(HERE / "formulas")


def add_navigation(app: Sphinx, docname: str, source: list[str]) -> None:
    """Give the front page the site's table of contents, which a forge could not show."""
    if docname == root_doc:
        source[0] += "\n" + NAVIGATION.read_text(encoding="utf-8")


def literal_blocks(
    app: Sphinx, what: str, name: str, found: object, options: object, lines: list[str]
) -> None:
    """Show the indented formulas of a docstring, above its first section, as they stand."""
    for i, line in enumerate(lines):
        if re.match(r"(Args|Returns|Raises|Attributes|Source|Yields):$", line):
            break
        inside = line.startswith("    ") and i > 0 and not lines[i - 1].strip()
        if inside and not lines[i - 2].startswith("    "):
            lines[i:i] = ["::", ""]
            break


def own_members(
    app: Sphinx, what: str, name: str, found: object, skip: bool, options: object
) -> bool | None:
    """Leave out what a module of ours imports from elsewhere."""
    module = getattr(found, "__module__", None)
    return None if module is None or module.startswith("nnconform") else True


def setup(app: Sphinx) -> None:
    """Connect the four."""
    app.connect("builder-inited", write_book)
    app.connect("source-read", add_navigation)
    app.connect("autodoc-process-docstring", literal_blocks, priority=100)
    app.connect("autodoc-skip-member", own_members)
