"""The worked numbers in a terminal of any width, and on a page."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from rich.console import Console, RenderableType

from nnconform.reports.worked import WorkedNumber, counts
from nnconform.reports.worked_page import write_worked
from nnconform.reports.worked_table import errata_table, worked_table

LONG = "0.1234567890123456789"


def made(kind: str | None = "agrees", printed: str | None = "0.5", **given: str) -> WorkedNumber:
    return WorkedNumber(
        given.get("example", "toy.one"),
        "unit2",
        given.get("section", "4. A section with a name that is rather long"),
        481,
        given.get("quantity", "y3"),
        printed,
        0.5,
        given.get("shown", LONG),
        0.25,
        given.get("carried_shown", "0.250000"),
        kind,
        given.get("right", "0.25"),
        given.get("note", ""),
    )


def drawn(table: RenderableType, width: int) -> str:
    console = Console(width=width)
    with console.capture() as captured:
        console.print(table)
    return captured.get()


NUMBERS = [made(), made("carried", "0.77"), made("erratum", "0.99"), made(None, None, note="small")]


@pytest.mark.parametrize("width", [40, 60, 80, 100, 140, 200])
def test_no_terminal_is_too_narrow_for_a_number(width: int) -> None:
    text = drawn(worked_table(NUMBERS, width=width), width)
    assert text.count(LONG) == len(NUMBERS)
    assert all(kind in text for kind in ("agrees", "carried", "erratum"))
    assert all(len(line) <= width for line in text.splitlines())


@pytest.mark.parametrize("width", [20, 30])
def test_where_a_number_does_not_fit_it_is_folded(width: int) -> None:
    text = drawn(worked_table([made()], width=width), width)
    assert LONG in re.sub(r"\s", "", text)
    assert "…" not in text


@pytest.mark.parametrize("width", [60, 200])
def test_errata_come_first_with_the_right_value(width: int) -> None:
    text = drawn(errata_table(NUMBERS, width=width), width)
    errata, _, carried = text.partition("Carried")
    assert "Errata (1)" in errata
    assert "0.99" in errata
    assert "0.25" in errata
    assert "0.77" in carried
    assert "0.99" not in carried


def test_without_errata_none_is_said() -> None:
    assert "Errata (0)\nnone" in drawn(errata_table([made()], width=80), 80)


def test_the_counts_read_as_a_sentence() -> None:
    assert counts(NUMBERS) == "3 printed numbers: 1 agrees, 1 carried, 1 erratum"
    assert counts([*NUMBERS, made(), made("erratum")]) == (
        "5 printed numbers: 2 agree, 1 carried, 2 errata"
    )
    assert counts([made()]) == "1 printed number: 1 agrees"


class Rows(HTMLParser):
    """The text of each row of each table, and every tag."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tables: list[list[str]] = []
        self.tags: set[str] = set()
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "table":
            self.tables.append([])
        if tag == "tr":
            self.tables[-1].append("")
        self._inside = self._inside or tag == "table"

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "table"

    def handle_data(self, data: str) -> None:
        if self._inside and self.tables[-1]:
            self.tables[-1][-1] += f" {data.strip()}"


def test_the_page_has_the_errata_apart_and_then_every_number(tmp_path: Path) -> None:
    rows = Rows(write_worked(NUMBERS, tmp_path).read_text(encoding="utf-8"))
    errata, numbers = rows.tables
    assert len(errata) == 1 + 1
    assert "0.99" in errata[1]
    assert "0.25" in errata[1]
    assert len(numbers) == 1 + len(NUMBERS)
    assert "Unit 2: Deep Learning, line 481" in numbers[1]
    assert "script" not in rows.tags


def test_nothing_of_a_number_is_markup(tmp_path: Path) -> None:
    nasty = made("erratum", section="<b>x</b>", note="<img src=x>", quantity="<i>")
    page = write_worked([nasty], tmp_path).read_text(encoding="utf-8")
    assert not {"b", "img", "i"} & Rows(page).tags


def test_without_errata_the_page_says_so(tmp_path: Path) -> None:
    rows = Rows(write_worked([made()], tmp_path).read_text(encoding="utf-8"))
    assert len(rows.tables) == 1
