"""A real browser for the tests of the pages: the system's Chromium, driven by Playwright."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

OpenPage = Callable[..., Page]
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_OWN = ("file:", "data:", "blob:")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return the browser that NNCONFORM_BROWSER names, or the first one on the path."""
    named = os.environ.get("NNCONFORM_BROWSER")
    found = named or next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        pytest.skip(f"no browser: none of {', '.join(_NAMES)}, and NNCONFORM_BROWSER names none")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-gpu"]
        )
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Return a function that opens a page and waits until its script has run.

    The test fails on any error that the page logs or raises, and on any request that leaves it.
    """
    faults: list[str] = []

    def logged(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            faults.append(f"console: {message.text}")

    def requested(request: Request) -> None:
        if not request.url.startswith(_OWN):
            faults.append(f"request: {request.url}")

    contexts = []

    def opened(path: Path, fragment: str = "", *, dark: bool = False, width: int = 1300) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light"
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", logged)
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.on("request", requested)
        page.goto(path.as_uri() + (f"#{quote(fragment, safe='')}" if fragment else ""))
        if page.locator("script").count():
            page.wait_for_selector("html[data-ready=yes]")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []
