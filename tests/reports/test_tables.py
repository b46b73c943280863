"""Runs as tables: what the columns hold, what files keep, and that the page about them is true."""

import json
import math
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from nnconform.reports import Record, ReportError, Store, load, load_choices, load_profiles
from nnconform.reports.columns import CHOICES, PROFILES, RESULTS, RUN, SHAPES, Column
from nnconform.reports.export import json_lines, write_csv, write_parquet
from nnconform.reports.record import CHECKS, PROVENANCES, VERDICTS
from nnconform.reports.store import Header
from nnconform.reports.tables import Runs

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
MakeRecord = Callable[..., Record]
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path, header: Header) -> Write:
    """Return a function that writes records as a run to a folder of this name."""

    def to(name: str, *records: Record) -> Path:
        with Store(tmp_path / name, header) as store:
            for record in records:
                store.add(record)
        return tmp_path / name

    return to


@pytest.fixture
def profiled(make_record: MakeRecord) -> Record:
    """Return a record with an error curve whose worst point the curve holds too."""
    curve = [[-1.0, 0.5], [2.0, math.inf]]
    value = {"points": 65536, "exhaustive": True, "curve": curve, "worst": [2.0, math.inf]}
    gradient = {"points": 9, "exhaustive": False, "curve": [[0.0, 1.0]], "worst": [3.0, 7.0]}
    quantities = {"value": value, "gradient": gradient}
    return make_record(check="accuracy", profile={"input": "z", "quantities": quantities})


LOADERS: list[tuple[Callable[..., Any], tuple[Column, ...]]] = [
    (load, RESULTS.columns), (load_choices, CHOICES.columns), (load_profiles, PROFILES.columns)
]  # fmt: skip
each_table = pytest.mark.parametrize(("loader", "columns"), LOADERS, ids=lambda x: "")


@each_table
@pytest.mark.parametrize("empty", [True, False])
def test_columns_and_dtypes_are_those_of_the_list(
    loader: Any, columns: tuple[Column, ...], empty: bool, write: Write,
    every_verdict: list[Record], profiled: Record,
) -> None:  # fmt: skip
    found = loader(write("run", *([] if empty else [*every_verdict, profiled])))
    assert {name: str(dtype) for name, dtype in found.dtypes.items()} == {
        column.name: column.dtype for column in columns
    }
    assert found.empty == empty


def test_a_check_is_a_row(write: Write, every_verdict: list[Record]) -> None:
    found = load(write("run", *every_verdict))
    assert list(found["id"]) == [record.id for record in every_verdict]
    assert list(found["verdict"]) == [record.verdict for record in every_verdict]


def test_known_words_are_ordered_categories_even_where_they_do_not_occur(write: Write) -> None:
    found = load(write("run"))
    for name, words in (("verdict", VERDICTS), ("check", CHECKS), ("provenance", PROVENANCES),
                        ("dtype", ("float16", "bfloat16", "float32", "float64"))):  # fmt: skip
        assert tuple(found[name].cat.categories) == words
        assert found[name].cat.ordered


def test_an_unknown_dtype_follows_the_known_ones(write: Write, make_record: MakeRecord) -> None:
    found = load(write("run", make_record(dtype="float8_e4m3")))
    assert list(found["dtype"]) == ["float8_e4m3"]
    assert found["dtype"].cat.categories[-1] == "float8_e4m3"


MEASURED = [
    (None, True, False), (math.nan, True, True), (math.inf, False, True), (0.0, False, True)
]  # fmt: skip


@pytest.mark.parametrize(("ulp", "missing", "measured"), MEASURED)
def test_what_was_not_measured_is_told_from_nan_and_infinity(
    ulp: float | None, missing: bool, measured: bool, write: Write, make_record: MakeRecord
) -> None:
    row = load(write("run", make_record(max_ulp=ulp, band_ratio=ulp))).iloc[0]
    for number, told in (("max_ulp", "ulp_measured"), ("band_ratio", "band_measured")):
        assert (bool(pd.isna(row[number])), bool(row[told])) == (missing, measured)
        assert missing or row[number] == ulp


def test_nested_fields_are_json_and_the_line_to_run_stands_apart(
    write: Write, make_record: MakeRecord
) -> None:
    shown = {"inputs": {"y": [math.inf]}, "parameters": {}, "expected": 1.5, "got": math.nan,
             "reproduce": "nnconform run"}  # fmt: skip
    row = load(write("run", make_record(verdict="fails", counterexample=shown))).iloc[0]
    assert json.loads(row["worst_input"]) == {"y": [1.5, -0.0]}
    assert json.loads(row["counterexample"]) == {
        "inputs": {"y": ["inf"]}, "parameters": {}, "expected": 1.5, "got": "nan"
    }  # fmt: skip
    assert row["reproduce"] == "nnconform run"


def test_text_that_cannot_be_printed_is_spelled(write: Write, make_record: MakeRecord) -> None:
    row = load(write("run", make_record(message="\x1b[31m \ud800 é"))).iloc[0]
    assert row["message"] == r"\x1b[31m \ud800 é"


