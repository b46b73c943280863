"""The line under a counterexample runs, and shows what was due and what came."""

import math
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nnconform.conformance.replaying import replay
from nnconform.conformance.runner import Request, run
from nnconform.reports.record import Record
from nnconform.spec import NNConformError

HUBER = """import numpy as np
def huber(y, y_hat, *, delta):
    r = np.abs(y - y_hat)
    return np.mean(np.where(r <= delta, r**2, delta*r - delta**2/2))
"""
SIGMOID = (
    "import numpy as np\ndef sigmoid(z): return np.where(z == np.inf, 0.0, 1/(1 + np.exp(-z)))\n"
)
SLOPE = SIGMOID + "def sigmoid_derivative(z): return 2*sigmoid(z)*sigmoid(-z)\n"
SOFTMAX = """import numpy as np
def softmax(z): return np.exp(z)/np.exp(z).sum(axis=0, keepdims=True)
"""


def records(path: Path, source: str, formula: str, check: str) -> list[Record]:
    path.write_text(source)
    request = Request((str(path),), (formula,), checks=(check,), examples=2)
    return [record for found in run(request, 1) for record in found]


def shown(path: Path, source: str, formula: str, check: str) -> Any:
    return records(path, source, formula, check)[0].counterexample


def again(line: str) -> Any:
    """What the line calls, called here: Python's own parser splits it as a shell would."""
    words = shlex.split(line)
    assert words[:2] == ["python", "-c"]
    call = (
        words[2].removeprefix("from nnconform.conformance import replay; print(").removesuffix(")")
    )
    return eval(call, {"replay": replay})


LINES = {
    "value": (HUBER, "huber", "value"),
    "softmax": (SOFTMAX, "softmax", "value"),
    "limits": (SIGMOID, "sigmoid", "limits"),
    "gradient": (SLOPE, "sigmoid", "gradient"),
}


@pytest.mark.parametrize("case", LINES)
def test_the_line_shows_what_the_counterexample_shows(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    example = shown(tmp_path / "answer.py", *LINES[case])
    monkeypatch.chdir("/")
    found = again(example["reproduce"])
    assert flat(found.got) == flat(example["got"])
    assert flat(found.expected) == flat(example["expected"])


def flat(value: Any) -> list[float]:
    return [x for item in value for x in flat(item)] if isinstance(value, list) else [value]


def test_the_line_runs_in_a_shell(tmp_path: Path) -> None:
    line = shown(tmp_path / "answer.py", *LINES["value"])["reproduce"]
    line = line.replace("python", sys.executable, 1)
    done = subprocess.run(
        line, shell=True, capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.stderr == ""
    assert done.stdout.startswith("Replayed(expected=")


REPLAYS: dict[str, tuple[Callable[[], Any], Any]] = {
    "parameters": (
        lambda: replay("numpy", "huber", {"y": [0], "y_hat": [2]}, {"delta": 0.5}),
        0.875,
    ),
    "defaults": (lambda: replay("numpy", "huber", {"y": [0.0], "y_hat": [2.0]}), 1.5),
    "scalars become rows": (lambda: replay("numpy", "mse", {"y": 1, "y_hat": 3}), 4.0),
    "rows": (
        lambda: replay("numpy", "categorical_cross_entropy", {"y": [1, 0], "y_hat": [0.5, 0.5]}),
        math.log(2),
    ),
    "labels": (
        lambda: replay("numpy", "sparse_categorical_cross_entropy", {"y": 1, "y_hat": [0.5, 0.5]}),
        math.log(2),
    ),
    "float32": (
        lambda: replay("numpy", "identity", {"z": 0.1}, dtype="float32"),
        [0.10000000149011612],
    ),
    "gradient": (lambda: replay("numpy", "mse", {"y": 1, "y_hat": 3}, gradient=True), [[4.0]]),
}


@pytest.mark.parametrize("case", REPLAYS)
def test_a_call_is_put_again_beside_the_exact_answer(case: str) -> None:
    call, due = REPLAYS[case]
    assert call().expected == due
    assert call().got == due


def test_infinities_are_typed_as_text() -> None:
    assert replay("numpy", "sigmoid", {"z": "inf"}).got == [1.0]
    assert math.isnan(replay("numpy", "sigmoid", {"z": "nan"}).got[0])


FAULTS: dict[str, Callable[[], Any]] = {
    "unknown adapter": lambda: replay("nothing", "huber", {}),
    "unknown formula": lambda: replay("numpy", "hubert", {}),
    "missing input": lambda: replay("numpy", "huber", {"y": [1]}),
    "unknown input": lambda: replay("numpy", "mse", {"y": [1], "y_hat": [1], "x": [1]}),
    "unknown parameter": lambda: replay("numpy", "huber", {"y": [1], "y_hat": [1]}, {"gamma": 1}),
    "unknown dtype": lambda: replay("numpy", "sigmoid", {"z": 1}, dtype="float128"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_wrong_call_is_explained_in_one_line(fault: str) -> None:
    with pytest.raises(NNConformError):
        FAULTS[fault]()
