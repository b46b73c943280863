"""Files of other people, with everything odd that they may do."""

import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nnconform.adapters import (
    SUBMISSION,
    AdapterError,
    BadReturn,
    Implementation,
    Missing,
    Raised,
    Target,
    TimedOut,
    Unsupported,
)
from nnconform.adapters.file import FileAdapter, load_file, load_module
from nnconform.spec import load

Write = Callable[[str], FileAdapter]
Z = np.array([-4.0, 8.0])


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(source: str) -> FileAdapter:
        path = tmp_path / "answer.py"
        path.write_text(source)
        return load_file(str(path))

    return written


def formula(adapter: FileAdapter, identifier: str, dtype: str = "float64") -> Implementation:
    return adapter.implementation(load(identifier), Target(SUBMISSION, "cpu", dtype, "eager"))


def test_a_file_says_who_it_is(write: Write) -> None:
    adapter = write("")
    assert (adapter.name, adapter.version, adapter.provenances) == ("answer", "", (SUBMISSION,))
    assert (adapter.devices, adapter.modes) == (("cpu",), ("eager",))
    assert adapter.dtypes == ("float64", "float32", "float16")
    assert adapter.default_dtypes == ("float64",)


ODD = {
    "def": "def relu(z): return z * (z > 0)",
    "lambda": "relu = lambda z: z * (z > 0)",
    "another name": "def my_function(x): return x * (x > 0)\nrelu = my_function",
    "partial": "import functools\ndef f(w, x): return x * (x > 0)\nrelu = functools.partial(f, 0)",
    "object": "class F:\n  def __call__(self, z): return z * (z > 0)\nrelu = F()",
    "vectorize": "import numpy as np\nrelu = np.vectorize(lambda z: max(z, 0.0))",
    "list": "def relu(z): return [max(x, 0.0) for x in z]",
    "tuple": "def relu(z): return tuple(max(x, 0.0) for x in z)",
    "neighbour": "import neighbour\nrelu = neighbour.clip",
    "dataclass": "from dataclasses import dataclass\n@dataclass\nclass A:\n  x: int\n"
                 "def relu(z): return z * (z > 0)",
    "annotations": "from __future__ import annotations\ndef relu(z: Array) -> No: return z*(z>0)",
    "main": "def relu(z): return z * (z > 0)\nif __name__ == '__main__': raise SystemExit",
    "latin": "# coding: latin-1\ndef relu(z): return z * (z > 0)",
}  # fmt: skip


@pytest.mark.parametrize("source", ODD.values(), ids=ODD)
def test_a_function_may_be_written_in_any_way(tmp_path: Path, source: str) -> None:
    (tmp_path / "neighbour.py").write_text("def clip(z): return z * (z > 0)")
    path = tmp_path / "my answer (2).py"
    path.write_text(source)
    assert formula(load_file(str(path)), "relu").value([Z], {}).tolist() == [0, 8]
    assert not list(tmp_path.rglob("*.pyc"))


PASSING = {
    "keyword": ("def leaky_relu(z, alpha=0.5)", True),
    "keyword only": ("def leaky_relu(z, *, alpha)", True),
    "any keyword": ("def leaky_relu(z, **k)", True),
    "position": ("def leaky_relu(x, slope)", True),
    "default position": ("def leaky_relu(x, slope=0.5)", True),
    "stars": ("def leaky_relu(*a)", True),
    "decorated": ("import functools\ndef d(f):\n  @functools.wraps(f)\n"
                  "  def g(*a, **k): return f(*a, **k)\n  return g\n@d\ndef leaky_relu(x, s)",
                  True),
    "inside": ("def leaky_relu(z)", False),
    "two others": ("def leaky_relu(z, out=None, where=None)", False),
}  # fmt: skip