CHOSEN = {
    "derivative at z = 0": ({"taken": 0.5, "allowed": [0.0, 1.0]}, ("0.5", 0.5, 0.0, 1.0)),
    "result for z = nan": ({"taken": "0", "allowed": ["anything"]}, ("0", None, None, None)),
    "shapes": ({"taken": "raises", "allowed": ["anything"]}, ("raises", None, None, None)),
    "nan": ({"taken": math.nan, "allowed": [0, math.inf]}, ("nan", math.nan, 0.0, math.inf)),
}


@pytest.mark.parametrize("point", CHOSEN)
def test_a_choice_is_a_row(point: str, write: Write, make_record: MakeRecord) -> None:
    choice, wanted = CHOSEN[point]
    row = load_choices(write("run", make_record(choices={point: choice}))).iloc[0]
    assert row["point"] == point
    assert row["formula"] == "huber"
    for name, due in zip(("taken", "value", "low", "high"), wanted, strict=True):
        assert row[name] == due or (pd.isna(row[name]) and (due is None or due != due))


def test_a_profile_is_a_row_a_point_and_its_worst_is_marked(write: Write, profiled: Record) -> None:
    found = load_profiles(write("run", profiled))
    rows = found[["quantity", "x", "ulp", "worst", "points", "exhaustive"]].values.tolist()
    assert rows == [
        ["value", -1.0, 0.5, False, 65536, True],
        ["value", 2.0, math.inf, True, 65536, True],
        ["gradient", 0.0, 1.0, False, 9, False],
        ["gradient", 3.0, 7.0, True, 9, False],
    ]
    assert set(found["input"]) == {"z"}


@pytest.mark.parametrize(
    "profile", [{"input": "z", "quantities": {"value": {}}}, {"quantities": 1}]
)
def test_a_profile_that_cannot_be_read_names_its_result(
    profile: Any, write: Write, make_record: MakeRecord
) -> None:
    with pytest.raises(
        ReportError, match=r"^losses/huber::value\[.*\]: its profile cannot be read"
    ):
        load_profiles(write("run", make_record(profile=profile)))


def test_several_runs_are_one_table_that_names_them(write: Write, make_record: MakeRecord) -> None:
    new, old = write("new", make_record()), write("old", make_record(dtype="float64"))
    found = load([new, old / "results.jsonl"])
    assert list(found.columns[:2]) == ["run", "started"]
    assert list(found["run"]) == [new.as_posix(), old.as_posix()]
    assert found["run"].cat.categories.tolist() == [new.as_posix(), old.as_posix()]
    assert str(found["started"][0]) == "2026-11-21 10:00:00+00:00"
    assert [about["run"] for about in found.attrs["runs"]] == list(found["run"])


def test_the_header_and_the_end_of_a_run_stand_in_attrs(write: Write) -> None:
    about = load(write("run")).attrs["runs"][0]
    assert about["adapters"] == {"numpy": "2.4.6", "torch": "2.13.0", "jax": "0.10.2"}
    assert about["interrupted"] is False
    place = write("cut") / "results.jsonl"
    place.write_text(place.read_text().splitlines()[0] + "\n")
    about = load(place).attrs["runs"][0]
    assert (about["interrupted"], about["finished"]) == (True, None)


