"""The terminal table: narrow enough, readable without colour, safe against foreign text."""

import io
from collections.abc import Callable

import pytest
from rich.console import Console, RenderableType
from rich.table import Table

from nnconform.reports.record import Record
from nnconform.reports.store import Run
from nnconform.reports.terminal import summary, summary_table
from nnconform.reports.wording import SHORT, SYMBOLS


def shown(renderable: RenderableType, *, no_color: bool = False) -> str:
    """Return what a console of 100 characters prints."""
    file = io.StringIO()
    Console(file=file, width=100, no_color=no_color).print(renderable)
    return file.getvalue()


@pytest.fixture
def large_run(make_record: Callable[..., Record], make_run: Callable[..., Run]) -> Run:
    """Return a run of 41 formulas in 5 columns of which everything deviates."""
    ways = [("numpy", "builtin", "eager")]
    ways += [("torch", p, m) for p in ("builtin", "as_written") for m in ("eager", "compiled")]
    records = [
        make_record(
            formula=f"sparse_categorical_cross_entrop{f}",
            adapter=adapter,
            provenance=provenance,
            mode=mode,
            verdict="inaccurate",
        )
        for f in range(10, 51)
        for adapter, provenance, mode in ways
    ]
    return make_run(*records)


def test_41_formulas_in_5_columns_fit_100_characters(large_run: Run) -> None:
    lines = shown(summary_table(large_run)).splitlines()
    assert max(map(len, lines)) <= 100
    rows = [line for line in lines if line.count("≈ inacc") == 5]
    assert len(rows) == 41


def test_more_columns_than_fit_go_into_further_tables(
    make_record: Callable[..., Record], make_run: Callable[..., Run]
) -> None:
    records = [make_record(adapter=f"adapter{n:02}", verdict="fails") for n in range(12)]
    text = shown(summary(make_run(*records)))
    assert max(map(len, text.splitlines())) <= 100
    assert text.count("✗ FAIL") >= 12
    assert all(text.count(f"adapter{n:02}") == 2 for n in range(12))


def test_verdicts_have_symbol_and_word_without_colour(
    make_record: Callable[..., Record], make_run: Callable[..., Run]
) -> None:
    verdicts = ("convention", "inaccurate", "fails", "error")
    records = [make_record(formula=f"f_{v}", verdict=v) for v in verdicts]
    text = shown(summary_table(make_run(*records)), no_color=True)
    assert "\x1b" not in text
    for verdict in verdicts:
        assert f"{SYMBOLS[verdict]} {SHORT[verdict]}" in text


def test_conforming_formulas_are_folded_into_a_count(
    make_record: Callable[..., Record], make_run: Callable[..., Run]
) -> None:
    records = [make_record(formula=f"good_{n}") for n in range(7)]
    text = shown(summary_table(make_run(*records, make_record(formula="bad", verdict="fails"))))
    assert "good_" not in text
    assert "other 7" in text
    assert "✓ 7 ok" in text


def test_a_cell_is_the_worst_over_dtypes(
    make_record: Callable[..., Record], make_run: Callable[..., Run]
) -> None:
    records = [make_record(), make_record(dtype="float16", verdict="error")]
    table = summary_table(make_run(*records))
    assert isinstance(table, Table)
    assert len(table.columns) == 2
    assert "! ERR" in shown(table)


def test_failures_are_listed_with_id_and_message(
    every_verdict: list[Record], make_run: Callable[..., Run]
) -> None:
    text = shown(summary(make_run(*every_verdict)))
    assert "losses/huber::gradient[torch-eager-cpu-float32-builtin]" in text
    assert "missing_half: <script>alert(1)</script>" in text
    assert "inaccurate: 1 check of 1 formula" in text
    assert "convention: 1 check of 1 formula (smooth_l1)" in text
    assert "6 checks of 2 formulas in 12.5 s" in text


def test_foreign_escape_sequences_do_not_reach_the_terminal(
    every_verdict: list[Record], make_run: Callable[..., Run]
) -> None:
    assert "\x1b" not in shown(summary(make_run(*every_verdict)))


def test_markup_in_messages_is_shown_as_text(
    make_record: Callable[..., Record], make_run: Callable[..., Run]
) -> None:
    record = make_record(verdict="error", message="[bold]x[/bold] [/]")
    assert "[bold]x[/bold] [/]" in shown(summary(make_run(record)))


def test_long_lists_are_cut_and_counted(
    make_record: Callable[..., Record], make_run: Callable[..., Run]
) -> None:
    records = [make_record(formula=f"f{n}", verdict="fails") for n in range(25)]
    assert "... and 5 more" in shown(summary(make_run(*records), lines=20))


def test_an_empty_or_interrupted_run_says_so(make_run: Callable[..., Run]) -> None:
    text = shown(summary(make_run(interrupted=True)))
    assert "interrupted" in text
    assert "nothing was run" in text