@pytest.mark.parametrize(("head", "accepts"), PASSING.values(), ids=PASSING)
def test_parameters_are_passed_as_the_function_takes_them(
    write: Write, head: str, accepts: bool
) -> None:
    body = "a = list(locals().values())\n  return leaky(*a)"
    helper = (
        "def leaky(*a):\n  a = [x for x in a if x is not None]\n"
        "  if len(a) == 1 and isinstance(a[0], tuple): a = a[0]\n"
        "  s = a[1] if len(a) > 1 else 0.01\n"
        "  s = s.get('alpha') if isinstance(s, dict) else s\n"
        "  return a[0] * (a[0] > 0) + s * a[0] * (a[0] <= 0)\n"
    )
    implementation = formula(write(f"{helper}{head}:\n  {body}"), "leaky_relu")
    assert implementation.taken == frozenset({"alpha"} if accepts else ())
    assert implementation.value([Z], {"alpha": 0.25}).tolist() == [-1 if accepts else -0.04, 8]


def test_a_vectorized_function_gets_its_parameter(write: Write) -> None:
    adapter = write("import numpy\nleaky_relu = numpy.vectorize(lambda z, s: max(z, z * s))")
    got = formula(adapter, "leaky_relu").value([Z], {"alpha": 0.25})
    assert got.tolist() == [-1, 8]


def test_gradients_are_found_by_their_names(write: Write) -> None:
    adapter = write("def mse(y, p): return ((y - p)**2).mean()\n"
                    "def mse_gradient(y, p): return 2*(p - y)/len(y)")  # fmt: skip
    (slope,) = formula(adapter, "mse").gradient([np.zeros(2), Z], {}, [1], np.array(0.5))
    assert slope.tolist() == [-2, 4]


def test_a_gradient_gets_its_parameters_in_its_own_way(write: Write) -> None:
    adapter = write("def leaky_relu(z, alpha): return 0\n"
                    "def leaky_relu_derivative(z, slope): return slope + 0*z")  # fmt: skip
    (slope,) = formula(adapter, "leaky_relu").gradient([Z], {"alpha": 0.25}, [0], None)
    assert slope.tolist() == [0.25, 0.25]


def test_a_gradient_gets_the_defaults_where_the_formula_has_them_inside(write: Write) -> None:
    adapter = write("def elu(z): return z\ndef elu_derivative(z, slope): return slope + 0*z")
    implementation = formula(adapter, "elu")
    assert implementation.taken == frozenset()
    assert implementation.gradient([Z], {}, [0], None)[0].tolist() == [1, 1]


def test_what_is_not_in_the_file_is_missing(write: Write) -> None:
    adapter = write("relu = 3")
    with pytest.raises(Missing, match="answer has no function relu"):
        formula(adapter, "relu")


@pytest.mark.parametrize(
    ("line", "dtypes", "default"),
    [
        ('DTYPES = ("float32",)', ("float32",), ("float32",)),
        ('DTYPES = "float64"', ("float64",), ("float64",)),
        ('DTYPES = ["float32", "float64"]', ("float32", "float64"), ("float64",)),
    ],
)
def test_a_file_may_name_its_dtypes(
    write: Write, line: str, dtypes: tuple[str, ...], default: tuple[str, ...]
) -> None:
    adapter = write(f"{line}\ndef relu(z): return z")
    assert (adapter.dtypes, adapter.default_dtypes) == (dtypes, default)
    with pytest.raises(Unsupported, match="answer has no dtype 'float16'"):
        formula(adapter, "relu", "float16")


