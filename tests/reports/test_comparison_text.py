"""A comparison as text: it says what has changed, and foreign text stays harmless."""

import io
import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from rich.console import Console

from nnconform.reports.comparison import Comparison, compare
from nnconform.reports.comparison_page import comparison_page, write_comparison
from nnconform.reports.comparison_text import as_json, markdown, summary
from nnconform.reports.comparison_words import who
from nnconform.reports.record import Record, ReportError
from nnconform.reports.store import Run

MakeRecord = Callable[..., Record]
MakeRun = Callable[..., Run]


def shown(comparison: Comparison) -> str:
    """Return what a console of 100 characters prints."""
    file = io.StringIO()
    Console(file=file, width=100, no_color=True).print(summary(comparison), markup=False)
    return file.getvalue()


@pytest.fixture
def nasty(every_verdict: list[Record], make_run: MakeRun) -> Comparison:
    """Return a comparison of which every text is hostile, in both directions."""
    right = make_run(*(replace(r, verdict="conforms", variant=None) for r in every_verdict))
    return compare(right, make_run(*every_verdict))


def test_a_terminal_gets_no_control_sequence(nasty: Comparison) -> None:
    assert "\x1b" not in shown(nasty)
    assert max(map(len, shown(nasty).splitlines())) <= 100


def test_a_page_gets_no_markup_of_records(nasty: Comparison) -> None:
    text = comparison_page(nasty)
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_markdown_gets_no_markup_of_records(nasty: Comparison) -> None:
    assert "<script" not in markdown(nasty)


def test_json_is_strict_and_holds_every_change(nasty: Comparison) -> None:
    def refuse(text: str) -> object:
        raise AssertionError(f"{text} is not JSON")

    found = json.loads(as_json(nasty), parse_constant=refuse)
    kinds = [change["kind"] for change in found["changes"]]
    assert sorted(kinds) == ["lost", "new-failure", "new-failure", "variant", "worse"]
    assert found["counts"]["new-failure"] == 2
    failed = next(change for change in found["changes"] if change["check"] == "gradient")
    assert (failed["a"]["verdict"], failed["b"]["verdict"]) == ("conforms", "fails")
    assert failed["b"]["max_ulp"] == "nan"


def test_json_says_null_for_what_is_missing(make_record: MakeRecord, make_run: MakeRun) -> None:
    kept = make_record()
    found = json.loads(as_json(compare(make_run(kept, make_record(formula="mse")), make_run(kept))))
    (change,) = found["changes"]
    assert change["b"] is None
    assert change["a"]["id"].startswith("losses/mse::value")


VIEWS = {"terminal": shown, "markdown": markdown, "page": comparison_page}


@pytest.mark.parametrize("view", VIEWS)
def test_an_interrupted_run_is_said(view: str, make_record: MakeRecord, make_run: MakeRun) -> None:
    whole = make_run(make_record(), make_record(formula="mse"))
    text = VIEWS[view](compare(whole, make_run(make_record(), interrupted=True)))
    assert "B was interrupted" in text
    assert "1 result could not be compared" in text


@pytest.mark.parametrize("view", VIEWS)
def test_other_inputs_are_said(view: str, make_record: MakeRecord, make_run: MakeRun) -> None:
    run = make_run(make_record())
    other = replace(run, header=replace(run.header, seed=5))
    assert "Other inputs" in VIEWS[view](compare(run, other))
    assert "Other inputs" not in VIEWS[view](compare(run, run))


@pytest.mark.parametrize("view", VIEWS)
def test_versions_stand_side_by_side(view: str, make_record: MakeRecord, make_run: MakeRun) -> None:
    run = make_run(make_record())
    later = replace(run, header=replace(run.header, adapters={"torch": "2.14.0", "mine": ""}))
    text = VIEWS[view](compare(run, later, names=("before", "after")))
    assert all(word in text for word in ("2.13.0", "2.14.0", "mine", "before", "after"))


def test_an_error_that_differs_in_its_last_digits_is_shown_in_full(
    make_record: MakeRecord, make_run: MakeRun
) -> None:
    a, b = (make_run(make_record(max_ulp=ulp)) for ulp in (0.5, 0.5000000000000001))
    assert "0.5 → 0.50000000000000011 ULP" in shown(compare(a, b))


def test_what_the_two_sides_do_not_share_is_given_of_both(
    make_record: MakeRecord, make_run: MakeRun
) -> None:
    a = make_record(adapter="my_file")
    b = make_record(adapter="my_file", provenance="as_written", verdict="fails")
    found = compare(make_run(a), make_run(b), across=["provenance"])
    assert who(found.changes[0]) == "my_file builtin → as written eager cpu float32"


def test_more_changes_than_fit_are_counted(make_record: MakeRecord, make_run: MakeRun) -> None:
    right = [make_record(formula=f"formula_{n}") for n in range(25)]
    wrong = [replace(record, verdict="fails") for record in right]
    text = shown(compare(make_run(*right), make_run(*wrong)))
    assert text.count("→ ✗ fails") == 20
    assert "... and 5 more lines like these" in text


def test_twenty_thousand_changes_make_a_small_page(
    many_records: list[Record], make_run: MakeRun
) -> None:
    wrong = make_run(*(replace(r, verdict="fails") for r in many_records))
    assert len(comparison_page(compare(make_run(*many_records), wrong))) < 2_000_000


def test_a_folder_that_cannot_be_written_is_an_error(
    make_record: MakeRecord, make_run: MakeRun
) -> None:
    run = make_run(make_record())
    with pytest.raises(ReportError, match="cannot write /dev/null/compare"):
        write_comparison(compare(run, run), "/dev/null")
