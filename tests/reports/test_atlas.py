"""Sweeps in words, on a page and as tables."""

import json
import math
import re
import shlex
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from nnconform.reports.atlas_page import atlas_page, write_atlas
from nnconform.reports.atlas_tables import ATLAS, CURVES, atlas_frame, write_atlas_tables
from nnconform.reports.atlas_words import MARKS, command, decimal, facts, hexadecimal, marks, state
from nnconform.reports.record import FormulaInfo, ReportError
from nnconform.reports.sweep_record import Sweep, latest, read_sweeps, sweep_to_json

from ._sweeps import flawless, made

HOSTILE = "<img src=x onerror=alert(1)></script><b>bold</b>"


def embedded(*sweeps: Sweep) -> Any:
    text = atlas_page(sweeps, [])
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text)
    assert found
    return json.loads(found[1])


MARKED: dict[str, dict[str, Any]] = {
    "flushed": {"flushed": 3},
    "overflowed": {"overflowed": 3},
    "nan": {"nan": 3},
    "answered": {"nan_inputs_answered": 3},
    "breaks": {"breaks": {"symmetry": {"count": 3, "first": [1.0]}}},
    "differs": {"disagreements": {"count": 3, "first": [1.0]}},
}


@pytest.mark.parametrize("name", MARKED)
def test_each_fault_has_its_own_mark_with_the_number_in_words(name: str) -> None:
    found = marks(flawless_but(**MARKED[name]))
    assert list(found) == [name]
    assert "3" in found[name]


def flawless_but(**changed: Any) -> Sweep:
    return made(max_ulp=0.5, not_correctly_rounded=0, collapses=[], **changed)


def test_every_mark_is_explained() -> None:
    assert set(MARKED) | {"collapses"} == set(MARKS)


@pytest.mark.parametrize(
    ("sweep", "colour"),
    [
        (flawless(), "conforms"),
        (made(), "inaccurate"),
        (made(collapses=[]), ""),
        (flawless_but(nan_inputs_answered=3), ""),
        (flawless_but(nan=1), "inaccurate"),
    ],
    ids=["all nearest", "collapses", "only rounding", "answers NaN", "NaN"],
)
def test_a_cell_is_coloured_by_what_was_found(sweep: Sweep, colour: str) -> None:
    assert state(sweep) == colour


@pytest.mark.parametrize(
    ("x", "text"),
    [(1.0, "0x1p+0"), (-16.5, "-0x1.08p+4"), (0.0, "0x0p+0"), (math.inf, "inf"), (None, "None")],
)
def test_hexadecimal_floats_are_short_and_exact(x: object, text: str) -> None:
    assert hexadecimal(x) == text
    if isinstance(x, float) and math.isfinite(x):
        assert float.fromhex(text) == x


def test_a_decimal_gives_its_number_back() -> None:
    x = np.float32(-16.635704040527344)
    assert np.float32(decimal(float(x), "float32")) == x


def test_the_command_names_all_that_makes_a_sweep() -> None:
    sweep = made("elu", "torch", "float16", "gradient", {"alpha": 0.25})
    assert command(sweep) == (
        "nnconform sweep torch --only elu --dtype float16 --gradient --parameter alpha=0.25"
    )


def test_the_command_of_unusual_sweeps_says_what_is_unusual() -> None:
    space = {"kind": "stratified", "points": 4096}
    sweep = made(provenance="as_written", mode="compiled", device="cuda", space=space)
    said = "--provenance as_written --device cuda --mode compiled --points 4096"
    assert command(sweep).endswith(said)


def test_a_hostile_name_stays_one_word_of_the_command() -> None:
    assert "x; rm -rf ." in shlex.split(command(made(adapter="x; rm -rf .")))


def test_the_facts_give_the_worst_input_in_both_notations_with_result_and_exact_value() -> None:
    said = dict(facts(made()))["largest error"]
    assert said == "1.5 ULP at z = -2 (-0x1p+1): got -0.5, exact -0.50000009"


def test_two_inputs_are_told_by_name() -> None:
    sweep = made(worst_input={"y": 0.5, "y_hat": -2.0}, input="y, y_hat")
    assert (
        "y = 0.5, y_hat = -2 (y = 0x1p-1, y_hat = -0x1p+1)" in dict(facts(sweep))["largest error"]
    )


