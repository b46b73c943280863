"""What a submission may consist of, and what can be wrong with it before anything is called."""

# ruff: noqa: E501 -- tables of what other people write

import json
import os
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nnconform.adapters import AdapterError, Died, Missing, NotImported, Raised
from nnconform.adapters.isolation import Limits, open_submission

from ._submissions import (
    HEAD,
    RIGHT,
    SIGMOID,
    TIGHT,
    Z,
    each_level,
    processes,
    server,
    value,
    write,
)

BROKEN: dict[str, tuple[str | bytes, str]] = {
    "a syntax error": (
        "import numpy as np\ndef sigmoid(z) return z",
        r"SyntaxError: .* \(line 2\)",
    ),
    "tabs and blanks": ("def sigmoid(z):\n\tif 1:\n        return z", "TabError"),
    "Python 2": ("print 'hello'" + RIGHT, "SyntaxError: Missing parentheses"),
    "a NUL": (b"x = 1\x00\n" + RIGHT.encode(), "null byte"),
    "another encoding": (b"s = '\xe9\xff'\n" + RIGHT.encode(), "SyntaxError"),
    "a missing module": ("import nonsense_xyz" + RIGHT, r"ModuleNotFoundError: .*nonsense_xyz"),
    "an error": ("x = 1\n1/0" + RIGHT, r"answer.py: importing it raised ZeroDivisionError.*line 2"),
    "sys.exit": ("import sys; sys.exit(0)" + RIGHT, "SystemExit: 0"),
    "an interrupt": ("raise KeyboardInterrupt" + RIGHT, "KeyboardInterrupt"),
    "os._exit": ("import os; os._exit(0)" + RIGHT, "importing it failed: exited with code 0"),
    "no end": ("while True: pass" + RIGHT, "importing it failed: no answer within"),
    "a crash": ("import ctypes; ctypes.string_at(0)" + RIGHT, "crashed with SIGSEGV"),
    "deep nesting": ("x = " + "(" * 5000 + ")" * 5000 + RIGHT, "SyntaxError|MemoryError|Recursion"),
    "torch": ("import torch" + RIGHT, "ModuleNotFoundError"),
    "our package": ("import nnconform" + RIGHT, "No module named 'nnconform'"),
    "a file that is missing": ("open('data.csv')" + RIGHT, "FileNotFoundError"),
    "input": ("n = int(input('n?'))" + RIGHT, "EOFError"),
}


@each_level
@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_does_not_import_says_why(name: str, level: str, tmp_path: Path) -> None:
    source, said = BROKEN[name]
    write(tmp_path, {"answer.py": source})
    limits = Limits(call_seconds=0.4, seconds=0.6)
    with open_submission(tmp_path / "answer.py", {}, limits, level) as adapter:
        for _ in range(2):
            with pytest.raises(NotImported, match=said) as failure:
                value(adapter, "sigmoid", Z)
    assert "\n" not in str(failure.value)
    assert os.listdir(tmp_path) == ["answer.py"]


ODD: dict[str, str | bytes] = {
    "plain": RIGHT,
    "a byte order mark": b"\xef\xbb\xbfimport numpy as np\n" + RIGHT.encode(),
    "latin-1": b"# -*- coding: latin-1 -*-\n# \xe9\nimport numpy as np\n" + RIGHT.encode(),
    "carriage returns": ("import numpy as np\n" + RIGHT).replace("\n", "\r\n").encode(),
    "a lambda": "sigmoid = lambda z: 1/(1+np.exp(-z))",
    "a callable object": "class S:\n    def __call__(s, z): return 1/(1+np.exp(-z))\nsigmoid = S()",
    "vectorize": "import math\nsigmoid = np.vectorize(lambda z: 1/(1+np.exp(-z)))",
    "a warning": "import warnings\ndef sigmoid(z):\n    warnings.warn('x')\n    return 1/(1+np.exp(-z))",
    "warnings as errors": "import warnings\nwarnings.simplefilter('error')\nnp.seterr(all='raise')"
    + RIGHT,
    "a list": "def sigmoid(z): return [float(1/(1+np.exp(-x))) for x in z]",
    "a tuple": "def sigmoid(z): return tuple(1/(1+np.exp(-x)) for x in z)",
    "float128": "def sigmoid(z): return (1/(1+np.exp(-z))).astype(np.longdouble)",
    "big endian": "def sigmoid(z): return (1/(1+np.exp(-z))).astype('>f8')",
    "Fortran order": "def sigmoid(z): return np.asfortranarray(1/(1+np.exp(-z)))",
    "a matrix subclass": "class A(np.ndarray): pass\n"
    "def sigmoid(z): return (1/(1+np.exp(-z))).view(A)",
    "a tensor": "class T:\n    def __init__(s, a): s.a = a\n    def detach(s): return s.a\n"
    "def sigmoid(z): return T(1/(1+np.exp(-z)))",
    "a chatty import": "for i in range(10**5): print('epoch', i)" + RIGHT,
    "bytes to the output": "import sys\nsys.stdout.reconfigure(encoding='utf-8')\n"
    "sys.stdout.buffer.write(b'x'); sys.stderr.write('y'); sys.stdout.flush()" + RIGHT,
    "plots": "import matplotlib.pyplot as plt\nfrom tqdm import tqdm\nfig, ax = plt.subplots()\n"
    "for i in tqdm([1]): ax.plot([i])\nplt.show()" + RIGHT,
    "threads that survive": "import threading, time\n"
    "threading.Thread(target=time.sleep, args=(99,)).start()" + RIGHT,
    "NumPy's functions replaced": "def sigmoid(z):\n    r = 1/(1+np.exp(-z))\n"
    "    for n in ('array', 'asarray', 'exp', 'errstate', 'frombuffer', 'isfinite'):\n"
    "        setattr(np, n, lambda *a, **k: 1/0)\n    return r",
    "a fork that answers too": "import os\ndef sigmoid(z):\n    os.fork()\n"
    "    return 1/(1+np.exp(-z))",
    "frames and collected objects": "import gc, sys\ndef sigmoid(z):\n    gc.get_objects()\n"
    "    f = sys._getframe()\n    while f: f.f_locals; f = f.f_back\n    return 1/(1+np.exp(-z))",
}