REFUSED: dict[str, tuple[Callable[[Path], Any], str]] = {
    "none": (lambda place: [], "no run to load: name a run's folder or its results.jsonl"),
    "twice": (lambda p: [p, p / "results.jsonl"], r".*/run is given twice; name each run once"),
    "nowhere": (lambda p: p / "nowhere", "cannot read .*nowhere: No such file"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_loaded_is_said(name: str, write: Write) -> None:
    source, said = REFUSED[name]
    with pytest.raises(ReportError, match=f"^{said}"):
        load(source(write("run")))


@pytest.mark.parametrize("name", ["pandas", "pyarrow"])
def test_a_lacking_package_is_named_with_what_to_install(
    name: str, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = write("run")
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ReportError) as caught:
        write_parquet(Runs(place), place / "x.parquet")
    assert str(caught.value) == f"{name} is not installed: pip install 'nnconform[tables]'"
    assert write_csv(Runs(place), place / "x.csv") == [place / "x.csv"]


@pytest.mark.parametrize("listed", [True, False])
def test_parquet_gives_back_an_equal_frame(
    listed: bool, write: Write, every_verdict: list[Record], profiled: Record, tmp_path: Path
) -> None:
    place = write("run", *every_verdict, profiled)
    source: Any = [place] if listed else place
    written = write_parquet(Runs(source), tmp_path / "tables")
    assert [path.name for path in written] == [f"{shape.name}.parquet" for shape in SHAPES]
    for path, (loader, _) in zip(written, LOADERS, strict=True):
        found, due = pd.read_parquet(path), loader(source)
        pd.testing.assert_frame_equal(found, due, check_exact=True)
        assert found.attrs == due.attrs


def test_a_csv_gives_back_the_numbers(
    write: Write, every_verdict: list[Record], tmp_path: Path
) -> None:
    place = write("run", *every_verdict)
    (path,) = write_csv(Runs(place), tmp_path / "results.csv")
    found, due = pd.read_csv(path), load(place)
    for name in ("max_ulp", "band_ratio", "ulp_measured", "seconds", "examples"):
        pd.testing.assert_series_equal(found[name], due[name], check_exact=True)
    assert list(found["verdict"]) == list(due["verdict"])
    assert ",nan,True," in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", "\n@", "\r-"])
def test_no_cell_of_a_csv_acts_as_a_formula(
    sign: str, write: Write, make_record: MakeRecord, tmp_path: Path
) -> None:
    text = f"{sign}HYPERLINK(1)"
    hostile = make_record(message=text, version=text, variant=text, adapter=text, expected=text,
                          choices={text: {"taken": text, "allowed": ["anything"]}})  # fmt: skip
    for path in write_csv(Runs([write("run", hostile)]), tmp_path / "tables"):
        found = pd.read_csv(path, dtype="str", keep_default_na=False)
        cells = [cell for row in found.values.tolist() for cell in row]
        assert not [cell for cell in cells if re.match(r"\s*[=+@-]", cell)]
        assert not [cell for cell in cells if re.search(r"[\n\r\t]", cell)]


def test_negative_numbers_of_a_csv_stay_numbers(
    write: Write, profiled: Record, tmp_path: Path
) -> None:
    write_csv(Runs(write("run", profiled)), tmp_path)
    assert pd.read_csv(tmp_path / "profiles.csv")["x"].tolist() == [-1.0, 2.0, 0.0, 3.0]


def test_lines_of_json_are_strict_and_flat(write: Write, every_verdict: list[Record]) -> None:
    def refuse(word: str) -> None:
        raise AssertionError(word)

    rows = [json.loads(line, parse_constant=refuse)
            for line in json_lines(Runs(write("run", *every_verdict)))]  # fmt: skip
    assert [list(row) for row in rows] == [[c.name for c in RESULTS.columns]] * len(rows)
    assert [row["max_ulp"] for row in rows] == [0.5, 0.5, "inf", "nan", None, None]
    assert not [cell for row in rows for cell in row.values() if isinstance(cell, dict | list)]


@pytest.mark.parametrize("target", ["results.xlsx", "results.parquet"])
def test_an_ending_that_is_not_csv_is_refused(target: str, write: Write, tmp_path: Path) -> None:
    with pytest.raises(ReportError, match=r"expected a name that ends in \.csv, or a folder$"):
        write_csv(Runs(write("run")), tmp_path / target)
    assert not (tmp_path / target).exists()


def test_a_place_that_cannot_be_written_is_said(write: Write, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ReportError, match=r"cannot write .*; choose another place$"):
        write_csv(Runs(write("run")), tmp_path / "file" / "x.csv")


def columns_of(heading: str) -> list[list[str]]:
    """The cells of the table under a heading of the page, without its head."""
    text = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows]


SHARED = {column.name for column in RESULTS.columns} & {column.name for column in CHOICES.columns}
TABLES = {
    "Results": RESULTS.columns,
    "Choices": tuple(c for c in CHOICES.columns if c.name not in SHARED),
    "Profiles": tuple(c for c in PROFILES.columns if c.name not in SHARED),
    "Of several runs": RUN,
}


@pytest.mark.parametrize("heading", TABLES)
def test_the_page_lists_the_columns(heading: str) -> None:
    wanted = [[f"`{c.name}`", c.dtype, c.says] for c in TABLES[heading]]
    assert columns_of(heading) == wanted


def test_the_recipes_of_the_page_work(
    write: Write, make_record: MakeRecord, every_verdict: list[Record],
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    differing = [make_record(adapter=adapter, dtype="bfloat16", formula=formula, max_ulp=ulp)
                 for formula, pair in (("elu", (0.5, 2.0)), ("tanh", (0.5, 9.0)), ("relu", (0, 0)))
                 for adapter, ulp in zip(("torch", "jax"), pair, strict=True)]  # fmt: skip
    write("nnconform-report", *every_verdict, *differing)
    write("yesterday", make_record(), make_record(check="limits"))
    write("today", make_record(verdict="inaccurate"), make_record(check="limits"),
          make_record(check="gradient"))  # fmt: skip
    known: dict[str, Any] = {}
    for snippet in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL):
        exec(snippet, known)
    assert known["worst"].loc["tanh"].to_dict() == {"jax": 9.0, "torch": 0.5}
    assert [formula for formula, _ in known["differ"].index] == ["tanh", "elu"]
    assert known["conventions"].values.tolist() == [["huber", "torch", "smooth_l1"]]
    assert known["taken"].loc[("huber", "derivative at z = 0"), "torch"] == "0.0"
    # Of five torch checks in float32 that apply, two conform or follow a convention.
    assert known["score"].loc["torch", "float32"] == 2 / 5
    assert set(known["changed"]["check_after"]) == {"value", "gradient"}
    assert list(known["inputs"]) == [{"y": ["inf", "nan"], "y_hat": 0.0}]


def test_loading_the_package_does_not_import_pandas() -> None:
    code = "import sys, nnconform.reports; print('pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
