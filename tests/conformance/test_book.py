"""The formula book: a page for every formula, and nothing of a spec file taken for markup."""

from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from nnconform.conformance.book import write
from nnconform.conformance.book.markdown import cell, code, fence, words
from nnconform.conformance.book.pictures import caption, picture
from nnconform.conformance.claims import check_claim
from nnconform.spec import ids, load, load_claim

HOSTILE = "</div><script>alert(1)</script> *a* _b_ [c](d) `e` ``f`` | g | {{ h }} $$i$$ \\ &amp;"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("book")
    write(folder, [check_claim(load_claim("huber_lies_between"))])
    return folder


def text_of(book: Path, identifier: str) -> str:
    path = book / load(identifier).group / f"{identifier}.md"
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("identifier", ids())
def test_every_formula_has_a_page_with_its_formula_typeset(book: Path, identifier: str) -> None:
    page = text_of(book, identifier)
    assert '<div class="formula"><math' in page
    assert load(identifier).rule.kernel.text in page


@pytest.mark.parametrize("identifier", ids())
def test_a_page_names_every_variant_property_and_layout(book: Path, identifier: str) -> None:
    page, file = text_of(book, identifier), load(identifier).file
    assert [name for name in (*file.variants, *file.layouts) if f"`{name}`\n:" not in page] == []
    assert [name for name in file.properties if name.replace("_", " ") not in page] == []
    hints = [each.hint or each.note for each in file.variants.values()]
    assert [hint for hint in hints if words(hint) not in page] == []


@pytest.mark.parametrize("identifier", ids())
def test_a_page_holds_its_spec_file_as_it_is(book: Path, identifier: str) -> None:
    spec = Path(__file__).parents[2] / load(identifier).where
    assert spec.read_text(encoding="utf-8") in text_of(book, identifier)


def test_no_page_has_a_placeholder_or_unset_mathematics(book: Path) -> None:
    pages = {path.name: path.read_text(encoding="utf-8") for path in book.rglob("*.md")}
    assert [name for name, text in pages.items() if "{{" in text or "{%" in text] == []
    assert [name for name, text in pages.items() if "$$" in text] == []


def test_the_index_links_to_every_formula(book: Path) -> None:
    index = (book / "index.md").read_text(encoding="utf-8")
    assert [i for i in ids() if f"]({load(i).group}/{i}.md)" not in index] == []


def test_a_claim_stands_with_its_outcome_on_the_page_of_its_formula(book: Path) -> None:
    assert "Huber lies between MSE and MAE](../claims.md#huber-lies-between): holds under" in (
        text_of(book, "huber")
    )
    assert "## Claims" not in text_of(book, "elu")


def test_an_erratum_is_named_with_the_right_number(book: Path) -> None:
    assert "| 0.11 | 0.0985658904093 | **erratum**, right: 0.10" in text_of(book, "softmax")


def test_pages_of_no_formula_are_removed_and_right_ones_left_alone(book: Path) -> None:
    stale, kept = book / "losses" / "gone.md", book / "losses" / "huber.md"
    stale.write_text("old")
    before = kept.stat().st_mtime_ns
    write(book, [check_claim(load_claim("huber_lies_between"))])
    assert not stale.exists()
    assert kept.stat().st_mtime_ns == before


def test_words_are_shown_as_they_were_written() -> None:
    shown = MarkdownIt().render(words(HOSTILE))
    assert shown == f"<p>{escaped(HOSTILE)}</p>\n"


def test_code_is_shown_as_it_was_written_in_a_sentence_and_in_a_table() -> None:
    due = f"<code>{escaped(HOSTILE)}</code>"
    assert due in MarkdownIt().render(f"see {code(HOSTILE)}.")
    table = f"| a | b |\n| --- | --- |\n| {cell(code(HOSTILE))} | last |\n"
    shown = MarkdownIt("commonmark").enable("table").render(table)
    assert f"<td>{due}</td>\n<td>last</td>" in shown


def escaped(text: str) -> str:
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(sign, entity)
    return text


@pytest.mark.parametrize(("text", "due"), [("a", 3), ("```\n", 4), ("a ````` b", 6)])
def test_a_fence_is_longer_than_any_inside(text: str, due: int) -> None:
    assert fence(text) == "`" * due


@pytest.mark.parametrize(
    ("identifier", "name"),
    [("elu", "z"), ("huber", "y_hat"), ("contrastive", "d"), ("softmax", None), ("adam", None)],
)
def test_only_formulas_of_single_elements_have_a_picture(identifier: str, name: str | None) -> None:
    assert bool(picture(identifier)) == (name is not None)
    assert caption(identifier).startswith(f"{identifier} over {name}" if name else "")
    assert bool(caption(identifier)) == (name is not None)


def test_a_caption_says_where_everything_else_stands() -> None:
    assert caption("huber") == "huber over y_hat, with y = 0.5, delta = 1"


def test_a_slope_breaks_off_where_its_one_sided_values_differ() -> None:
    """A line of relu's slope has two parts, one of elu's (alpha = 1) goes through."""
    assert [lines(picture(name)) for name in ("elu", "relu")] == [[1, 1], [1, 2]]


def lines(svg: str) -> list[int]:
    """How many parts each drawn line has."""
    paths = [part.split('"', 1)[0] for part in svg.split('aria-roledescription="line mark" d="')]
    return [path.count("M") for path in paths[1:]]
