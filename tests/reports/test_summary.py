"""Counts, scores and the matrix, on results small enough to count by hand."""

import json
import math
from collections.abc import Callable
from pathlib import Path

import pytest

from nnconform.reports.record import Record, ReportError
from nnconform.reports.store import Run
from nnconform.reports.summary import (
    cell,
    findings,
    largest,
    matrix,
    tallies,
    tally,
    write_summary,
)


def test_score_and_coverage_of_every_verdict(every_verdict: list[Record]) -> None:
    counted = tally(every_verdict)
    assert set(counted.counts.values()) == {1}
    assert (counted.results, counted.applicable, counted.score) == (6, 5, 2 / 5)
    assert (counted.formulas, counted.covered, counted.coverage) == (2, 1, 1 / 2)


def test_nothing_applicable_has_no_score(make_record: Callable[..., Record]) -> None:
    counted = tally([make_record(verdict="unsupported")])
    assert (counted.score, counted.coverage) == (None, 0)


def test_nothing_at_all_has_neither() -> None:
    assert (tally([]).score, tally([]).coverage) == (None, None)


def test_tallies_are_apart_and_in_order(make_record: Callable[..., Record]) -> None:
    records = [
        make_record(adapter="torch", provenance="as_written", verdict="fails"),
        make_record(adapter="torch"),
        make_record(adapter="jax"),
        make_record(adapter="numpy"),
    ]
    counted = tallies(records, "adapter", "provenance", adapters=["numpy", "torch"])
    assert list(counted) == [
        ("numpy", "builtin"),
        ("torch", "builtin"),
        ("torch", "as_written"),
        ("jax", "builtin"),
    ]
    assert counted["torch", "as_written"].score == 0


@pytest.mark.parametrize(
    ("verdicts", "worst"),
    [
        (["conforms", "unsupported"], "conforms"),
        (["unsupported"], "unsupported"),
        (["inaccurate", "convention", "conforms"], "inaccurate"),
        (["fails", "inaccurate"], "fails"),
        (["error", "fails", "unsupported"], "error"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else value,
)
def test_a_cell_shows_the_worst_that_applies(
    make_record: Callable[..., Record], verdicts: list[str], worst: str
) -> None:
    assert cell([make_record(verdict=verdict) for verdict in verdicts]).verdict == worst


def test_a_cell_shows_the_largest_errors(make_record: Callable[..., Record]) -> None:
    records = [make_record(max_ulp=u, band_ratio=b) for u, b in ((3, 1), (None, 9), (7, None))]
    found = cell(records)
    assert (found.max_ulp, found.band_ratio, found.checks) == (7, 9, 3)


def test_a_cell_of_nothing_is_refused() -> None:
    with pytest.raises(ReportError, match="at least one"):
        cell([])


def test_nan_is_larger_than_infinity() -> None:
    assert repr(largest([1.0, math.nan, math.inf])) == "nan"
    assert largest([None, -1.0]) == -1.0
    assert largest([None]) is None


def test_the_matrix_tells_dtypes_apart_or_together(make_record: Callable[..., Record]) -> None:
    records = [make_record(dtype=dtype) for dtype in ("float64", "bfloat16", "float16")]
    records.append(make_record(dtype="float16", mode="compiled", verdict="fails"))
    apart, together = matrix(records), matrix(records, by_dtype=False)
    assert [c.dtype for c in apart.columns] == ["float16", "bfloat16", "float64", "float16"]
    assert [c.mode for c in together.columns] == ["eager", "compiled"]
    assert together.cells[("losses", "huber"), together.columns[0]].checks == 3
    assert together.cells[("losses", "huber"), together.columns[1]].verdict == "fails"


def test_findings_put_dtypes_together_and_keep_the_worst(
    make_record: Callable[..., Record],
) -> None:
    def bad(dtype: str, ratio: float) -> Record:
        return make_record(verdict="inaccurate", dtype=dtype, band_ratio=ratio)

    records = [bad("float16", 9.0), bad("float32", math.nan), bad("float64", 1e9)]
    records.append(make_record(verdict="fails", check="gradient"))
    found = findings([*records, make_record()], ("inaccurate", "fails"))
    assert [finding.worst.verdict for finding in found] == ["fails", "inaccurate"]
    assert found[1].worst.dtype == "float32"
    assert len(found[1].others) == 2


def test_summary_json_has_its_documented_keys(
    tmp_path: Path, make_run: Callable[..., Run], every_verdict: list[Record]
) -> None:
    path = write_summary(make_run(*every_verdict), tmp_path)
    values = json.loads(path.read_text(), parse_constant=pytest.fail)
    assert values["total"]["score"] == 0.4
    assert values["by_adapter_provenance"][0]["provenance"] == "builtin"
    assert values["by_dtype"][0]["dtype"] == "float32"
    huber = next(one for one in values["cells"] if one["formula"] == "huber")
    assert (huber["verdict"], huber["max_ulp"], huber["checks"]) == ("error", "nan", 5)
    assert write_summary.__doc__ is not None
    for key in values:
        assert f"``{key}``" in write_summary.__doc__


def test_an_interrupted_run_says_so(
    tmp_path: Path, make_run: Callable[..., Run], make_record: Callable[..., Record]
) -> None:
    path = write_summary(make_run(make_record(), interrupted=True), tmp_path)
    values = json.loads(path.read_text())
    assert (values["interrupted"], values["seconds"]) == (True, None)
