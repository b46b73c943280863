"""The report in a real browser."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from nnconform.reports.html import write_html
from nnconform.reports.record import FormulaInfo, Record
from nnconform.reports.store import Run

HOSTILE = "<img src=x onerror=alert(1)></script><b>bold</b>"
ELU = "activations/elu"
ACCURACY = "activations/elu::accuracy[jax-eager-cpu-bfloat16-builtin]"

OpenPage = Callable[..., Page]
MakeRecord = Callable[..., Record]


def profile(worst: float) -> dict[str, Any]:
    """Return an error over the range that is largest at -2."""
    curve = [[-1e30, 0.5], [-2.0, worst], [-1e-30, 0.5], [0.0, 0.0], [1e-30, 0.25], [1e30, 0.5]]
    value = {"points": 65280, "exhaustive": True, "curve": curve, "worst": [-2.0, worst]}
    return {"input": "z", "quantities": {"value": value, "gradient": {**value, "flushed": 3}}}


def elu_records(make_record: MakeRecord) -> list[Record]:
    """Return checks of elu: jax is inaccurate in bfloat16, torch takes 1 at zero and jax 0."""
    found = []
    for adapter in ("torch", "jax"):
        for dtype in ("bfloat16", "float32"):
            far = adapter == "jax" and dtype == "bfloat16"
            worst = 256.0 if far else math.inf if adapter == "jax" else 0.5
            place = {"adapter": adapter, "dtype": dtype, "formula": "elu", "group": "activations"}
            taken = {"taken": float(adapter == "torch"), "allowed": [0.0, 1.0]}
            found += [
                make_record(**place, check="value"),
                make_record(**place, check="gradient", choices={"derivative at z = 0": taken}),
                make_record(
                    **place,
                    check="accuracy",
                    verdict="inaccurate" if far else "conforms",
                    max_ulp=worst,
                    band_ratio=28.0 if far else 0.5,
                    worst_input={"z": -2.0},
                    message="40 lose digits, first at z = -1.5; more" if far else "",
                    profile=profile(worst),
                ),
            ]
    return found


def elu_info() -> FormulaInfo:
    """Return what is known of elu, with a curve whose gradient steps at zero."""
    curve = {
        "input": "z",
        "fixed": {"alpha": 2.0},
        "x": [-1.0, 0.0, 0.0, 0.0, 1.0],
        "value": [-1.25, 0.0, 0.0, 0.0, 1.0],
        "gradient": [0.75, 2.0, None, 1.0, 1.0],
    }
    return FormulaInfo(
        "elu", "activations", "ELU", "z", ["a book"], {"celu": "Divides by alpha."}, {},
        curve=curve, unspecified={"at_zero": "nobody says"},
    )  # fmt: skip


@pytest.fixture
def report(
    tmp_path: Path, make_run: Callable[..., Run], make_record: MakeRecord, formulas: Any
) -> Path:
    """Return a report of elu with pictures, and of a failure with hostile texts."""
    example = {"inputs": {"z": HOSTILE}, "expected": 0.0, "got": 1.0, "reproduce": "nnconform run"}
    records = [
        *elu_records(make_record),
        make_record(verdict="fails", variant=HOSTILE, message=HOSTILE, counterexample=example),
        make_record(check="limits", verdict="inaccurate", expected=f"known {HOSTILE}"),
    ]
    return write_html(make_run(*records), [elu_info(), *formulas], tmp_path)


def pictures(page: Page, wanted: int) -> list[str]:
    """Return what is said of each picture, once they are drawn."""
    page.set_viewport_size({"width": 1300, "height": 3000})
    drawn = page.locator("#formula-view svg.marks")
    expect(drawn).to_have_count(wanted)
    said = page.locator("#formula-view [role=graphics-document]")
    return [str(one.get_attribute("aria-label")) for one in said.all()]


def test_jaxs_elu_against_pytorchs_in_bfloat16_takes_three_clicks(
    report: Path, open_page: OpenPage
) -> None:
    page = open_page(report)
    clicks = ["button[data-value=bfloat16]", "#matrix-box th a:text-is('elu')"]
    for click in clicks:
        page.click(click)
    assert len(clicks) <= 3
    expect(page.locator("#formula-view h2")).to_be_focused()
    words = page.locator(".words[open]").inner_text()
    assert "bfloat16: the runs differ in accuracy" in words
    assert "torch builtin errs by at most 0.50 ULP" in words
    assert "jax builtin errs by at most 256 ULP (value, z = -2.0)" in words
    assert "inaccurate in accuracy (28 times the band at z = -2.0, first at z = -1.5)" in words
    assert "value: more than twice the error of torch builtin for z near -2" in words
    assert (
        "derivative at z = 0 (allowed: 0.0 to 1.0): torch builtin 1.0 and jax builtin 0.0" in words
    )
    assert "gradient: 3 subnormal results flushed to zero" in words
    said = [label for label in pictures(page, 4) if "bfloat16" in label]
    assert len(said) == 2
    assert all("torch builtin 0.50 ULP at z = -2.0; jax builtin 256 ULP" in label for label in said)


def test_runs_of_one_dtype_stand_side_by_side(report: Path, open_page: OpenPage) -> None:
    page = open_page(report, ELU)
    rows = page.locator(".results tbody").first.locator("tr").all_inner_texts()
    assert [row.split("\t")[0].strip() for row in rows] == [
        "bfloat16",
        "torch builtin",
        "jax builtin",
    ]
    cell = page.locator(".results a[href*='accuracy'][href*='jax-eager-cpu-bfloat16']")
    assert cell.get_attribute("aria-label") == (
        "accuracy, jax builtin, eager, cpu, bfloat16: inaccurate, 256 ULP, 28 bands at z = -2.0"
    )


def test_the_function_and_its_gradient_are_drawn(report: Path, open_page: OpenPage) -> None:
    page = open_page(report, ELU)
    assert pictures(page, 6)[:2] == ["value of elu over z", "gradient of elu over z"]
    # The step at zero breaks the line into two parts.
    line = page.locator(".pictures svg.marks").nth(1).locator(".mark-line path").get_attribute("d")
    assert str(line).count("M") == 2
    assert "exact; alpha = 2" in page.locator(".pictures figcaption").inner_text()


def test_the_worst_points_are_marked_and_listed(report: Path, open_page: OpenPage) -> None:
    page = open_page(report, ELU)
    assert any("jax builtin inf ULP at z = -2.0" in label for label in pictures(page, 6))
    marks = page.locator(".panels svg.marks").first.locator(".mark-symbol path")
    expect(marks).to_have_count(2)
    infinite = page.locator(".panels svg.marks").nth(2).locator(".mark-text.role-mark text")
    expect(infinite).to_have_text("∞ jax builtin")
    page.click("summary:text-is('The worst points as a table')")
    row = page.locator("tr", has_text="jax builtin").filter(has_text="gradient").first
    assert "z = -2.0\t256\t65,280, all there are\t\t3" in row.inner_text()


def test_who_does_what_marks_where_the_adapters_differ(report: Path, open_page: OpenPage) -> None:
    page = open_page(report, ELU)
    row = page.locator(".who tr.differs")
    expect(row).to_have_count(1)
    assert [text.strip() for text in row.locator("td").all_inner_texts()] == ["1.0", "0.0"]
    celu = page.locator(".who tr", has_text="celu").locator("td").all_inner_texts()
    assert celu == ["\N{EN DASH}"] * 2
    assert "at zero: nobody says" in page.locator("#formula-view").inner_text()


def test_who_does_what_over_all_formulas_is_one_click_away(
    report: Path, open_page: OpenPage
) -> None:
    page = open_page(report)
    page.click("text=who does what")
    expect(page.locator("#conventions-view h2")).to_be_focused()
    expect(page.locator("#matrix-view")).to_be_hidden()
    assert "derivative at z = 0" in page.locator("#conventions-view").inner_text()
    page.click("text=↑ all formulas")
    expect(page.locator("#matrix-view")).to_be_visible()


def test_filters_keep_their_state_in_the_formula_and_back(
    report: Path, open_page: OpenPage
) -> None:
    page = open_page(report)
    shown = page.locator("#shown")
    page.click("button[data-value=jax]")
    expect(shown).to_have_text("Showing 1 of 2 formulas in 2 of 4 columns.")
    page.click("#matrix-box th a:text-is('elu')")
    expect(shown).to_have_text("Showing 2 of 4 ways in which elu was run.")
    page.go_back()
    expect(shown).to_have_text("Showing 1 of 2 formulas in 2 of 4 columns.")
    assert page.locator("button[data-value=jax]").get_attribute("aria-pressed") == "true"
    page.click("text=Show all")
    expect(shown).to_have_text("Showing 2 of 2 formulas in 4 of 4 columns.")


def test_search_finds_messages(report: Path, open_page: OpenPage) -> None:
    page = open_page(report)
    page.fill("input[type=search]", "LOSE DIGITS")
    assert page.locator("#matrix-box tbody th a").all_inner_texts() == ["elu"]
    page.fill("input[type=search]", "nothing has this")
    assert page.locator("#matrix-box").inner_text() == "Nothing matches these filters."


def test_how_many_are_shown_is_announced(report: Path, open_page: OpenPage) -> None:
    assert open_page(report).locator("#shown").get_attribute("role") == "status"


def test_expected_deviations_are_marked_and_can_be_filtered(
    tmp_path: Path, open_page: OpenPage, make_run: Callable[..., Run], make_record: MakeRecord
) -> None:
    known = make_record(verdict="fails", expected="upstream issue 7")
    fresh = make_record(verdict="fails", formula="hinge")
    page = open_page(write_html(make_run(known, fresh), [], tmp_path))
    first = page.locator("section#overview > .scroll .findings")
    assert "hinge" in first.inner_text()
    assert "huber" not in first.inner_text()
    assert "fails, expected" in str(page.locator("a.known").get_attribute("aria-label"))
    page.click("button[data-value=expected]")
    assert page.locator("#matrix-box tbody th a").all_inner_texts() == ["huber"]
    page.click("a.known")
    expect(page.locator("details.card[open]")).to_have_count(1)
    assert "upstream issue 7" in page.locator(".check").inner_text()


def test_arrow_keys_move_between_cells_and_enter_opens_one(
    report: Path, open_page: OpenPage
) -> None:
    page = open_page(report)
    page.locator("#matrix-box td a[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    focused = "document.activeElement.getAttribute('aria-label')"
    assert "elu, torch builtin, eager, cpu, float32" in page.evaluate(focused)
    page.keyboard.press("ArrowDown")
    assert "huber, torch builtin, eager, cpu, float32" in page.evaluate(focused)
    page.keyboard.press("Enter")
    expect(page.locator("details.card[open]")).to_have_count(1)


SKIPS = {"": "matrix-box", ELU: "", "conventions": ""}


@pytest.mark.parametrize(("place", "target"), SKIPS.items())
def test_the_first_stop_of_the_keyboard_skips_to_the_results(
    report: Path, open_page: OpenPage, place: str, target: str
) -> None:
    page = open_page(report, place)
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    focused = "[document.activeElement.tagName, document.activeElement.id, location.hash]"
    hash_before = f"#{quote(place, safe='')}" if place else ""
    assert page.evaluate(focused) == ["DIV" if target else "H2", target, hash_before]


def test_a_link_to_a_check_opens_and_focuses_it(report: Path, open_page: OpenPage) -> None:
    page = open_page(report, ACCURACY)
    expect(page.locator(".check.target")).to_be_focused()
    assert "40 lose digits" in page.locator(".check.target").inner_text()


def test_the_line_that_reproduces_is_copied(report: Path, open_page: OpenPage) -> None:
    page = open_page(report, "losses/huber::value[torch-eager-cpu-float32-builtin]")
    button = page.get_by_role("button", name="Copy the line that reproduces this")
    button.click()
    expect(button).to_have_text("Copied")
    page.locator("input[type=search]").focus()
    page.keyboard.press("Control+V")
    assert page.locator("input[type=search]").input_value() == "nnconform run"


def test_hostile_texts_stay_text(report: Path, open_page: OpenPage) -> None:
    page = open_page(report, "losses/huber::value[torch-eager-cpu-float32-builtin]")
    view = page.locator("#formula-view")
    assert view.inner_text().count(HOSTILE) >= 2
    expect(page.locator("img, b")).to_have_count(0)


PLACES = ("", ELU, ACCURACY, "conventions")


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place or "overview")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_nothing_is_inaccessible(report: Path, open_page: OpenPage, place: str, dark: bool) -> None:
    page = open_page(report, place, dark=dark)
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place or "overview")
def test_a_narrow_screen_does_not_scroll_sideways(
    report: Path, open_page: OpenPage, place: str
) -> None:
    page = open_page(report, place, width=380)
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= 380


def test_the_dark_page_is_dark_and_its_pictures_too(report: Path, open_page: OpenPage) -> None:
    page = open_page(report, ELU, dark=True)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 22, 26)"
    pictures(page, 6)
    label = page.locator(".pictures svg .role-axis-label text").first
    assert label.get_attribute("fill") == "#e7e8eb"


def test_20_000_results_open(
    tmp_path: Path, open_page: OpenPage, make_run: Callable[..., Run], many_records: list[Record]
) -> None:
    page = open_page(write_html(make_run(*many_records), [], tmp_path))
    shown = page.locator("#shown").inner_text()
    assert shown == "Showing 41 of 41 formulas in 100 of 100 columns."
