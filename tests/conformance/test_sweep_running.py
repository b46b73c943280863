"""Sweeps as the command runs them: in processes, killed and resumed, refused, printed."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from nnconform.adapters import Target
from nnconform.conformance.cli import main
from nnconform.conformance.sweeping import asking
from nnconform.conformance.sweeping.questions import Question, settings
from nnconform.conformance.sweeping.workers import ENVIRONMENT, Workers
from nnconform.reports.record import ReportError
from nnconform.reports.sweep_record import sweep_from_json, sweep_id, sweep_to_json
from nnconform.reports.sweep_tables import markdown_table
from nnconform.spec import load

from ._sweeps import sweep

pytest.importorskip("numba")
QUICK = ("sweep", "numpy", "--only", "tanh", "--dtype", "float16", "--jobs", "1")
ENVIRON = Path("/proc/self/environ")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def but_for_time(line: str) -> Mapping[str, Any]:
    return {k: v for k, v in json.loads(line).items() if k not in {"seconds", "cpu_seconds"}}


def test_a_killed_sweep_goes_on_and_gives_the_same_record(tmp_path: Path) -> None:
    arguments = [sys.executable, "-m", "nnconform.conformance", "sweep", "numpy", "--only", "tanh",
                 "--points", str(2**22), "--jobs", "1", "--json", "--out"]  # fmt: skip
    whole = subprocess.run([*arguments, str(tmp_path / "whole")], capture_output=True, check=True)
    cut = tmp_path / "cut"
    with subprocess.Popen([*arguments, str(cut)], stdout=subprocess.PIPE) as process:
        while len(list(cut.glob("pieces/*/*.json"))) < 2:
            assert process.poll() is None, "it ended before it could be killed"
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    kept = {path: path.stat().st_mtime_ns for path in cut.glob("pieces/*/*.json")}
    assert kept
    assert not (cut / "sweeps.jsonl").exists()
    resumed = subprocess.run([*arguments, str(cut)], capture_output=True, check=True)
    assert but_for_time(resumed.stdout.decode()) == but_for_time(whole.stdout.decode())
    assert (cut / "sweeps.jsonl").read_text() == resumed.stdout.decode()
    assert not list(cut.glob("pieces/*/*"))


def test_kept_pieces_are_read_and_not_computed_again(tmp_path: Path) -> None:
    from nnconform.conformance.sweeping.running import _keep, _kept, _plain

    piece = {"points": 3, "worst": [None, {"got": float("-inf")}], "ends": [[0.1, float("nan")]]}
    _keep(tmp_path, 7, _plain([piece]))
    back = _kept(tmp_path, 7)
    assert back is not None
    assert repr(back) == repr([piece])
    assert _kept(tmp_path, 8) is None
    (tmp_path / "7.json").write_text("[{")
    assert _kept(tmp_path, 7) is None


def test_a_finished_sweep_is_not_done_again(tmp_path: Path) -> None:
    first = run(*QUICK, "--json", "--out", str(tmp_path))
    again = run(*QUICK, "--json", "--out", str(tmp_path))
    assert first.exit_code == again.exit_code == 0
    assert first.stdout == again.stdout
    assert len((tmp_path / "sweeps.jsonl").read_text().splitlines()) == 1


def test_json_prints_the_records_and_nothing_else() -> None:
    found = run(*QUICK, "--gradient", "--json")
    quantities = [sweep_from_json(line).quantity for line in found.stdout.splitlines()]
    assert quantities == ["value", "gradient"]


def test_the_table_names_the_sweep_and_where_the_record_is(tmp_path: Path) -> None:
    found = run(*QUICK, "--out", str(tmp_path))
    assert "activations/tanh::value[numpy-eager-cpu-float16-builtin]" in found.stdout
    assert f"Records: {tmp_path / 'sweeps.jsonl'}" in found.stdout


def test_markdown_sets_formulas_against_adapters() -> None:
    lines = run(*QUICK, "--gradient", "--markdown").stdout.splitlines()
    assert lines[0] == f"| formula |  | numpy {np.__version__} float16 |"
    assert [line.split("|")[1:3] for line in lines[2:]] == [
        [" tanh ", " value "],
        [" tanh ", " gradient "],
    ]


def test_markdown_escapes_what_records_say() -> None:
    found = replace(sweep("relu", lambda z: z, "float16"), adapter="a|<b>\x1b[31m")
    assert "a\\|&lt;b>" in markdown_table([found])
    assert "\x1b" not in markdown_table([found])


SUBMISSION = """
import numpy as np
def tanh(z):
    return np.tanh(z.astype(np.float64)).astype(z.dtype)
def sigmoid(z):
    return (1 / (1 + np.exp(-z))).sum()
def softplus(z):
    raise ValueError("not <today>")
