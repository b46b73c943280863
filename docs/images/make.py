"""The pictures of a report in the documentation: ``python docs/images/make.py FOLDER``.

FOLDER holds the report of ``nnconform run numpy torch jax --only activations``.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
ELU = "#activations%2Felu"


def opened(browser: Browser, report: Path, height: int) -> Page:
    """Return the report, without what is read once only."""
    page = browser.new_page(viewport={"width": 1400, "height": height})
    page.goto(report.as_uri())
    page.wait_for_selector("html[data-ready=yes]")
    page.click("#legend > summary")
    return page


def overview(browser: Browser, report: Path) -> None:
    """Draw the filters and the matrix."""
    page = opened(browser, report, 980)
    page.locator("#filters").evaluate("(filters) => scrollTo(0, filters.offsetTop)")
    page.mouse.move(0, 0)
    page.screenshot(path=HERE / "report.png")


def formula(browser: Browser, report: Path) -> None:
    """Draw elu in bfloat16 as three clicks show it."""
    page = opened(browser, report, 1580)
    for click in ("[data-value=bfloat16]", "[data-value=builtin]", f"th a[href='{ELU}']"):
        page.click(click)
    page.locator("#formula-view svg.marks").nth(3).wait_for()
    page.screenshot(path=HERE / "formula.png")


def main() -> None:
    """Write the pictures beside this file."""
    report = (Path(sys.argv[1]) / "index.html").resolve()
    found = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))))
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=found, args=["--no-sandbox"])
        overview(browser, report)
        formula(browser, report)
        browser.close()


if __name__ == "__main__":
    main()
