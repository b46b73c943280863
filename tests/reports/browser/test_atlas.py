"""The atlas in a real browser."""

import math
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from nnconform.reports.atlas_page import write_atlas
from nnconform.reports.sweep_record import Sweep

OpenPage = Callable[..., Page]
MakeSweep = Callable[..., Sweep]
ELU = "activations/elu"
HOSTILE = "<img src=x onerror=alert(1)></script><b>bold</b>"


@pytest.fixture
def atlas(tmp_path: Path, make_sweep: MakeSweep) -> Path:
    """Return a page of elu and tanh, by torch in two dtypes and by jax in one."""
    sweeps = [
        make_sweep("elu", "torch", flushed=7, disagreements={"count": 2, "first": [1.5]}),
        make_sweep("elu", "torch", quantity="gradient", curve=[[-1.0, float("inf")], [1.0, 0.5]]),
        make_sweep("elu", "torch", "float16"),
        make_sweep("elu", "jax"),
        make_sweep("tanh", "torch"),
    ]
    return write_atlas(sweeps, [], tmp_path / "atlas.html")


def test_the_table_has_a_cell_a_sweep_with_words(atlas: Path, open_page: OpenPage) -> None:
    page = open_page(atlas)
    expect(page.locator(".matrix td a")).to_have_count(5)
    said = page.locator(".matrix td a").nth(1).get_attribute("title")
    assert said == (
        "1.5 ULP at z = -2; 0.02% not the nearest number; "
        "subnormal results 4096 ULP; collapses in 1 interval; "
        "7 flushed to zero; 2 answered differently"
    )


@pytest.mark.parametrize(
    ("button", "left"), [("jax", 1), ("float16", 1), ("gradient", 1), ("↓ flushed", 1)]
)
def test_a_filter_leaves_what_it_names(
    atlas: Path, open_page: OpenPage, button: str, left: int
) -> None:
    page = open_page(atlas)
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator(".matrix td a")).to_have_count(left)
    page.get_by_role("button", name="Show all").click()
    expect(page.locator(".matrix td a")).to_have_count(5)


def test_a_search_without_result_says_so(atlas: Path, open_page: OpenPage) -> None:
    page = open_page(atlas)
    page.locator("input[type=search]").fill("tanh")
    expect(page.locator(".matrix td a")).to_have_count(1)
    page.locator("input[type=search]").fill("nothing")
    expect(page.locator(".empty")).to_have_text("Nothing matches these filters.")


def test_arrow_keys_and_enter_lead_to_a_sweep(atlas: Path, open_page: OpenPage) -> None:
    page = open_page(atlas)
    page.locator(".matrix td a[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    shown = page.locator("details.card[open]")
    expect(shown).to_have_count(1)
    expect(shown.locator("summary")).to_be_focused()
    assert "nnconform sweep torch --only elu --dtype float32" in shown.inner_text()


def test_a_formula_has_a_picture_for_each_dtype_and_quantity(
    atlas: Path, open_page: OpenPage
) -> None:
    page = open_page(atlas, ELU)
    page.wait_for_selector("figure svg")
    titles = page.locator(".panels figcaption").all_inner_texts()
    assert titles == ["float16, value", "float32, value", "float32, gradient"]
    for n in range(3):
        page.locator(".panels .picture").nth(n).scroll_into_view_if_needed()
    expect(page.locator(".panels svg")).to_have_count(3)


def test_collapses_are_shaded_and_the_worst_points_tell_all(
    atlas: Path, open_page: OpenPage
) -> None:
    page = open_page(atlas, "activations/elu::value[torch-eager-cpu-float16-builtin]")
    picture = page.locator(".panels .picture").first
    picture.scroll_into_view_if_needed()
    expect(picture.locator("svg .mark-rect path")).to_have_count(1)
    marks = picture.locator("svg .mark-symbol path")
    expect(marks).to_have_count(2)
    marks.first.hover()
    tip = page.locator("#vg-tooltip-element")
    expect(tip).to_contain_text("-0x1p+1")
    expect(tip).to_contain_text("-0.50000009")


def test_an_infinite_error_alone_is_named_infinite(
    tmp_path: Path, open_page: OpenPage, make_sweep: MakeSweep
) -> None:
    sweeps = [make_sweep("elu", "torch", max_ulp=math.inf), make_sweep("elu", "jax")]
    page = open_page(write_atlas(sweeps, [], tmp_path / "atlas.html"), ELU)
    page.wait_for_selector(".panels svg")
    words = page.locator(".panels svg text").all_text_contents()
    assert [word for word in words if "∞" in word] == ["∞ torch"]


def test_hostile_words_stay_words(
    tmp_path: Path, open_page: OpenPage, make_sweep: MakeSweep
) -> None:
    sweep = make_sweep(HOSTILE, HOSTILE, machine=HOSTILE, input=HOSTILE)
    page = open_page(write_atlas([sweep], [], tmp_path / "atlas.html"), f"activations/{HOSTILE}")
    expect(page.locator("img, b")).to_have_count(0)
    assert HOSTILE in page.locator("#formula-view").inner_text()


@pytest.mark.parametrize("place", ["", ELU], ids=["table", "formula"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_nothing_is_inaccessible(atlas: Path, open_page: OpenPage, place: str, dark: bool) -> None:
    page = open_page(atlas, place, dark=dark)
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


@pytest.mark.parametrize("place", ["", ELU], ids=["table", "formula"])
def test_a_narrow_screen_does_not_scroll_sideways(
    atlas: Path, open_page: OpenPage, place: str
) -> None:
    page = open_page(atlas, place, width=380)
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= 380