"""


def test_a_file_is_swept_where_it_defines_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text(SUBMISSION)
    found = run(
        "sweep", str(path), "--only", "tanh,elu", "--dtype", "float16", "--jobs", "1", "--json"
    )
    records = [sweep_from_json(line) for line in found.stdout.splitlines()]
    assert [r.id for r in records] == ["activations/tanh::value[mine-eager-cpu-float16-submission]"]
    assert records[0].not_correctly_rounded == 0


def test_what_fails_is_said_and_the_rest_is_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text(SUBMISSION)
    only = "sigmoid,softplus,tanh"
    found = run("sweep", str(path), "--only", only, "--dtype", "float16", "--jobs", "1", "--json")
    assert found.exit_code == 1
    assert len(found.stdout.splitlines()) == 1
    assert "sigmoid returned shape () for inputs of shape (1024,)" in found.stderr
    assert "softplus value: Raised: ValueError: not <today> (line 8)" in found.stderr
    assert "Traceback" not in found.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["numpy", "--only", "softmax"], "softmax joins its elements: only elementwise formulas"),
        (["numpy", "--only", "mse"], "mse returns the mean"),
        (["numpy", "--only", "elu", "--parameter", "beta=1"], "no formula here has a parameter"),
        (["numpy", "--only", "elu", "--parameter", "alpha=-1"], "alpha must be positive, got -1"),
        (["numpy", "--only", "elu", "--parameter", "alpha"], "is not of the form alpha=0.5"),
        (["numpy", "--only", "elu", "--dtype", "bfloat16"], "numpy has no dtype 'bfloat16'"),
        (["nowhere.py"], "nowhere.py: no such file"),
        (["numpy", "--only", "elo"], "unknown formula 'elo'; did you mean elu"),
    ],
)  # fmt: skip
def test_what_cannot_be_swept_is_said_in_one_line(arguments: list[str], said: str) -> None:
    found = run("sweep", *arguments, "--json")
    assert found.exit_code == 2
    assert said in found.stderr
    assert found.stdout == ""


def test_without_numba_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "find_spec", lambda name: None)
    found = run("sweep", "numpy")
    assert found.exit_code == 2
    assert found.stderr == "nnconform: numba is not installed: pip install 'nnconform[sweep]'\n"


def test_a_parameter_is_swept_at_its_default_and_at_values_of_its_domain() -> None:
    assert settings(load("elu"), {}) == [{"alpha": 1.0}, {"alpha": 0.25}, {"alpha": 4.0}]
    assert settings(load("prelu"), {})[0] == {"alpha": 0.25}
    assert settings(load("elu"), {"alpha": [0.5]}) == [{"alpha": 0.5}]
    assert settings(load("tanh"), {"alpha": [0.5]}) == [{}]


def test_the_id_names_the_parameters_that_are_not_the_default() -> None:
    names = ("group", "formula", "quantity", "adapter", "mode", "device", "dtype", "provenance")
    target: dict[str, Any] = {name: name[0] for name in names}
    assert sweep_id(**target, parameters={}) == "g/f::q[a-m-d-d-p]"
    assert sweep_id(**target, parameters={"alpha": 0.5}) == "g/f::q[a-m-d-d-p,alpha=0.5]"


def test_a_record_survives_its_line_of_json() -> None:
    found = sweep("identity", lambda z: z * np.float16(2), "float16")
    assert sweep_from_json(sweep_to_json(found)) == replace(found, collapses=found.collapses)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"nan": None}, '"nan" must be int, got None'),
        ({"max_ulp": "large"}, "\"max_ulp\" must be int or float or null, got 'large'"),
        ({"quantity": "slope"}, "\"quantity\" must be value or gradient, got 'slope'"),
        ({"colour": "red"}, 'a sweep has no key "colour"'),
    ],
)
def test_a_line_that_is_no_sweep_is_refused(change: dict[str, Any], said: str) -> None:
    line = sweep_to_json(sweep("identity", lambda z: z, "float16"))
    with pytest.raises(ReportError, match=said):
        sweep_from_json(json.dumps({**json.loads(line), **change}))


def test_two_variables_are_swept_over_pairs_of_stratified_values() -> None:
    only = ("--only", "squared_error,cross_entropy_single", "--gradient")
    found = run("sweep", "numpy", *only, "--points", str(2**16), "--json", "--jobs", "1")
    records = [sweep_from_json(line) for line in found.stdout.splitlines()]
    assert {(r.formula, r.quantity) for r in records} == {
        (f, q) for f in ("squared_error", "cross_entropy_single") for q in ("value", "gradient")
    }
    for each in records:
        assert each.space["points"] >= 2**16  # type: ignore[operator]
        assert set(each.worst_input) == set(load(each.formula).inputs)  # type: ignore[arg-type]
        assert each.max_ulp is not None
        assert each.max_ulp <= 0.5  # the reference is rounded once


@pytest.mark.gpu
def test_a_device_is_swept_like_a_processor() -> None:
    torch = pytest.importorskip("torch")
    if not torch.cuda.is_available():
        pytest.skip("no CUDA device here")
    found = run(
        "sweep", "torch", "--only", "tanh", "--dtype", "float16", "--device", "cuda", "--json"
    )
    assert sweep_from_json(found.stdout).device == "cuda"


def test_a_device_gets_larger_chunks() -> None:
    from nnconform.conformance.formats import FORMATS
    from nnconform.conformance.sweeping.questions import _space
    from nnconform.conformance.sweeping.spaces import CHUNK, DEVICE_CHUNK, Line
    from nnconform.conformance.sweeping.truth import truth

    due = truth(load("tanh"), "value", FORMATS["float32"], {})
    asked = [Question("tanh", "torch", Target("builtin", device, "float32", "eager"), "value", ())
             for device in ("cpu", "cuda")]  # fmt: skip
    spaces = [_space(each, due) for each in asked]
    assert [each.chunk for each in spaces if isinstance(each, Line)] == [CHUNK, DEVICE_CHUNK]
    assert CHUNK * 8 < DEVICE_CHUNK


@pytest.mark.skipif(not ENVIRON.exists(), reason="no /proc here")
def test_a_process_starts_in_its_own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    before = dict(os.environ)
    with Workers(1) as workers:
        found = workers.submit(ENVIRON.read_bytes).result()
    started = set(found.decode().split("\0"))
    assert {f"{name}={value}" for name, value in ENVIRONMENT.items()} <= started
    assert dict(os.environ) == before
