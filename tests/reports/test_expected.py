"""Expected deviations: what an entry covers, when it has gone, and what a bad file is told."""

import json
from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase
from importlib.resources import files
from pathlib import Path

import pytest

from nnconform.reports import Store, read
from nnconform.reports.expected import Expectations, read_expected, schema
from nnconform.reports.expected_draft import write_draft
from nnconform.reports.record import Record, ReportError
from nnconform.reports.store import Header
from nnconform.spec import UnknownFormulaError

KNOWN = ("huber", "softmax", "softmax_jacobian", "relu")
ENTRY = {
    "id": '"huber"',
    "adapter": '"torch"',
    "dtype": '"float32"',
    "reason": '"upstream"',
}

MakeRecord = Callable[..., Record]


def select(names: Sequence[str]) -> Sequence[str]:
    """Stands for the selection of formulas by name or pattern."""
    found = [known for known in KNOWN if any(fnmatchcase(known, name) for name in names)]
    if not found:
        raise UnknownFormulaError(f"unknown formula {names[0]!r}")
    return found


def text(**changes: str) -> str:
    values = {key: value for key, value in (ENTRY | changes).items() if value}
    return "[[expected]]\n" + "".join(f"{key} = {value}\n" for key, value in values.items())


@pytest.fixture
def expected(tmp_path: Path) -> Callable[..., Expectations]:
    """Return a function that reads a file of one entry; keywords replace its keys."""

    def make(**changes: str) -> Expectations:
        path = tmp_path / "known.toml"
        path.write_text(text(**changes))
        return read_expected(path, select)

    return make


COVERED: dict[str, tuple[dict[str, str], dict[str, object]]] = {
    "as it stands": ({}, {}),
    "one dtype of a list": ({"dtype": '["float16", "float32"]'}, {}),
    "any dtype": ({"dtype": ""}, {"dtype": "bfloat16"}),
    "a pattern": ({"id": '"softmax*"'}, {"formula": "softmax_jacobian"}),
    "a check": ({"check": '"value"'}, {}),
    "any mistake": ({}, {"variant": "missing_half"}),
    "the mistake": ({"variant": '"missing_half"'}, {"variant": "missing_half"}),
    "whatever its constant": ({"variant": '"clipped"'}, {"variant": "clipped (c = 1e-07)"}),
    "inaccurate": ({"verdict": '"inaccurate"'}, {"verdict": "inaccurate"}),
    "error": ({"verdict": '"error"'}, {"verdict": "error"}),
    "a place": ({"device": '"cpu"', "mode": '"eager"', "provenance": '"builtin"'}, {}),
}


@pytest.mark.parametrize("case", COVERED)
def test_an_entry_covers(
    case: str, expected: Callable[..., Expectations], make_record: MakeRecord
) -> None:
    entry, record = COVERED[case]
    marked = expected(**entry).mark(make_record(**({"verdict": "fails"} | record)))
    assert marked.expected == "upstream"


HIDDEN: dict[str, tuple[dict[str, str], dict[str, object]]] = {
    "another formula": ({}, {"formula": "relu"}),
    "another adapter": ({}, {"adapter": "jax"}),
    "another dtype": ({}, {"dtype": "float64"}),
    "another check": ({"check": '["gradient", "limits"]'}, {}),
    "another device": ({"device": '"cpu"'}, {"device": "cuda"}),
    "another mode": ({"mode": '"eager"'}, {"mode": "compiled"}),
    "another provenance": ({"provenance": '"builtin"'}, {"provenance": "as_written"}),
    "a failure where it was inaccurate": ({"verdict": '"inaccurate"'}, {}),
    "an error where it failed": ({}, {"verdict": "error"}),
    "inaccuracy where it failed": ({}, {"verdict": "inaccurate"}),
    "another mistake": ({"variant": '"missing_half"'}, {"variant": "delta_squared"}),
    "no mistake that has a name": ({"variant": '"missing_half"'}, {}),
    "two mistakes": ({"variant": '"missing_half"'}, {"variant": "missing_half+clipped"}),
    "what conforms": ({}, {"verdict": "conforms"}),
}


@pytest.mark.parametrize("case", HIDDEN)
def test_an_entry_does_not_hide(
    case: str, expected: Callable[..., Expectations], make_record: MakeRecord
) -> None:
    entry, record = HIDDEN[case]
    marked = expected(**entry).mark(make_record(**({"verdict": "fails"} | record)))
    assert marked.expected == ""