LOADING = {
    "syntax": ("x = 1\ndef f(:\n", r"answer\.py:2: SyntaxError: invalid syntax$"),
    "indent": ("def f():\nx = 1\n", r"answer\.py:2: IndentationError: expected an indented block"),
    "tabs": ("if 1:\n\tx = 1\n        y = 2\n", r"answer\.py:3: TabError: inconsistent use of"),
    "null": ("x = '\0'", r"answer\.py.*SyntaxError: source code string cannot contain null bytes"),
    "raises": ("\n\n1/0", r"answer\.py:3: importing it raised ZeroDivisionError: division by zer"),
    "no module": ("import no_such_thing", r"answer\.py:1: importing it raised ModuleNotFoundError: "
                  r"No module named 'no_such_thing'$"),
    "exits": ("import sys\nsys.exit(3)", r"answer\.py:2: importing it raised SystemExit: 3$"),
    "lines": ("raise ValueError('a\\nb')", r"answer\.py:1: importing it raised ValueError: a b$"),
    "dtypes": ("DTYPES = ('float31',)", r"answer\.py: DTYPES names 'float31'; expected some of"),
    "no dtypes": ("DTYPES = ()", r"answer\.py: DTYPES names nothing; expected some of float16"),
    "dtypes type": ("DTYPES = 64", r"answer\.py: DTYPES is 64; expected a tuple of names$"),
}  # fmt: skip


@pytest.mark.parametrize(("source", "message"), LOADING.values(), ids=LOADING)
def test_a_file_that_does_not_import_is_explained_in_one_line(
    write: Write, source: str, message: str
) -> None:
    with pytest.raises(AdapterError, match=message) as caught:
        write(source)
    assert "\n" not in str(caught.value)


def test_files_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("")
    (tmp_path / "folder.py").mkdir()
    for name, message in [("no.py", "no such file"), ("notes.txt", "not a Python file"),
                          ("folder.py", "not a Python file")]:  # fmt: skip
        with pytest.raises(AdapterError, match=f"{name}: {message}"):
            load_file(str(tmp_path / name))


def test_a_file_in_no_known_encoding(tmp_path: Path) -> None:
    (tmp_path / "answer.py").write_bytes(b"x = '\xff'")
    with pytest.raises(AdapterError, match="SyntaxError"):
        load_file(str(tmp_path / "answer.py"))


def test_files_of_one_name_have_their_own_neighbours(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "common.py").write_text(f"NAME = {name!r}")
        (tmp_path / name / "answer.py").write_text("import common\nNAME = common.NAME")
    found = [load_file(str(tmp_path / name / "answer.py")).module.NAME for name in ("a", "b")]
    assert found == ["a", "b"]
    assert "common" not in sys.modules
    assert not any(entry.startswith(str(tmp_path)) for entry in sys.path)


def test_what_is_printed_is_kept_from_our_output(
    write: Write, capfd: pytest.CaptureFixture[str]
) -> None:
    adapter = write("import sys\nprint('hello')\ndef relu(z):\n  print('z', file=sys.stderr)\n"
                    "  sys.stdout.write('x' * 100_000)\n  return z")  # fmt: skip
    formula(adapter, "relu").value([Z], {})
    assert capfd.readouterr() == ("", "")
    assert adapter.printed.text.startswith("hello\nz\nxxx")
    assert len(adapter.printed.text) == 10_000


def test_warnings_cost_nothing(write: Write) -> None:
    adapter = write("import warnings, numpy as np\nwarnings.warn('import')\nx = '\\d'\n"
                    "def relu(z):\n  warnings.warn('call')\n  np.float16(7e4) + np.log(0*z)\n"
                    "  return z/0")  # fmt: skip
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert formula(adapter, "relu").value([Z], {}).tolist() == [-np.inf, np.inf]
    assert caught == []


