"""The page: self-contained, escaped, small, and alive in a browser."""

import json
import os
import re
import subprocess
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from nnconform.reports.embed import KEYS, page_data
from nnconform.reports.html import write_html
from nnconform.reports.mathml import typeset
from nnconform.reports.record import VERDICTS, FormulaInfo, Record, result_id
from nnconform.reports.store import Run
from nnconform.reports.wording import MEANINGS, TERMS


@pytest.fixture
def page(
    tmp_path: Path,
    make_run: Callable[..., Run],
    every_verdict: list[Record],
    formulas: list[FormulaInfo],
) -> str:
    """Return the page of one result of each verdict."""
    return write_html(make_run(*every_verdict), formulas, tmp_path).read_text(encoding="utf-8")


class Elements(HTMLParser):
    """Collects the elements of a page with their attributes, and the text of scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.data = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.found and self.found[-1] == ("script", {"type": "application/json", "id": "data"}):
            self.data += data


def test_scripts_are_ours_alone(page: str) -> None:
    tags = [tag for tag, _ in Elements(page).found]
    assert tags.count("script") == 2
    assert not {"iframe", "img", "object", "embed", "link", "base", "b"} & set(tags)
    assert "<script>alert" not in page


def test_no_element_listens_by_attribute(page: str) -> None:
    names = {name for _, attributes in Elements(page).found for name in attributes}
    assert not [name for name in names if name.startswith("on")]


def test_nothing_is_loaded_from_elsewhere(page: str) -> None:
    assert not re.search(r"https?:|//[a-z]+\.|@import|url\(", page)
    for _, attributes in Elements(page).found:
        assert "src" not in attributes
        assert str(attributes.get("href", "#")).startswith("#")


def test_the_embedded_records_are_whole(page: str, every_verdict: list[Record]) -> None:
    data = json.loads(Elements(page).data)
    columns = dict(zip(data["keys"], data["records"], strict=True))
    assert [VERDICTS[v] for v in columns["verdict"]] == [r.verdict for r in every_verdict]
    assert columns["max_ulp"] == [0.5, 0.5, "inf", "nan", None, None]
    example = json.loads(data["texts"][columns["counterexample"][3]])
    assert example["inputs"] == {"y": "[inf, nan]", "y_hat": "0.0"}
    assert data["texts"][columns["message"][3]].startswith("<script>alert(1)</script>")
    assert set(columns["id"]) == {-1}


def test_the_embedded_records_hold_no_markup(page: str) -> None:
    assert re.search(r'id="data">[^<>&]*</script>', page)


def test_texts_are_printable_so_that_links_can_hold_them(
    make_record: Callable[..., Record],
) -> None:
    record = make_record(adapter="a\ud800\x1b", message="b\ud800\x1b", id="c\ud800\x1b")
    info = FormulaInfo("huber", "losses", "t\ud800", "l\ud800", ["s\ud800"], {"c": "\ud800"}, {})
    data = json.loads(page_data([record], [info]))
    # Half a surrogate pair cannot be encoded; browsers end at one.
    assert json.dumps(data, ensure_ascii=False).encode()
    assert all(text.isprintable() for text in (data["columns"][0]["adapter"], *data["texts"]))


def test_an_unusual_id_is_kept(make_record: Callable[..., Record]) -> None:
    data = json.loads(page_data([make_record(id="mine")], []))
    assert data["texts"][data["records"][KEYS.index("id")][0]] == "mine"


def test_negative_zero_keeps_its_sign(make_record: Callable[..., Record]) -> None:
    data = json.loads(page_data([make_record(worst_input={"z": -0.0})], []))
    assert '{"z":"-0.0"}' in data["texts"]


def test_the_legend_explains_every_word(page: str) -> None:
    text = re.sub(r"&#39;", "'", page)
    for word, sentence in {**MEANINGS, **TERMS}.items():
        assert word in text
        assert sentence in text


def test_what_was_run_is_said(page: str) -> None:
    for expected in ("jax 0.10.2", "Some Processor", "Python 3.11.7", "<dd>20</dd>", "[losses]"):
        assert expected in page


def test_scores_stand_beside_coverage(page: str) -> None:
    assert re.search(r"40\.0%</strong>.*of 5 checks.*\n<td>1 of 2 formulas", page)


def test_findings_link_to_their_check(page: str) -> None:
    place = "losses%2Fhuber%3A%3Agradient%5Btorch-eager-cpu-float32-builtin%5D"
    assert f'href="#{place}"' in page


def test_without_javascript_the_page_says_where_to_look(page: str) -> None:
    assert re.search(r"<noscript>.*report\.md.*</noscript>", page)


def test_interrupted_and_empty_runs_have_a_page(
    tmp_path: Path, make_run: Callable[..., Run]
) -> None:
    page = write_html(make_run(interrupted=True), [], tmp_path).read_text(encoding="utf-8")
    assert "<strong>Interrupted.</strong>" in page


def test_20_000_results_stay_below_10_megabytes(
    tmp_path: Path, make_run: Callable[..., Run], many_records: list[Record]
) -> None:
    path = write_html(make_run(*many_records), [], tmp_path)
    assert len(many_records) > 20_000
    assert path.stat().st_size < 10_000_000


def test_formulas_come_in_the_order_given(
    make_record: Callable[..., Record], formulas: list[FormulaInfo]
) -> None:
    records = [make_record(formula=name) for name in ("aaa", "hinge", "huber")]
    data = json.loads(page_data(records, formulas))
    assert [one["id"] for one in data["formulas"]] == ["huber", "hinge", "aaa"]


def test_latex_becomes_mathml_with_escaped_text() -> None:
    math = typeset(r"a < b \text{<script>&}")
    assert math.startswith("<math")
    assert "<mo>&lt;</mo>" in math
    assert "&lt;script&gt;&amp;" in math
    assert "http" not in math


def test_latex_that_cannot_be_typeset_gives_nothing() -> None:
    assert typeset(r"\frac{") == ""


def test_ids_have_the_documented_shape(make_record: Callable[..., Record]) -> None:
    usual = make_record(check="gradient").id
    assert usual == "losses/huber::gradient[torch-eager-cpu-float32-builtin]"
    assert result_id.__doc__ is not None


needs_browser = pytest.mark.skipif(
    "NNCONFORM_BROWSER" not in os.environ, reason="NNCONFORM_BROWSER names no browser"
)


def drawn(page: Path, place: str = "") -> str:
    """Return the elements that a browser has after the page's script ran."""
    command = [
        os.environ["NNCONFORM_BROWSER"],
        *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"),
        *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
        f"--user-data-dir={page.parent / 'profile'}",
        "--virtual-time-budget=5000",
        "--dump-dom",
        page.as_uri() + place,
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert 'data-ready="yes"' in done.stdout
    return done.stdout


@needs_browser
def test_a_browser_draws_the_matrix(
    tmp_path: Path,
    make_run: Callable[..., Run],
    every_verdict: list[Record],
    many_records: list[Record],
    formulas: list[FormulaInfo],
) -> None:
    dom = drawn(write_html(make_run(*every_verdict, *many_records), formulas, tmp_path))
    assert len(re.findall(r'<th scope="row"><a href="#\w+%2F\w+">', dom)) == 43
    assert "Showing 43 of 43 formulas in 101 of 101 columns." in dom


IN_THE_FORMULA_PAGE = (
    "<math",
    "derivative at z = 0",
    "torch builtin, eager, cpu",
    "The quadratic branch carries a factor of one half",
    "y = [inf, nan], y_hat = 0.0",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "Copy</button>",
)


@needs_browser
def test_a_browser_draws_a_formula(
    tmp_path: Path,
    make_run: Callable[..., Run],
    every_verdict: list[Record],
    formulas: list[FormulaInfo],
) -> None:
    page = write_html(make_run(*every_verdict), formulas, tmp_path)
    place = "#losses%2Fhuber%3A%3Agradient%5Btorch-eager-cpu-float32-builtin%5D"
    dom = drawn(page, place)
    shown = dom[dom.index('<article id="formula-view">') : dom.index("</article>")]
    assert [words for words in IN_THE_FORMULA_PAGE if words not in shown] == []
