"""The Markdown report: complete, and nothing in it that a message could smuggle in."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from nnconform.reports.markdown import code, escape, write_markdown
from nnconform.reports.record import FormulaInfo, Record
from nnconform.reports.store import Run


@pytest.fixture
def text(
    tmp_path: Path,
    make_run: Callable[..., Run],
    every_verdict: list[Record],
    formulas: list[FormulaInfo],
) -> str:
    """Return the report of one result of each verdict."""
    path = write_markdown(make_run(*every_verdict), formulas, tmp_path)
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "expected",
    [
        "| torch | builtin | 40.0% | 1 of 2 formulas | 1 | 1 | 1 | 1 | 1 | 1 |",
        "| losses/huber | ! ERR nan |",
        "| losses/hinge | ○ n/a |",
        "- convention `smooth_l1`: divided by delta",
        "- mistake `missing_half`: The quadratic branch carries a factor of one half",
        "- error over the band: 4.0e5 (at most 8 conforms)",
        "- worst input: `y = [1.5, -0.0]`",
        "- inputs: `y = [inf, nan], y_hat = 0.0`",
        "- parameters: `delta = 1.0, reduction = mean`",
        "- expected: `-inf`",
        "| derivative at z = 0 | \\[0.0, 1.0\\] | 0.0 | torch builtin float32 |",
        "started 2026-11-21T10:00:00+00:00, 12.5 s, seed 20",
    ],
)
def test_the_report_says(text: str, expected: str) -> None:
    assert expected in text


def test_no_markup_of_a_message_survives(text: str) -> None:
    outside = re.sub(r"(`+)[^`].*?\1", "", text, flags=re.DOTALL)
    assert "<script" not in outside
    assert "\x1b" not in text


def test_the_reproduce_line_stands_in_a_block(text: str) -> None:
    block = re.search(r"- reproduce:\n\n  (`{3,})\n(.*?)\n  \1\n", text, flags=re.DOTALL)
    assert block is not None
    assert block[2].startswith("  nnconform run torch --only huber")


def test_table_rows_have_one_width(text: str) -> None:
    for table in re.findall(r"(?:^\|.*\n)+", text, flags=re.MULTILINE):
        widths = {len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}
        assert len(widths) == 1, table


def test_dtypes_that_say_the_same_are_told_once(
    tmp_path: Path, make_record: Callable[..., Record], make_run: Callable[..., Run]
) -> None:
    records = [
        make_record(verdict="inaccurate", dtype=d, message="far off")
        for d in ("float16", "float32", "float64")
    ]
    text = write_markdown(make_run(*records), [], tmp_path).read_text(encoding="utf-8")
    assert text.count("far off") == 1
    assert text.count("- the same in ") == 1


def test_an_interrupted_run_says_so(tmp_path: Path, make_run: Callable[..., Run]) -> None:
    text = write_markdown(make_run(interrupted=True), [], tmp_path).read_text(encoding="utf-8")
    assert "Interrupted" in text


def test_escape_and_code() -> None:
    assert escape("<b>|_x_\n`") == "&lt;b&gt;\\|\\_x\\_ \\`"
    assert code("`` a") == "``` `` a ```"