@each_level
@pytest.mark.parametrize("name", ODD)
def test_an_odd_but_right_file_is_right(name: str, level: str, tmp_path: Path) -> None:
    source = ODD[name]
    source = source if isinstance(source, bytes) else f"import numpy as np\n{source}\n"
    write(tmp_path, {"answer.py": source})
    with open_submission(tmp_path / "answer.py", {}, TIGHT, level) as adapter:
        root = server(adapter)
        before = processes(root)
        got = value(adapter, "sigmoid", Z)
        np.testing.assert_array_equal(got, SIGMOID)
        assert got.dtype == np.float64
        np.testing.assert_array_equal(value(adapter, "sigmoid", Z), SIGMOID)
    assert processes(root) == before
    assert len(adapter.printed) <= 10_000


FOLDERS: dict[str, dict[str, str]] = {
    "one file": {"answer.py": HEAD + RIGHT},
    "found among others": {"losses.py": "def mse(): 1/0\n1/0", "acts.py": HEAD + RIGHT},
    "neighbours": {
        "acts.py": "from helpers import half\nimport numpy as np\n"
        "def sigmoid(z): return half(z)",
        "helpers.py": "import numpy as np\nhalf = lambda z: 1/(1+np.exp(-z))",
    },
    "a package": {
        "nn/__init__.py": "from .acts import sigmoid", "nn/base.py": "ONE = 1\nimport numpy as np",
        "nn/acts.py": "from .base import ONE, np\ndef sigmoid(z): return ONE/(ONE+np.exp(-z))",
    },
    "a folder in a folder": {"src/acts.py": "import own\nfrom own import *" , "src/own.py":
                             HEAD + RIGHT},
    "names of the standard library": {"random.py": HEAD + RIGHT, "numpy.py": "1/0",
                                      "typing.py": "1/0", "sitecustomize.py": "1/0"},
    "a training script beside": {"acts.py": HEAD + RIGHT, "train.py": "import acts\n1/0"},
    "data": {"acts.py": HEAD + "N = int(open('n.txt').read())\n"
             "def sigmoid(z): return N/(N+np.exp(-z))", "n.txt": "1"},
    "an odd name": {"my answer (1).py": HEAD + RIGHT, "a\nb.txt": "x"},
    "a folder with a dash": {"week-1/acts.py": HEAD + RIGHT},
}  # fmt: skip


@each_level
@pytest.mark.parametrize("name", FOLDERS)
def test_a_function_is_found_in_a_folder(name: str, level: str, tmp_path: Path) -> None:
    write(tmp_path, FOLDERS[name])
    with open_submission(tmp_path, {}, TIGHT, level) as adapter:
        np.testing.assert_array_equal(value(adapter, "sigmoid", Z), SIGMOID)


