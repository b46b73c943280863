"""A history keeps what it was given, refuses what is none, and is a file like any other."""

import json
import math
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import fields, replace
from pathlib import Path

import pytest

from nnconform.reports.history import (
    RESULT_COLUMNS,
    RUN_COLUMNS,
    VERSION,
    add,
    digest,
    entries,
    opened,
    run_of,
)
from nnconform.reports.history_cells import check_adapters, counts, formulas, lines
from nnconform.reports.record import Record, ReportError
from nnconform.reports.store import Run
from nnconform.reports.summary import matrix

MakeRecord = Callable[..., Record]
MakeRun = Callable[..., Run]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "history.sqlite"


@pytest.fixture
def history(file: Path) -> Iterator[sqlite3.Connection]:
    with opened(file, create=True) as connection:
        yield connection


def later(run: Run, day: int, **changes: object) -> Run:
    """The same run, on another day of the month."""
    header = replace(run.header, started=f"2026-12-{day:02}T10:00:00+00:00")
    return replace(run, header=replace(header, **changes))  # type: ignore[arg-type]  # test data


def test_a_column_is_a_field_of_a_record() -> None:
    assert set(RESULT_COLUMNS) == {f.name for f in fields(Record)} - {"counterexample", "profile"}


def test_a_run_comes_back_as_it_was_added(
    history: sqlite3.Connection, make_record: MakeRecord, make_run: MakeRun
) -> None:
    choices = {"z = 0": {"taken": -0.0, "allowed": [0.0, math.inf]}}
    one = make_record(choices=choices, variant="ä", message="a\0b", expected="issue 12")
    other = make_record(check="limits", max_ulp=math.inf, band_ratio=None, worst_input=None)
    run = make_run(one, other)
    entry, new = add(history, run, label="first")
    back = run_of(history, entry)
    assert new
    assert (back.header, back.records) == (run.header, run.records)
    assert back.footer
    assert run.footer
    assert (back.footer.seconds, back.footer.finished) == (run.footer.seconds, run.footer.finished)


def test_every_verdict_and_hostile_text_can_be_kept(
    history: sqlite3.Connection, every_verdict: list[Record], make_run: MakeRun
) -> None:
    entry, _ = add(history, make_run(*every_verdict), label="\ud800 '; DROP TABLE runs; --")
    back = run_of(history, entry)
    assert [r.verdict for r in back.records] == [r.verdict for r in every_verdict]
    assert "\\ud800" in back.records[3].message
    assert "DROP TABLE" in entries(history)[0].label


def test_a_run_that_is_there_is_not_added_again(
    history: sqlite3.Connection, make_record: MakeRecord, make_run: MakeRun
) -> None:
    run = make_run(make_record())
    first, _ = add(history, run, label="one")
    again, new = add(history, run, label="two")
    assert (again, new) == (first, False)
    assert len(entries(history)) == 1


DIFFERENT: dict[str, Callable[[Run], Run]] = {
    "another time": lambda run: later(run, 1),
    "another version": lambda run: replace(
        run, header=replace(run.header, adapters={"torch": "3"})
    ),
    "another error": lambda run: replace(run, records=(replace(run.records[0], max_ulp=0.75),)),
    "fewer results": lambda run: replace(run, records=()),
    "not finished": lambda run: replace(run, footer=None),
}


@pytest.mark.parametrize("case", DIFFERENT)
def test_another_run_has_another_digest(
    case: str, make_record: MakeRecord, make_run: MakeRun
) -> None:
    run = make_run(make_record())
    assert digest(DIFFERENT[case](run)) != digest(run)


def test_an_interrupted_run_is_refused_unless_asked_for(
    history: sqlite3.Connection, make_record: MakeRecord, make_run: MakeRun
) -> None:
    run = make_run(make_record(), interrupted=True)
    with pytest.raises(ReportError, match="interrupted; add it all the same with --interrupted"):
        add(history, run)
    entry, _ = add(history, run, interrupted=True)
    assert entry.finished is None
    assert run_of(history, entry).interrupted


