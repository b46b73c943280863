"""A history as text and as a page: what changed when, and foreign text stays harmless."""

import io
import json
import math
import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from nnconform.reports.history import add, entries, opened
from nnconform.reports.history_cells import counts, formulas, lines
from nnconform.reports.history_page import history_page, steps, write_history
from nnconform.reports.history_text import as_json, lines_table, runs_table
from nnconform.reports.record import Record, ReportError
from nnconform.reports.store import Run
from nnconform.reports.summary import tally

MakeRecord = Callable[..., Record]
MakeRun = Callable[..., Run]


@pytest.fixture
def history(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with opened(tmp_path / "history.sqlite", create=True) as connection:
        yield connection


@pytest.fixture
def keep(history: sqlite3.Connection, make_run: MakeRun) -> Callable[..., None]:
    """Return a function that adds a run of one more day."""

    def keep(*records: Record, label: str = "", seed: int = 0) -> None:
        run = make_run(*records)
        day = len(entries(history)) + 1
        header = replace(run.header, started=f"2026-12-{day:02}T10:00:00+00:00", seed=seed)
        add(history, replace(run, header=header), label=label)

    return keep


Keep = Callable[..., None]


def shown(table: object) -> str:
    """Return what a console of 160 characters prints."""
    file = io.StringIO()
    Console(file=file, width=160, no_color=True).print(table, markup=False)
    return file.getvalue()


def page_data(text: str) -> dict[str, list[object]]:
    """Return what the page's script reads."""
    start = text.index('id="data">') + len('id="data">')
    found: dict[str, list[object]] = json.loads(text[start : text.index("</script>", start)])
    return found


def test_a_step_names_what_has_changed(
    history: sqlite3.Connection, keep: Keep, make_record: MakeRecord
) -> None:
    other = make_record(formula="mse")
    keep(make_record(), other)
    keep(make_record(verdict="fails"), other)
    keep(make_record(verdict="fails"), other)
    found = steps(history, entries(history))
    assert [(s.a.id, s.b.id, dict(s.counts)) for s in found] == [
        (2, 3, {}),
        (1, 2, {"new-failure": 1}),
    ]
    assert [g.worst.record.formula for g in found[1].groups] == ["huber"]


def test_a_run_is_compared_with_the_latest_one_that_has_results_in_common(
    history: sqlite3.Connection, keep: Keep, make_record: MakeRecord
) -> None:
    for adapter in ("torch", "jax", "torch", "jax"):
        keep(make_record(adapter=adapter))
    assert [(step.a.id, step.b.id) for step in steps(history, entries(history))] == [(2, 4), (1, 3)]


def test_a_selection_of_formulas_holds_for_the_steps_too(
    history: sqlite3.Connection, keep: Keep, make_record: MakeRecord
) -> None:
    for verdict in ("conforms", "fails"):
        keep(make_record(verdict=verdict), make_record(formula="mse"))
    (step,) = steps(history, entries(history), ["mse"])
    assert (step.counts, step.comparison.compared) == ({}, 1)


def test_a_page_holds_verdicts_and_errors_run_by_run(
    history: sqlite3.Connection, keep: Keep, make_record: MakeRecord
) -> None:
    keep(make_record(max_ulp=0.5), label="old")
    keep(make_record(adapter="jax"), label="between")
    keep(make_record(max_ulp=math.inf, verdict="fails"), label="new")
    data = page_data(history_page(history))
    assert data["runs"] == ["#1 old", "#2 between", "#3 new"]
    assert data["formulas"] == ["losses/huber"]
    assert [0, 1, [0, -1, 3], [0.5, None, "inf"]] in data["lines"]


def test_a_page_shows_the_latest_runs_alone(
    history: sqlite3.Connection, keep: Keep, make_record: MakeRecord
) -> None:
    for label in "abc":
        keep(make_record(), label=label)
    assert page_data(history_page(history, last=2))["runs"] == ["#2 b", "#3 c"]


def test_nothing_of_a_record_reaches_page_or_terminal_as_markup(
    history: sqlite3.Connection, keep: Keep, every_verdict: list[Record]
) -> None:
    nasty = every_verdict[3].message
    keep(*(replace(r, verdict="conforms") for r in every_verdict), label=nasty)
    keep(*every_verdict, label=nasty)
    page = history_page(history)
    assert "<script>alert" not in page
    assert "\x1b" not in page
    runs = entries(history)
    assert "\x1b" not in shown(runs_table(runs, counts(history)))
    found = lines(history, runs, formulas(history, ()))
    assert "\x1b" not in shown(lines_table(found, runs))


def test_an_empty_history_is_an_error(history: sqlite3.Connection) -> None:
    with pytest.raises(ReportError, match="holds no run; add one with `nnconform history add DIR`"):
        history_page(history)


def test_a_page_that_cannot_be_written_is_an_error(
    history: sqlite3.Connection, keep: Keep, make_record: MakeRecord
) -> None:
    keep(make_record())
    with pytest.raises(ReportError, match="cannot write /dev/null/page"):
        write_history(history, "/dev/null/page.html")


def test_the_table_of_runs_counts_and_scores_like_the_report(
    history: sqlite3.Connection, keep: Keep, every_verdict: list[Record]
) -> None:
    keep(*every_verdict, label="all")
    row = shown(runs_table(entries(history), counts(history))).splitlines()[1]
    assert tally(every_verdict).score == 0.4
    assert row.split()[-7:] == ["40.0%", "1", "1", "1", "1", "1", "1"]


def test_the_table_of_formulas_shows_verdict_and_error_of_each_run(
    history: sqlite3.Connection, keep: Keep, make_record: MakeRecord
) -> None:
    keep(make_record(), label="old")
    keep(make_record(formula="mse"), label="between")
    keep(make_record(verdict="inaccurate", max_ulp=31.4), label="new")
    runs = entries(history)
    found = lines(history, runs, [("losses", "huber")], dtypes=())
    row = shown(lines_table(found, runs)).splitlines()[1]
    assert re.split("  +", row.strip()) == [
        *("losses/huber", "torch builtin eager cpu float32"),
        *("✓ ok 0.50", "·", "≈ inacc 31"),
    ]


def test_json_is_strict(history: sqlite3.Connection, keep: Keep, make_record: MakeRecord) -> None:
    def refuse(text: str) -> object:
        raise AssertionError(f"{text} is not JSON")

    keep(make_record(max_ulp=math.inf), label="one")
    runs = entries(history)
    text = as_json(runs, counts(history), lines(history, runs, formulas(history, ())))
    found = json.loads(text, parse_constant=refuse)
    assert (found["runs"][0]["label"], found["runs"][0]["counts"]["conforms"]) == ("one", 1)
    (cell,) = found["cells"]
    assert (cell["run"], cell["formula"], cell["max_ulp"], cell["dtype"]) == (1, "huber", "inf", "")