def test_a_function_in_two_files_is_nobodys(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": HEAD + RIGHT, "b.py": HEAD + RIGHT})
    with (
        open_submission(tmp_path, {}, TIGHT) as adapter,
        pytest.raises(Missing, match=r"several files define sigmoid: a.py, b.py"),
    ):
        value(adapter, "sigmoid", Z)


def test_a_missing_function_is_missed_by_name(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": HEAD + RIGHT, "b.py": "x = 1"})
    with (
        open_submission(tmp_path, {}, TIGHT) as adapter,
        pytest.raises(Missing, match="no file of the submission defines relu"),
    ):
        value(adapter, "relu", Z)


def test_a_question_of_a_broken_file_does_not_harm_another_file(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": HEAD + RIGHT, "b.py": "def relu(z): return z\nimport os; os._exit(1)"})
    with open_submission(tmp_path, {}, TIGHT) as adapter:
        with pytest.raises(NotImported, match=r"b.py: importing it failed: exited with code 1"):
            value(adapter, "relu", Z)
        np.testing.assert_array_equal(value(adapter, "sigmoid", Z), SIGMOID)


def notebook(*sources: str, **further: Any) -> str:
    cells = [{"cell_type": "code", "source": s, "outputs": [], "metadata": {}} for s in sources]
    return json.dumps({"cells": [{"cell_type": "markdown", "source": "# hi"}, *cells], "nbformat": 4,
                       **further})  # fmt: skip


OLD = json.dumps({"worksheets": [{"cells": [{"cell_type": "code", "input": [HEAD, RIGHT]}]}],
                  "nbformat": 3})  # fmt: skip
NOTEBOOKS = {
    "plain": notebook(HEAD, RIGHT),
    "an old format": OLD,
    "magics": notebook("%matplotlib inline\n!pip install x\nimport numpy as np\nx = !ls\n%time y = 1\n"
                       "get_ipython().system('ls')\nnp?", "%%bash\nrm -rf /", "%%time" + RIGHT),
    "an error in the middle": notebook(HEAD, "1/0", "input('?')", RIGHT, "def f(:"),
    "cells out of order": notebook("sigmoid(1)", HEAD, RIGHT),
    "percent signs that are none": notebook(HEAD + "x = 7\ny = (x\n  % 2)\ns = '''\n%d\n!\n'''\n"
                                            "assert y == 1 and s == '\\n%d\\n!\\n'" + RIGHT),
    "both kinds of percent signs": notebook("%pylab\n" + HEAD + "y = (7\n  % 2)\nassert y == 1" + RIGHT),
    "display": notebook(HEAD, "display(1)\nfrom IPython.display import HTML\nHTML('x')", RIGHT),
}  # fmt: skip


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_is_a_submission(name: str, tmp_path: Path) -> None:
    write(tmp_path, {"answer.ipynb": NOTEBOOKS[name]})
    with open_submission(tmp_path / "answer.ipynb", {}, TIGHT) as adapter:
        np.testing.assert_array_equal(value(adapter, "sigmoid", Z), SIGMOID)


def test_errors_of_cells_are_reported(tmp_path: Path) -> None:
    write(tmp_path, {"answer.ipynb": NOTEBOOKS["an error in the middle"]})
    with open_submission(tmp_path / "answer.ipynb", {}, TIGHT) as adapter:
        value(adapter, "sigmoid", Z)
    said = ["cell 2: importing it raised ZeroDivisionError", "cell 3: importing it raised EOFError",
            "cell 5: SyntaxError"]  # fmt: skip
    assert len(adapter.errors) == 3
    assert all(part in error for part, error in zip(said, adapter.errors, strict=True))


def test_a_broken_notebook_says_so(tmp_path: Path) -> None:
    write(tmp_path, {"answer.ipynb": '{"cells": [{"cell_type"'})
    with (
        open_submission(tmp_path / "answer.ipynb", {}, TIGHT) as adapter,
        pytest.raises(NotImported, match=r"answer.ipynb is no notebook that can be read"),
    ):
        value(adapter, "sigmoid", Z)


def test_the_line_of_an_error_in_a_notebook_names_the_cell(tmp_path: Path) -> None:
    write(tmp_path, {"answer.ipynb": notebook(HEAD, "\ndef relu(z):\n    return z / None")})
    with (
        open_submission(tmp_path / "answer.ipynb", {}, TIGHT) as adapter,
        pytest.raises(Raised, match=r"TypeError: .* in answer.ipynb, cell 2 \(line 3\)"),
    ):
        value(adapter, "relu", Z)


def test_links_and_special_files_are_left_out(tmp_path: Path) -> None:
    secret = tmp_path / "secret.py"
    secret.write_text("x = 1")
    folder = write(tmp_path / "s", {"a.py": HEAD + "assert not os.path.exists('b.py')" + RIGHT})
    (folder / "b.py").symlink_to(secret)
    (folder / "up").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe")
    with open_submission(folder, {}, TIGHT) as adapter:
        np.testing.assert_array_equal(value(adapter, "sigmoid", Z), SIGMOID)
    assert sorted(re.sub(" was left out", "", e) for e in adapter.errors) == [
        "'b.py': a link that leaves the folder", "'pipe': not a file", "'up': a link to a folder",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "said"), [("none.py", "no such file"), ("x.txt", "expected a .py")]
)
def test_what_is_no_submission_is_refused(name: str, said: str, tmp_path: Path) -> None:
    write(tmp_path, {"x.txt": ""})
    with pytest.raises(AdapterError, match=said):
        open_submission(tmp_path / name, {})


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "answer.py"
    with path.open("wb") as file:
        file.truncate(100 << 20)
    with pytest.raises(AdapterError, match="100 MiB are too much: at most 20 MiB"):
        open_submission(path, {})


def test_what_is_printed_on_loading_is_shown_once(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": HEAD + "print('hello')\ndef relu(z): os._exit(1)\n" + RIGHT})
    with open_submission(tmp_path / "a.py", {}, TIGHT) as adapter:
        with pytest.raises(Died):
            value(adapter, "relu", Z)
        value(adapter, "sigmoid", Z)
    assert adapter.printed == "hello\n"
