"""Programs as adapters: what is asked, what is understood, and how a program can go wrong."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import ml_dtypes
import numpy as np
import pytest
from pydantic import TypeAdapter

from nnconform.adapters import (
    AdapterError,
    Array,
    BadReturn,
    Died,
    Implementation,
    Missing,
    Raised,
    Target,
    TimedOut,
    Unsupported,
    resolve,
)
from nnconform.adapters.process import Answer, Hello, Program, load_process, written
from nnconform.spec import load

ROOT = Path(__file__).parents[2]
HELLO = {"name": "mine", "version": "1", "dtypes": ["float32", "float64"], "formulas": ["relu"],
         "gradients": ["relu"]}  # fmt: skip
NUMBERS = {"dtype": "float64", "shape": [2], "data": [1.5, "-inf"]}
Made = Callable[..., str]


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    """Return a function that names a program, which says hello and then does ``then``."""

    def make(then: str = "", hello: object = HELLO) -> str:
        script = tmp_path / "program.py"
        script.write_text(
            "import json, sys, time\n"
            f"sys.stdin.readline()\nprint({json.dumps(hello)!r}, flush=True)\n"
            f"for line in sys.stdin:\n    asked = json.loads(line)\n    {then or 'pass'}\n"
        )
        return f"process:{sys.executable} {script}"

    yield make
    load_process.cache_clear()


def answering(answer: object) -> str:
    return f"print({json.dumps(answer)!r}, flush=True)"


def relu(name: str, dtype: str = "float64") -> Implementation:
    return resolve(name).implementation(load("relu"), Target("builtin", "cpu", dtype, "eager"))


def closed(name: str) -> None:
    load_process(name).program.close()  # type: ignore[attr-defined]


def test_what_it_says_is_who_it_is(made: Made) -> None:
    name = made()
    adapter = resolve(name)
    assert (adapter.name, adapter.version, adapter.dtypes) == ("mine", "1", ("float32", "float64"))
    assert adapter is resolve(name)
    with pytest.raises(Missing, match=r"^mine does not offer elu$"):
        adapter.implementation(load("elu"), Target("builtin", "cpu", "float64", "eager"))
    closed(name)


def test_a_request_holds_the_call(made: Made, tmp_path: Path) -> None:
    name = made(
        f"open({str(tmp_path / 'asked')!r}, 'w').write(line); {answering({'result': NUMBERS})}"
    )
    relu(name).value([np.array([[-0.0], [np.nan]])], {"alpha": np.inf, "activation": "tanh"})
    assert json.loads((tmp_path / "asked").read_text()) == {
        "request": "value", "formula": "relu", "dtype": "float64",
        "inputs": [{"dtype": "float64", "shape": [2, 1], "data": [-0.0, "nan"]}],
        "parameters": {"alpha": "inf", "activation": "tanh"},
    }  # fmt: skip
    closed(name)


ARRAYS: list[Array] = [
    np.array([1 / 3, -0.0, 5e-324, np.inf, -np.inf, np.nan, 1.7976931348623157e308]),
    np.array([[1 / 3], [1e-45], [3.4028235e38]], np.float32),
    np.array([6e-8, 65504], np.float16),
    np.array([1 / 3, 3.3e38], ml_dtypes.bfloat16),
    np.array(3, np.int64),
    np.zeros((0, 3)),
]


@pytest.mark.parametrize("array", ARRAYS, ids=lambda array: f"{array.dtype}-{array.shape}")
def test_every_number_comes_back_to_the_last_bit(array: Array, made: Made) -> None:
    name = made("print(json.dumps({'result': asked['inputs'][0]}), flush=True)")
    got = relu(name).value([array], {})
    assert (got.dtype, got.shape) == (array.dtype, array.shape)
    assert np.array_equal(got.astype(float), array.astype(float), equal_nan=True)
    assert np.array_equal(np.signbit(got.astype(float)), np.signbit(array.astype(float)))
    closed(name)


def test_results_nest_and_lists_are_passed_as_lists(made: Made) -> None:
    name = made("print(json.dumps({'result': [asked['inputs'][0], NUMBERS]}), flush=True)"
                .replace("NUMBERS", repr(NUMBERS)))  # fmt: skip
    first, second = relu(name).value([[np.ones(1), np.zeros(2)]], {})
    assert [x.tolist() for x in first] == [[1.0], [0.0, 0.0]]
    assert second.tolist() == [1.5, -np.inf]
    closed(name)


def test_gradients_are_asked_with_wrt_and_cotangent(made: Made) -> None:
    name = made(
        "print(json.dumps({'result': [asked['cotangent']] * len(asked['wrt'])}), flush=True)"
    )
    (got,) = relu(name).gradient([np.ones(2)], {}, [0], np.array([2.0, 3.0]))
    assert got.tolist() == [2.0, 3.0]
    closed(name)


WRONG: dict[str, tuple[str, type[Exception], str]] = {
    "an error": (answering({"error": "no luck"}), Raised, "Error: no luck"),
    "unsupported": (answering({"unsupported": "not here"}), Unsupported, "not here"),
    "nothing": (answering({}), BadReturn, "the answer has no result, error or unsupported"),
    "no JSON": ("print('hello', flush=True)", BadReturn, ".* answered 'hello', not JSON"),
    "another key": (answering({"value": 1}), BadReturn, "not a right answer: value: extra inputs"),
    "a bare number": (answering({"result": 1}), BadReturn, r"not a right answer: result"),
    "too few": (answering({"result": {**NUMBERS, "shape": [3]}}), BadReturn,
                r"2 numbers do not fill the shape \(3,\)"),
    "a crash": ("sys.exit('boom: no such thing')", Died,
                ".* ended with code 1: boom: no such thing"),
    "a signal": ("import os; os.kill(os.getpid(), 9)", Died, ".* ended with code -9"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_program_that_goes_wrong_is_explained(case: str, made: Made) -> None:
    then, kind, said = WRONG[case]
    name = made(then)
    for _ in range(2):  # what has died is started again, and dies again
        with pytest.raises(kind, match=f"^{said}"):
            relu(name).value([np.ones(2)], {})
    closed(name)


def test_a_program_that_does_not_answer_is_ended(made: Made) -> None:
    command = made("time.sleep(60)").removeprefix("process:")
    program = Program(command, call_limit=0.3)
    program.ask({"request": "hello", "protocol": 1}, 30)
    with pytest.raises(TimedOut, match=r"gave no answer within 0\.3 s$"):
        program.ask({"request": "value"})
    program.close()


HELLOS: dict[str, tuple[object, str]] = {
    "no object": (3, "not a right hello: the message: "),
    "a key lacks": ({"name": "mine"}, "not a right hello: version: field required"),
    "a name of several words": ({**HELLO, "name": "a b"}, "not a right hello: name: "),
    "a wrong dtype": ({**HELLO, "dtypes": ["fp32"]}, "dtypes names 'fp32'; expected a tuple of"),
}


@pytest.mark.parametrize("case", HELLOS)
def test_a_wrong_hello_is_explained_and_its_program_ended(case: str, made: Made) -> None:
    hello, said = HELLOS[case]
    name = made(hello=hello)
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    before = children.read_text()
    with pytest.raises(AdapterError) as caught:
        resolve(name)
    assert str(caught.value).startswith(f"{name}: {said}")
    assert children.read_text() == before


STARTS = {
    "process:": "'process:': expected a command, such as process:./my_adapter",
    "process:./nowhere": "cannot start ./nowhere: ",
    "process:'": "cannot start ': No closing quotation",
    "process:false": "process:false: no hello: false ended with code 1",
}


@pytest.mark.parametrize("name", STARTS)
def test_what_does_not_start_is_explained(name: str) -> None:
    with pytest.raises(AdapterError) as caught:
        resolve(name)
    assert str(caught.value).startswith(STARTS[name])


def test_the_schema_on_the_page_is_that_of_the_messages() -> None:
    kept = json.loads((ROOT / "docs" / "process-adapters.schema.json").read_text())
    assert kept == TypeAdapter(Hello | Answer).json_schema()


def test_what_is_written_is_strict_json() -> None:
    for array in ARRAYS:
        json.dumps(written(array), allow_nan=False)


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_the_example_runs_to_a_report(tmp_path: Path) -> None:
    example = ROOT / "examples" / "process_adapter" / "adapter.mjs"
    run = ["run", f"process:node {example}", "--only", "relu,identity,tanh", "--examples", "5"]
    command = [
        sys.executable,
        "-P",
        "-m",
        "nnconform.conformance",
        *run,
        "--out",
        f"{tmp_path}/out",
    ]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "javascript" in done.stdout