# What cannot be kept, and what is said.
REFUSED: dict[str, tuple[dict[str, object], int, str]] = {
    "twice": ({}, 2, "a result is there twice"),
    "too large": ({"examples": 2**80}, 1, "a number is too large for the history"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_run_that_is_refused_leaves_nothing_behind(
    case: str, history: sqlite3.Connection, make_record: MakeRecord, make_run: MakeRun
) -> None:
    changes, times, message = REFUSED[case]
    with pytest.raises(ReportError, match=message):
        add(history, make_run(*[make_record(**changes)] * times))
    assert entries(history) == []
    assert history.execute("SELECT count(*) FROM results").fetchone() == (0,)


def test_runs_come_in_the_order_in_which_they_started(
    history: sqlite3.Connection, make_record: MakeRecord, make_run: MakeRun
) -> None:
    run = make_run(make_record())
    for day in (3, 1, 2):
        add(history, later(run, day), label=str(day))
    assert [entry.label for entry in entries(history)] == ["1", "2", "3"]


def a_text(path: Path) -> None:
    path.write_text("no database at all, but longer than the header of one " * 20)


def a_foreign_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE runs (id)")


def a_later_version(path: Path) -> None:
    with opened(path, create=True) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")


def a_damaged_one(path: Path) -> None:
    with opened(path, create=True):
        pass
    data = bytearray(path.read_bytes())
    data[100:2000] = b"\xff" * 1900
    path.write_bytes(data)


# How a file becomes no history, and what is said.
BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda path: None, "no such file; `nnconform history add DIR` begins a history"),
    "a text": (a_text, "cannot be used as a history: file is not a database"),
    "foreign": (a_foreign_database, "a database of something else; choose another file with --db"),
    "later": (a_later_version, "a history of version 2, and this nnconform reads version 1"),
    "damaged": (a_damaged_one, "cannot be used as a history"),
    "empty": (lambda path: path.touch(), "a database of something else"),
    "a folder": (lambda path: path.mkdir(), "no such file"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_file_that_is_no_history_is_an_error_for_people(case: str, file: Path) -> None:
    make, message = BROKEN[case]
    make(file)
    with pytest.raises(ReportError) as caught, opened(file) as connection:
        entries(connection)
    assert str(caught.value).startswith(f"{file}: ")
    assert message in str(caught.value)


@pytest.mark.parametrize("case", ["a text", "foreign", "later", "a folder"])
def test_a_file_of_others_is_not_written_to(case: str, file: Path) -> None:
    BROKEN[case][0](file)
    before = file.read_bytes() if file.is_file() else b""
    with pytest.raises(ReportError), opened(file, create=True):
        pass
    assert (file.read_bytes() if file.is_file() else b"") == before


def test_a_history_can_be_copied_and_read_where_nothing_can_be_written(
    file: Path, make_record: MakeRecord, make_run: MakeRun
) -> None:
    with opened(file, create=True) as connection:
        add(connection, make_run(make_record()))
    copy = file.with_name("a # strange ? name %41.sqlite")
    copy.write_bytes(file.read_bytes())
    copy.chmod(0o444)
    with opened(copy) as connection:
        assert len(entries(connection)) == 1


def test_cells_are_those_of_the_matrix_of_a_run(
    history: sqlite3.Connection, every_verdict: list[Record], make_run: MakeRun
) -> None:
    records = [r for r in every_verdict if r.max_ulp is None or not math.isnan(r.max_ulp)]
    entry, _ = add(history, make_run(*records))
    for by_dtype in (True, False):
        found = lines(history, [entry], formulas(history, ()), dtypes=() if by_dtype else None)
        cells = {(line.row, line.column): line.cells[entry.id] for line in found}
        assert cells == matrix(records, by_dtype=by_dtype).cells


def test_a_run_without_a_formula_has_no_cell(
    history: sqlite3.Connection, make_record: MakeRecord, make_run: MakeRun
) -> None:
    both = make_run(make_record(), make_record(formula="mse"))
    first, _ = add(history, both)
    second, _ = add(history, later(make_run(make_record()), 1))
    (line,) = lines(history, [first, second], [("losses", "mse")])
    assert list(line.cells) == [first.id]


# What is asked for, and which of the formulas are meant.
CHOSEN: dict[str, tuple[tuple[str, ...], list[str]]] = {
    "all": ((), ["elu", "huber", "mse"]),
    "an id": (("mse",), ["mse"]),
    "a group": (("losses",), ["huber", "mse"]),
    "a pattern": (("*u*",), ["elu", "huber"]),
    "both": (("activations/elu", "mse"), ["elu", "mse"]),
}


@pytest.fixture
def three(history: sqlite3.Connection, make_record: MakeRecord, make_run: MakeRun) -> None:
    names = {"elu": "activations", "huber": "losses", "mse": "losses"}
    records = [make_record(formula=name, group=group) for name, group in names.items()]
    add(history, make_run(*records, make_record(adapter="jax", verdict="fails")))


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("case", CHOSEN)
def test_formulas_are_chosen_by_id_group_or_pattern(case: str, history: sqlite3.Connection) -> None:
    only, names = CHOSEN[case]
    assert [formula for _, formula in formulas(history, only)] == names


@pytest.mark.usefixtures("three")
def test_an_unknown_formula_or_adapter_is_an_error(history: sqlite3.Connection) -> None:
    with pytest.raises(ReportError, match="no run of this history has a formula 'hubr'; did you"):
        formulas(history, ["hubr"])
    with pytest.raises(ReportError, match="has an adapter 'tf'; there is jax and torch"):
        check_adapters(history, ["tf"])


@pytest.mark.usefixtures("three")
def test_results_are_counted_for_all_adapters_or_one(history: sqlite3.Connection) -> None:
    (entry,) = entries(history)
    shown = {name: (c["conforms"], c["fails"]) for name, c in {
        "all": counts(history)[entry.id], "jax": counts(history, ["jax"])[entry.id]
    }.items()}  # fmt: skip
    assert shown == {"all": (3, 1), "jax": (0, 1)}


def test_pandas_reads_the_file_as_the_documentation_says(
    file: Path, make_record: MakeRecord, make_run: MakeRun
) -> None:
    pandas = pytest.importorskip("pandas")
    with opened(file, create=True) as connection:
        run = make_run(make_record(max_ulp=math.inf), make_record(formula="mse", max_ulp=0.5))
        add(connection, run, label="one")
        add(connection, later(run, 1), label="two")
    page = Path(__file__).parents[2].joinpath("docs", "history.md").read_text()
    code = page.split("```python\n")[1].split("```")[0]
    scope: dict[str, object] = {}
    exec(code.replace("nnconform-history.sqlite", str(file)), scope)
    table = scope["table"]
    assert isinstance(table, pandas.DataFrame)
    assert list(table["label"]) == ["one", "two"]
    assert list(table["worst"]) == [math.inf, math.inf]
    scope["connection"].close()  # type: ignore[attr-defined]  # what the page's code has opened


def test_the_documented_columns_are_those_of_the_file() -> None:
    page = Path(__file__).parents[2].joinpath("docs", "history.md").read_text()
    for column in (*RUN_COLUMNS, *RESULT_COLUMNS, "run_id"):
        assert f"`{column}`" in page, column


def test_what_was_asked_is_json(
    history: sqlite3.Connection, make_record: MakeRecord, make_run: MakeRun
) -> None:
    add(history, make_run(make_record()))
    (text,) = history.execute("SELECT adapters FROM runs").fetchone()
    assert json.loads(text)["torch"] == "2.13.0"
