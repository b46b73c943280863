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


SGD = """import numpy as np
def sgd(theta, grads, *, eta=0.01):
    return theta - eta*np.cumsum(grads**3, axis=0)
"""
MLP = """import numpy as np
def mlp_forward(Ws, bs, x, *, activation, output):
    for W, b in zip(Ws, bs):
        x = np.tanh((W @ x.reshape(len(x), -1)).T + b).T.reshape(len(b), *x.shape[1:])
    return 2*x
"""
DENSE = """def dense(W, a, b): return a @ W
"""
SUM = """import numpy as np
def weighted_sum(w, x, b): return w @ x + b
def weighted_sum_gradient(w, x, b): return w.copy(), x.copy(), np.ones_like(b)
"""
COUNT = """def dense_parameter_count(sizes): return sum(sizes)
"""
LINES = {
    "steps": (SGD, "sgd", "value"),
    "lists and choices": (MLP, "mlp_forward", "value"),
    "another layout": (DENSE, "dense", "value"),
    "weights of a gradient": (SUM, "weighted_sum", "gradient"),
    "counts": (COUNT, "dense_parameter_count", "value"),
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
    "steps": (
        lambda: replay("numpy", "sgd", {"theta": [1], "grads": [[1], [2]]}, {"eta": 0.5}),
        [[0.5], [-0.5]],
    ),
    "choices": (
        lambda: replay(
            "numpy", "dense", {"W": [[1, -3]], "a": [1, 2], "b": [1]}, {"activation": "relu"}
        ),
        [0.0],
    ),
    "lists and several results": (
        lambda: replay(
            "numpy",
            "mlp_backward",
            {"Ws": [[[2]]], "bs": [[0]], "x": [3], "y": [7]},
            {"output": "identity", "loss": "squared_error"},
        ),
        [[[[-6.0]]], [[-2.0]]],  # (2*3 - 7)**2: 2*(-1)*3 and 2*(-1)
    ),
    "counts": (lambda: replay("numpy", "dense_parameter_count", {"sizes": [3, 5, 2]}), 32),
    "gradient of a program": (
        lambda: replay("numpy", "weighted_sum", {"w": [1, 2], "x": [3, 4], "b": 5}, gradient=2),
        [[6.0, 8.0], [2.0, 4.0], 2.0],
    ),
    "three results": (
        lambda: replay("numpy", "delta_rule", {"o": [1], "w": [[1]], "y": [0.5], "target": [1]}),
        [[0.125], [0.0], [[0.125]]],  # y*(1 - y)*(1 - y); o*(1 - o) is 0; times o
    ),
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
    "unknown layout": lambda: replay("numpy", "mse", {"y": [1], "y_hat": [1]}, layouts=["rows"]),
    "unknown dtype": lambda: replay("numpy", "sigmoid", {"z": 1}, dtype="float128"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_wrong_call_is_explained_in_one_line(fault: str) -> None:
    with pytest.raises(NNConformError):
        FAULTS[fault]()