def test_a_curve_of_two_sweeps_is_kept_once() -> None:
    data = embedded(made(), made(adapter="jax"))
    assert [sweep["curve"] for sweep in data["sweeps"]] == [0, 0]
    assert len(data["curves"]) == 1


def test_a_curve_keeps_its_turns_and_drops_what_lies_on_the_line() -> None:
    curve = [[1.0, 0.5], [2.0, 0.5], [4.0, 0.5], [8.0, 3.0], [16.0, 0.5]]
    (kept,) = embedded(made(curve=curve))["curves"]
    assert kept == {"x": [1.0, 4.0, 8.0, 16.0], "ulp": [0.5, 0.5, 3.0, 0.5]}


def test_an_infinite_error_reaches_the_page() -> None:
    (kept,) = embedded(made(curve=[[1.0, math.inf]]))["curves"]
    assert kept["ulp"] == ["inf"]


def test_formulas_stand_in_the_order_in_which_they_are_known() -> None:
    infos = [FormulaInfo(n, "activations", n.title(), "", (), {}, {}) for n in ("tanh", "elu")]
    text = atlas_page([made("elu"), made("tanh")], infos)
    assert text.index('"title":"Tanh"') < text.index('"title":"Elu"')


def test_nothing_hostile_gets_into_the_page_as_it_is() -> None:
    sweep = made(HOSTILE, HOSTILE, machine=HOSTILE, version=HOSTILE, input=HOSTILE)
    text = atlas_page([sweep], [])
    assert "<img src=x" not in text
    assert "<b>bold" not in text


def test_no_sweeps_make_no_page() -> None:
    with pytest.raises(ReportError, match="nnconform sweep ADAPTER --out FOLDER"):
        atlas_page([], [])


def test_a_page_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ReportError, match=r"cannot write .*atlas\.html"):
        write_atlas([made()], [], tmp_path / "file" / "atlas.html")


def test_the_last_of_two_sweeps_of_one_version_counts() -> None:
    old, new, other = made(seconds=1.0), made(seconds=2.0), made(version="2.0")
    assert latest([old, other, new]) == [new, other]


def test_a_line_that_was_cut_short_is_left_out_and_others_are_read(tmp_path: Path) -> None:
    whole = sweep_to_json(made())
    (tmp_path / "sweeps.jsonl").write_text(f"{whole[:100]}\n{whole}\n{whole[:50]}")
    assert list(read_sweeps(tmp_path)) == [made()]


def test_a_line_that_is_no_sweep_is_named(tmp_path: Path) -> None:
    (tmp_path / "sweeps.jsonl").write_text(sweep_to_json(made()) + '\n{"id": 1}\n')
    with pytest.raises(ReportError, match=r"sweeps\.jsonl, line 2: a sweep needs the key"):
        list(read_sweeps(tmp_path))


def test_a_folder_without_sweeps_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match=r"cannot read .*sweeps\.jsonl"):
        list(read_sweeps(tmp_path))


def test_a_row_holds_all_of_a_sweep_but_its_curve() -> None:
    assert {c.name for c in ATLAS.columns} == {f.name for f in fields(Sweep)} - {"curve"}


@pytest.mark.parametrize("shape", [ATLAS, CURVES], ids=lambda shape: shape.name)
def test_a_parquet_file_gives_the_frame_back(tmp_path: Path, shape: Any) -> None:
    sweeps = [made(), made(adapter="jax", max_ulp=None, worst_input=None, worst_exact=None)]
    write_atlas_tables(sweeps, tmp_path, [".parquet"])
    read = pd.read_parquet(tmp_path / f"{shape.name}.parquet")
    pd.testing.assert_frame_equal(read, atlas_frame(sweeps, shape))


def test_the_curves_have_a_row_a_point(tmp_path: Path) -> None:
    write_atlas_tables([made(), made(adapter="jax")], tmp_path, [".csv"])
    read = pd.read_csv(tmp_path / "curves.csv")
    assert len(read) == 10
    assert read[read.adapter == "jax"].ulp.max() == 4096.0


def test_an_input_in_a_table_is_exact() -> None:
    x = 0.1234567890123456789
    assert json.loads(atlas_frame([made(worst_input=x)]).worst_input[0]) == x
