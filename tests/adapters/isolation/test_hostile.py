"""Submissions that do everything but answer: each ends well, and harms no other question."""

# ruff: noqa: E501 -- tables of what other people write

import re
from pathlib import Path

import numpy as np
import pytest

from nnconform.adapters import BadReturn, Died, Raised, TimedOut
from nnconform.adapters.isolation import open_submission

from ._submissions import HEAD, RIGHT, SIGMOID, TIGHT, Z, each_level, processes, server, value

# What relu does, how the call ends, and what is said about it.
HOSTILE: dict[str, tuple[str, type[Exception] | tuple[type[Exception], ...], str]] = {
    "endless": ("while True: pass", TimedOut, "no answer within 1 s"),
    "swallows interrupts": (
        "while True:\n        try: time.sleep(9)\n        except BaseException: pass",
        TimedOut, "no answer",
    ),
    "sleeps": ("time.sleep(60)", TimedOut, "no answer"),
    "exits": ("os._exit(3)", Died, "exited with code 3"),
    "exits with zero": ("os._exit(0)", Died, "exited with code 0"),
    "sys.exit": ("sys.exit('bye')", Raised, r"SystemExit: bye \(line 4\)"),
    "interrupts": ("raise KeyboardInterrupt", Raised, "KeyboardInterrupt"),
    "raises": ("raise ValueError('no  such\\nluck')", Raised, r"ValueError: no such luck \(line 4\)"),
    "raises what cannot be shown": (
        "class E(Exception):\n        def __str__(self): raise TypeError('no')\n    raise E",
        Raised, "cannot be read: TypeError",
    ),
    "raises what never shows itself": (
        "class E(Exception):\n        def __str__(self):\n            while True: pass\n    raise E",
        TimedOut, "no answer",
    ),
    "a segmentation fault": (
        "import ctypes; ctypes.string_at(0)", Died, "crashed with SIGSEGV",
    ),
    "aborts": ("os.abort()", Died, "crashed with SIGABRT"),
    "kills itself": ("os.kill(os.getpid(), 9); time.sleep(9)", Died, "was killed"),
    "kills its group": ("os.killpg(0, 9); time.sleep(9)", Died, "was killed"),
    "recurses": ("f = lambda n: f(n + 1)\n    return f(0)", Raised, "RecursionError"),
    "recurses without a limit": (
        "sys.setrecursionlimit(10**9)\n    f = lambda n: max([n], key=f)\n    return f(0)",
        Died, "crashed with SIGSEGV",
    ),
    "allocates": ("return [np.zeros(10**7) for _ in range(10**4)]", Died, "out of memory"),
    "allocates bytes": ("x = bytearray(10**12)", Died, "out of memory"),
    "fills the disk": (
        "open('x', 'wb').write(b'0' * 10**8)", Raised, "OSError|File too large|No space",
    ),
    "closes everything": ("os.closerange(0, 4096); return z", Died, ""),
    "writes into every descriptor": (
        "for fd in range(3, 300):\n        try: os.write(fd, b'nnc1' + b'0' * 999)\n"
        "        except OSError: pass\n    return z",
        Died, "wrote into the channel",
    ),
    "an object that equals all": (
        "class A:\n        __eq__ = lambda s, o: True\n        __array_function__ = lambda *a: A()\n"
        "    return A()", BadReturn, "returned A",
    ),
    "an array protocol without end": (
        "class A:\n        def __array__(self, *a, **k):\n            while True: pass\n"
        "    return A()", TimedOut, "",
    ),
    "a length without end": (
        "class A:\n        def __len__(self): return 10\n        def __getitem__(self, i):\n"
        "            while True: pass\n    return A()", TimedOut, "",
    ),
    "a sequence without end": (
        "class A:\n        def __len__(self): return 2**62\n        def __getitem__(self, i): return 1\n"
        "    return A()", (BadReturn, TimedOut, Died), "",
    ),
    "nested without end": (
        "x = []; x.append(x)\n    return x", BadReturn, "nested too deeply",
    ),
    "a generator": ("yield z", BadReturn, "returned generator"),
    "None": ("print(z)", BadReturn, "NoneType"),
    "text": ("return 'relu'", BadReturn, "str"),
    "objects": ("return np.array([1, None, 'a'], dtype=object)", BadReturn, "dtype object"),
    "complex": ("return z * 1j", BadReturn, "complex128"),
    "strings": ("return np.array(['a'])", BadReturn, "<U1"),
    "structured": ("return np.zeros(3, dtype=[('a', 'f8')])", BadReturn, "not numbers"),
    "a function": ("return lambda: 1", BadReturn, "returned function"),
    "a huge view": ("return np.broadcast_to(1.0, (10**12,))", BadReturn, "too large"),
    "a large array": ("return np.zeros(10**7)", BadReturn, "an array of 76 MiB, which is too large"),
    "a huge number": ("return 10**400", BadReturn, "64 bits"),
    "a set": ("return {1.0}", BadReturn, "returned set"),
    "reads the input": ("input()", Raised, "EOFError"),
    "a subclass that lies": (
        "class A(np.ndarray):\n        shape = property(lambda s: (10**9,))\n"
        "        nbytes = property(lambda s: 0)\n        dtype = property(lambda s: 1/0)\n"
        "    return np.zeros(10**12, dtype=bool).view(A)",
        (BadReturn, Died), "",
    ),
    "forks without end": ("while True: os.fork()", (Died, TimedOut), ""),
    "starts threads without end": (
        "while True: threading.Thread(target=time.sleep, args=(99,), daemon=True).start()",
        (Died, Raised, TimedOut), "",
    ),
    "prints without end": ("while True: os.write(1, b'x' * 65536)", TimedOut, ""),
    "replaces builtins": (
        "import builtins\n    builtins.len = builtins.type = builtins.getattr = lambda *a: 1/0\n"
        "    return z", Died, "disturbed the channel",
    ),
    "deletes its own files": (
        "import shutil; shutil.rmtree(os.getcwd()); raise OSError('gone')", Raised, "gone",
    ),
}  # fmt: skip


@each_level
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_call_ends_and_harms_no_other(name: str, level: str, tmp_path: Path) -> None:
    body, kind, said = HOSTILE[name]
    path = tmp_path / "answer.py"
    path.write_text(f"{HEAD}def relu(z):\n    {body}\n{RIGHT}")
    with open_submission(path, {}, TIGHT, level) as adapter:
        root = server(adapter)
        before = processes(root)
        with pytest.raises(kind) as failure:
            value(adapter, "relu", Z)
        np.testing.assert_array_equal(value(adapter, "sigmoid", Z), SIGMOID)
    assert re.search(said, str(failure.value))
    assert str(failure.value)
    assert "\n" not in str(failure.value)
    assert processes(root) == before
    assert list(tmp_path.iterdir()) == [path]