def test_a_mark_carries_reason_and_link(
    expected: Callable[..., Expectations], make_record: MakeRecord
) -> None:
    found = expected(link='"https://example.org/1"').mark(make_record(verdict="fails"))
    assert found.expected == "upstream (https://example.org/1)"


GONE: dict[str, tuple[dict[str, str], list[dict[str, object]], str]] = {
    "it conforms": ({}, [{}], "everything conforms now"),
    "it is inaccurate now": ({}, [{"verdict": "inaccurate"}], "inaccurate is found now"),
    "another mistake came": (
        {"variant": '"missing_half"'},
        [{"verdict": "fails", "variant": "clipped"}],
        "fails is found now",
    ),
    "all formulas of a pattern": (
        {"id": '"softmax*"'},
        [{"formula": "softmax"}, {"formula": "softmax_jacobian"}],
        "everything conforms now",
    ),
    "those of a pattern that are offered": (
        {"id": '"softmax*"'},
        [{"formula": "softmax"}, {"formula": "softmax_jacobian", "verdict": "unsupported"}],
        "everything conforms now",
    ),
}


@pytest.mark.parametrize("case", GONE)
def test_an_entry_has_become_unnecessary(
    case: str, expected: Callable[..., Expectations], make_record: MakeRecord
) -> None:
    entry, records, said = GONE[case]
    (line,) = expected(**entry).unnecessary([make_record(**each) for each in records])
    assert "known.toml: entry 1 (" in line
    assert line.endswith(f"is no longer needed: {said}; remove it")


KEPT: dict[str, tuple[dict[str, str], list[dict[str, object]], tuple[str, ...]]] = {
    "it still deviates": ({}, [{"verdict": "fails"}], ()),
    "in one check of two": ({}, [{"verdict": "fails"}, {"check": "gradient"}], ()),
    "the adapter was not run": ({}, [{"adapter": "jax"}], ()),
    "the dtype was not run": ({}, [{"dtype": "float64"}], ()),
    "one dtype of two was not run": ({"dtype": '["float32", "float64"]'}, [{}], ()),
    "one formula of two was not run": ({"id": '"softmax*"'}, [{"formula": "softmax"}], ()),
    "its check was not run": ({"check": '"gradient"'}, [{}], ("value",)),
    "not all checks were run": ({}, [{}], ("value",)),
    "one dtype of two is not offered": (
        {"dtype": '["float32", "bfloat16"]'},
        [{}, {"dtype": "bfloat16", "verdict": "unsupported"}],
        (),
    ),
    "nothing applied": ({}, [{"verdict": "unsupported"}], ()),
    "nothing was run": ({}, [], ()),
}


@pytest.mark.parametrize("case", KEPT)
def test_an_entry_is_left_alone(
    case: str, expected: Callable[..., Expectations], make_record: MakeRecord
) -> None:
    entry, records, checks = KEPT[case]
    assert expected(**entry).unnecessary([make_record(**each) for each in records], checks) == []


