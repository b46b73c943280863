"""What reports leave out where a line must do, and what they link to."""

from collections.abc import Callable
from pathlib import Path

import pytest

from nnconform.reports.markdown import write_markdown
from nnconform.reports.record import FormulaInfo, Record
from nnconform.reports.store import Run
from nnconform.reports.wording import brief, variant_names
from nnconform.reports.write import write_reports


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("z = 1.5, y = [1, 2]", "z = 1.5, y = [1, 2]"),
        ("Ws = [[[1.25, 2.5], [3.75, 4]]], b = 1", "Ws = […], b = 1"),
        ("a ] of [its own, and some that never ends", "a ] of [its own, and some that never ends"),
        ("", ""),
    ],
)
def test_long_lists_are_left_out_and_nothing_else(text: str, shown: str) -> None:
    assert brief(text) == shown


@pytest.mark.parametrize(
    ("label", "names"),
    [
        ("heavy_ball", ["heavy_ball"]),
        ("initial_accumulator (c = 0.1)", ["initial_accumulator"]),
        ("unsquared+reduction_none (c = 1e-06)", ["unsquared", "reduction_none"]),
        ("clipped (c = 1e-07)+examples_in_rows", ["clipped", "examples_in_rows"]),
    ],
)
def test_a_label_is_taken_apart_into_declared_names(label: str, names: list[str]) -> None:
    assert variant_names(label) == names


def test_an_inaccurate_convention_is_not_called_a_mistake(
    make_record: Callable[..., Record], make_run: Callable[..., Run], tmp_path: Path
) -> None:
    label = "leaky (c = 0.1)+rows"
    run = make_run(make_record(verdict="inaccurate", variant=label))
    info = FormulaInfo("huber", "losses", "t", "", [], {"leaky": "Leaks.", "rows": "Rows."}, {})
    text = write_markdown(run, [info], tmp_path).read_text(encoding="utf-8")
    assert f"- convention `{label}`: Leaks. Rows." in text


def test_arrays_of_a_network_are_left_out_of_markdown(
    make_record: Callable[..., Record], make_run: Callable[..., Run], tmp_path: Path
) -> None:
    weights = [[0.123456789] * 9] * 9
    run = make_run(make_record(verdict="inaccurate", worst_input={"W": weights, "b": 0.5}))
    text = write_markdown(run, [], tmp_path).read_text(encoding="utf-8")
    assert "- worst input: `W = […], b = 0.5`" in text


def test_the_page_links_to_claims_that_stand_beside_it(
    make_record: Callable[..., Record], make_run: Callable[..., Run], tmp_path: Path
) -> None:
    run = make_run(make_record())
    write_reports(run, [], tmp_path)
    assert "claims.html" not in (tmp_path / "index.html").read_text(encoding="utf-8")
    (tmp_path / "claims.html").write_text("")
    write_reports(run, [], tmp_path)
    assert '<a href="claims.html">' in (tmp_path / "index.html").read_text(encoding="utf-8")