def test_settings_of_a_file_do_not_reach_us(write: Write) -> None:
    before = (np.geterr(), list(warnings.filters))
    adapter = write("import numpy, warnings\nnumpy.seterr(all='raise')\n"
                    "warnings.simplefilter('error')\ndef relu(z): return z/0")  # fmt: skip
    assert formula(adapter, "relu").value([Z], {}).tolist() == [-np.inf, np.inf]
    assert (np.geterr(), list(warnings.filters)) == before


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("raise ValueError('no')", "ValueError: no (line 3)"),
        ("import sys; sys.exit('bye')", "SystemExit: bye (line 3)"),
        ("raise GeneratorExit", "GeneratorExit (line 3)"),
        ("return relu(z)", "RecursionError: maximum recursion depth exceeded (line 3)"),
        ("import numpy; numpy.ones((2,3)) @ numpy.ones((2,3))", "line 3"),
        ("class E(Exception):\n    def __str__(self): 1/0\n  raise E", "cannot be read"),
    ],
)
def test_whatever_a_function_raises_becomes_one_kind_of_error(
    write: Write, line: str, message: str
) -> None:
    adapter = write(f"def relu(z):\n  z = z\n  {line}\n")
    with pytest.raises(Raised) as caught:
        formula(adapter, "relu").value([Z], {})
    assert message in str(caught.value)


def test_a_function_called_wrongly_has_no_line_of_its_own(write: Write) -> None:
    with pytest.raises(Raised, match="TypeError") as caught:
        formula(write("def relu(): return 1"), "relu").value([Z], {})
    assert caught.value.line is None


def test_an_interrupt_is_the_users(write: Write) -> None:
    with pytest.raises(KeyboardInterrupt):
        formula(write("def relu(z): raise KeyboardInterrupt"), "relu").value([Z], {})


LOOPS = {
    "loop": "while True: pass",
    "sleep": "import time; time.sleep(60)",
    "loop that catches Exception": "while True:\n    try: 1/0\n    except Exception: pass",
    "one bare except": "try:\n    while True: pass\n  except: pass\n  while True: pass",
}


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system has no interval timer")
@pytest.mark.parametrize("loop", LOOPS.values(), ids=LOOPS)
def test_an_endless_function_times_out(write: Write, loop: str) -> None:
    adapter = replace(write(f"def relu(z):\n  {loop}\n"), time_limit=0.05)
    before = signal.getsignal(signal.SIGALRM)
    with pytest.raises(TimedOut, match=r"no answer within 0\.05 s"):
        formula(adapter, "relu").value([Z], {})
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_a_thread_has_no_time_limit_but_works(write: Write) -> None:
    adapter = write("def relu(z): return z")
    got: list[Any] = []
    thread = threading.Thread(target=lambda: got.append(formula(adapter, "relu").value([Z], {})))
    thread.start()
    thread.join()
    assert got[0].tolist() == Z.tolist()


RETURNS = ["None", "'text'", "object()", "[[1, 2], [3]]", "{'a': 1}", "(x for x in z)", "1j * z"]


@pytest.mark.parametrize("value", RETURNS)
def test_what_is_no_array_of_numbers_is_a_bad_return(write: Write, value: str) -> None:
    adapter = write(f"def relu(z): return {value}")
    with pytest.raises(BadReturn, match="returned "):
        formula(adapter, "relu").value([Z], {})


def test_the_file_gets_the_very_arrays(write: Write) -> None:
    z = Z.copy()
    formula(write("def relu(z):\n  z[z < 0] = 0\n  return z"), "relu").value([z], {})
    assert z.tolist() == [0, 8]


def test_a_module_is_found_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "installed_answer.py").write_text("def relu(z): return z * (z > 0)")
    monkeypatch.syspath_prepend(tmp_path)
    adapter = load_module("installed_answer")
    assert adapter is not None
    assert adapter.name == "installed_answer"
    assert formula(adapter, "relu").value([Z], {}).tolist() == [0, 8]


@pytest.mark.parametrize("name", ["no_such_module", "os.no_such", "not a name", "", "a..b", "a-b"])
def test_there_is_no_such_module(name: str) -> None:
    assert load_module(name) is None


def test_a_module_that_does_not_import(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "broken_answer.py").write_text("\nimport no_such_module\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(AdapterError, match=r"broken_answer\.py:2: importing it raised ModuleNot"):
        load_module("broken_answer")


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="root reads any file")
def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "answer.py").touch(0o000)
    with pytest.raises(AdapterError, match="PermissionError"):
        load_file(str(tmp_path / "answer.py"))