FAULTS: dict[str, tuple[str, str]] = {
    "unknown key": (text(dtypes='"float32"'), "entry 1 (huber torch): unknown key 'dtypes'; expe"),
    "no reason": (text(reason=""), "entry 1 (huber torch) lacks 'reason'; add it"),
    "an empty reason": (text(reason='" "'), "reason: say why this deviation is accepted"),
    "a reason to be written": (text(reason='"TODO: why"'), "reason: say why this deviation is acc"),
    "no adapter": (text(adapter=""), "entry 1 (huber) lacks 'adapter'; add it"),
    "unknown verdict": (text(verdict='"conforms"'), "verdict: must be 'fails', 'error' or 'inac"),
    "unknown dtype": (text(dtype='"float8"'), "entry 1 (huber torch), dtype: must be 'float16'"),
    "unknown formula": (text(id='"hubr"'), "entry 1, id: unknown formula 'hubr'"),
    "a link that is none": (text(link='"javascript:alert(1)"'), "link: string should match"),
    "another table": ("[[known]]\n", "unknown key 'known'; entries are tables [[expected]]"),
    "one table": ("[expected]\n", "write [[expected]] above each entry"),
    "no table": ('expected = ["huber"]\n', "write [[expected]] above each entry"),
    "no TOML": ("[[expected\n", "not valid TOML"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_bad_file_is_told_where_and_what_to_do(fault: str, tmp_path: Path) -> None:
    content, message = FAULTS[fault]
    path = tmp_path / "known.toml"
    path.write_text(content)
    with pytest.raises(ReportError) as error:
        read_expected(path, select)
    assert str(error.value).startswith(str(path))
    assert message in str(error.value)


def test_a_file_that_is_missing_or_no_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match=r"cannot read .*none\.toml: No such file"):
        read_expected(tmp_path / "none.toml", select)
    (tmp_path / "latin.toml").write_bytes(b"# \xff")
    with pytest.raises(ReportError, match=r"latin\.toml: not UTF-8 text"):
        read_expected(tmp_path / "latin.toml", select)


def test_a_file_without_entries_expects_nothing(tmp_path: Path) -> None:
    path = tmp_path / "known.toml"
    path.touch()
    assert read_expected(path, select).entries == ()


def test_the_shipped_schema_is_the_one_that_the_model_makes() -> None:
    shipped = files("nnconform.reports").joinpath("expected.schema.json")
    assert json.loads(shipped.read_text(encoding="utf-8")) == json.loads(schema())


def test_a_draft_covers_what_it_was_made_from_and_nothing_else(
    tmp_path: Path, make_record: MakeRecord
) -> None:
    bad = [
        make_record(verdict="fails", variant="clipped (c = 1e-07)", dtype="float16"),
        make_record(verdict="fails", variant="clipped (c = 1e-06)"),
        make_record(verdict="fails", dtype="float16", check="gradient"),
        make_record(verdict="error", check="limits"),
    ]
    mild = [make_record(verdict="inaccurate", check="accuracy"), make_record(check="stability")]
    path = tmp_path / "known.toml"
    assert write_draft(path, Expectations(), [*bad, *mild], (), ("fails", "error")) == 3
    found = read_expected(path, select, drafts=True)
    assert all(found.mark(record).expected.startswith("TODO") for record in bad)
    others = [
        *mild,
        make_record(verdict="fails", check="gradient"),
        make_record(verdict="fails", variant="clipped", mode="compiled"),
        make_record(verdict="fails", variant="missing_half"),
    ]
    assert [found.mark(record).expected for record in others] == [""] * len(others)


def test_a_draft_is_refused_until_its_reasons_are_written(
    tmp_path: Path, make_record: MakeRecord
) -> None:
    path = tmp_path / "known.toml"
    write_draft(path, Expectations(), [make_record(verdict="fails")], (), ("fails",))
    with pytest.raises(ReportError, match=r"entry 1 \(huber torch\), reason: say why"):
        read_expected(path, select)
    path.write_text(path.read_text().replace("TODO: say why this is accepted", "upstream"))
    assert len(read_expected(path, select).entries) == 1


def test_a_new_draft_keeps_what_applies_and_drops_what_has_gone(
    tmp_path: Path, make_record: MakeRecord
) -> None:
    path = tmp_path / "known.toml"
    kept = text(reason='"as agreed"', link='"https://example.org/7"')
    other = text(adapter='"jax"', reason='"not run here"')
    mended = text(id='"relu"', reason='"mended"')
    path.write_text(f"# ours\n{kept}# why\n\n{mended}\n{other}")
    records = [
        make_record(verdict="fails"),
        make_record(formula="relu"),
        make_record(formula="softmax", verdict="fails"),
    ]
    found = read_expected(path, select)
    marked = [found.mark(record) for record in records]
    assert write_draft(path, found, marked, (), ("fails", "error")) == 1
    entries = read_expected(path, select, drafts=True).entries
    assert [(e.entry.id, e.entry.adapter) for e in entries] == [
        ("huber", "torch"),
        ("huber", "jax"),
        ("softmax", "torch"),
    ]
    assert entries[0].entry.link == "https://example.org/7"
    assert path.read_text().startswith("# ours\n")


def test_a_draft_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match=r"cannot write .*none/known\.toml: .*; choose another"):
        write_draft(tmp_path / "none" / "known.toml", Expectations(), [], (), ())


def test_marks_and_what_has_gone_survive_a_resumed_run(
    tmp_path: Path, header: Header, make_record: MakeRecord
) -> None:
    with Store(tmp_path, header) as store:
        store.add(make_record(verdict="fails", expected="upstream"))
    with Store(tmp_path, header, resume=True) as store:
        store.add(make_record(check="gradient"))
        store.unnecessary = ["entry 2 is no longer needed"]
    found = read(tmp_path)
    assert [record.expected for record in found.records] == ["upstream", ""]
    assert found.unnecessary == ("entry 2 is no longer needed",)
