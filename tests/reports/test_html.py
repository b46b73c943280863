"""The page: self-contained, escaped, small, and alive in a browser."""

import json
import math
import re
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


def test_a_profile_is_short_but_its_worst_point_exact(make_record: Callable[..., Record]) -> None:
    worst = [-0.001953125, math.inf]
    curve = [[1.7976931348623157e308, 0.123456], [1.23456e-5, 2.0]]
    found = {"points": 9, "exhaustive": False, "curve": curve, "worst": worst, "flushed": 3}
    found["subnormal_worst"] = [5e-324, 0.25]
    record = make_record(profile={"input": "z", "quantities": {"value": found}})
    data = json.loads(page_data([record], []))
    profile = json.loads(data["texts"][data["records"][KEYS.index("profile")][0]])
    assert profile == {
        "input": "z",
        "quantities": {
            "value": {
                "points": 9,
                "exhaustive": False,
                "flushed": 3,
                # Three digits would be beyond the largest number.
                "x": [1.7976931348623157e308, 1.23e-05],
                "ulp": [0.123, 2],
                "worst": ["-0.001953125", "inf"],
                "subnormal": ["5e-324", 0.25],
            }
        },
    }


def test_the_drawing_library_comes_only_where_there_are_pictures(
    tmp_path: Path, make_run: Callable[..., Run], make_record: Callable[..., Record]
) -> None:
    curve = {"input": "z", "fixed": {}, "x": [0.0], "value": [0.0], "gradient": []}
    for known, there in ((None, False), (curve, True)):
        info = FormulaInfo("huber", "losses", "", "", (), {}, {}, curve=known)
        page = write_html(make_run(make_record()), [info], tmp_path).read_text(encoding="utf-8")
        assert ('id="chart-library"' in page) is there


def test_expected_deviations_are_listed_apart(
    tmp_path: Path, make_run: Callable[..., Run], make_record: Callable[..., Record]
) -> None:
    known = make_record(verdict="fails", expected="because of <issue> 7")
    fresh = make_record(verdict="inaccurate", formula="hinge")
    page = write_html(make_run(known, fresh), [], tmp_path).read_text(encoding="utf-8")
    new, expected = page[: page.index('id="expected"')], page[page.index('id="expected"') :]
    assert "hinge" in new
    assert "huber" not in new
    assert "because of &lt;issue&gt; 7" in expected


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
