"""The results file: written as it happens, read back whole, honest about crashes."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from nnconform.reports.environment import describe
from nnconform.reports.record import Record, ReportError
from nnconform.reports.store import Header, Store, read


@pytest.fixture
def written(tmp_path: Path, header: Header, every_verdict: list[Record]) -> Path:
    """Return the file of a finished run."""
    with Store(tmp_path, header) as store:
        for record in every_verdict:
            store.add(record)
    return tmp_path / "results.jsonl"


def test_a_finished_run_is_read_back(
    written: Path, header: Header, every_verdict: list[Record]
) -> None:
    run = read(written)
    assert (run.header, run.interrupted, run.dropped) == (header, False, "")
    assert repr(run.records) == repr(tuple(every_verdict))
    assert run.footer is not None
    assert run.footer.counts == dict.fromkeys(run.footer.counts, 1)


def test_the_folder_can_be_named_instead_of_the_file(written: Path) -> None:
    assert len(read(written.parent).records) == 6


def test_lines_are_header_results_footer(written: Path) -> None:
    kinds = [json.loads(line)["kind"] for line in written.read_text().splitlines()]
    assert kinds == ["header", *["result"] * 6, "footer"]


def test_each_result_is_on_disk_at_once(
    tmp_path: Path, header: Header, make_record: Callable[..., Record]
) -> None:
    with Store(tmp_path, header) as store:
        store.add(make_record())
        assert len(read(tmp_path).records) == 1


def test_an_exception_leaves_no_footer(
    tmp_path: Path, header: Header, make_record: Callable[..., Record]
) -> None:
    def stopped() -> None:
        with Store(tmp_path, header) as store:
            store.add(make_record())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert read(tmp_path).interrupted


@pytest.mark.parametrize("cut", [1, 5, 200])
def test_a_line_cut_by_a_crash_is_dropped_and_reported(written: Path, cut: int) -> None:
    lines = written.read_bytes().splitlines(keepends=True)[:-1]
    written.write_bytes(b"".join(lines)[: -1 - cut])
    run = read(written)
    assert len(run.records) == 5
    assert run.interrupted
    assert run.dropped == f"{written}:7: the last line is cut off and was left out"


def test_a_whole_last_line_without_its_end_is_kept(written: Path) -> None:
    written.write_bytes(written.read_bytes().rstrip(b"\n"))
    assert not read(written).interrupted


@pytest.mark.parametrize(
    ("line", "text", "message"),
    [
        (3, "{", ":3: not JSON"),
        (3, "[1]", ":3: a JSON object was expected, got list"),
        (2, '{"kind": "result"}', ':2: a result needs the key "id"'),
        (2, '{"kind": "other"}', ":2: \"kind\" must be header, result or footer, got 'other'"),
        (1, '{"kind": "header", "format": 99}', ":1: this version reads format 1, the file has 99"),
        (1, '{"kind": "header", "format": 1}', ':1: a header needs the key "nnconform"'),
        (8, '{"kind": "footer", "counts": 1, "seconds": 1, "finished": ""}', ':8: "counts" of'),
        (4, "\xff", ":4: not JSON"),
    ],
)
def test_a_malformed_line_is_named(written: Path, line: int, text: str, message: str) -> None:
    lines = written.read_text().splitlines()
    lines[line - 1] = text
    written.write_text("\n".join(lines) + "\n", encoding="latin-1")
    with pytest.raises(ReportError) as caught:
        read(written)
    assert str(caught.value).startswith(f"{written}{message}")


def test_lines_out_of_order_are_refused(written: Path) -> None:
    lines = written.read_text().splitlines()
    for wrong, message in (
        (lines[1:], ":1: the first line must be the header"),
        ([lines[0], *lines], ":2: a second header"),
        ([*lines, lines[1]], ":9: nothing may follow the footer"),
    ):
        written.write_text("\n".join(wrong) + "\n")
        with pytest.raises(ReportError, match=message):
            read(written)


def test_missing_and_empty_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match=r"cannot read .*results\.jsonl: No such file"):
        read(tmp_path / "results.jsonl")
    (tmp_path / "results.jsonl").touch()
    with pytest.raises(ReportError, match="empty"):
        read(tmp_path)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, header: Header) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(ReportError, match=r"cannot write .*; choose another folder"),
        Store(tmp_path / "file" / "out", header),
    ):
        pass


def test_a_resumed_run_keeps_what_was_there(
    written: Path, header: Header, make_record: Callable[..., Record]
) -> None:
    written.write_bytes(written.read_bytes()[:-300])
    with Store(written.parent, header, resume=True) as store:
        missing = make_record(formula="hinge")
        assert missing.id not in store.ids
        assert len(store.ids) == 5
        store.add(missing)
    run = read(written)
    assert len(run.ids) == 6
    assert run.footer is not None
    assert sum(run.footer.counts.values()) == 6
    assert [path.name for path in written.parent.iterdir()] == ["results.jsonl"]


def test_a_result_that_cannot_be_written_leaves_the_file_whole(
    tmp_path: Path, header: Header, make_record: Callable[..., Record]
) -> None:
    with Store(tmp_path, header) as store:
        with pytest.raises(ReportError, match="losses/huber::value"):
            store.add(make_record(worst_input={"z": {1, 2}}))
        store.add(make_record())
    assert len(read(tmp_path).records) == 1


def test_a_store_outside_its_block_is_refused(
    tmp_path: Path, header: Header, make_record: Callable[..., Record]
) -> None:
    with pytest.raises(ReportError, match="use the store in a with block"):
        Store(tmp_path, header).add(make_record())


def test_the_header_describes_this_machine() -> None:
    made = describe(seed=3, adapters={"numpy": "2.4"}, asked={"only": "relu"})
    assert made.python == ".".join(map(str, sys.version_info[:3]))
    assert "cores" in made.machine
    assert made.started.endswith("+00:00")


def test_importing_the_package_is_light() -> None:
    code = "import sys, nnconform.reports; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"rich", "jinja2", "latex2mathml", "numpy", "importlib.metadata"}
    assert not heavy & set(done.stdout.split())
