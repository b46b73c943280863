"""What is on the other side of the wall, what leaves it, and what is seen through it."""

# ruff: noqa: E501 -- tables of what other people write

import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from nnconform.adapters import SUBMISSION, Died, Target, TimedOut, Unsupported
from nnconform.adapters.isolation import (
    BUBBLEWRAP,
    LIMITS,
    Limits,
    SandboxError,
    best_level,
    open_submission,
)
from nnconform.adapters.isolation.sandbox import close_idle
from nnconform.conformance.check_contract import contract
from nnconform.conformance.checks import identify
from nnconform.conformance.subject import Subject
from nnconform.spec import load

from ._submissions import (
    HEAD,
    LEVELS,
    RIGHT,
    SIGMOID,
    TIGHT,
    Z,
    each_level,
    formula,
    processes,
    server,
    value,
    write,
)

ONLY_BUBBLEWRAP = pytest.mark.parametrize("level", LEVELS[:1])

# Expressions that a submission evaluates; what they are worth behind the wall.
EVERYWHERE = {
    "no suite can be imported": (
        "__import__('importlib.util').util.find_spec('nnconform') is None"
    ),
    "no module of ours is loaded": "not any('nnconform' in m for m in sys.modules)",
    "nothing of ours is on the path": "not any('nnconform' in p or 'main' in p for p in sys.path)",
    "no oracle and no pydantic": "not {'flint', 'pydantic', 'scipy', 'hypothesis'} & set(sys.modules)",
    "an environment of its own": "set(os.environ) <= {'PATH', 'HOME', 'LANG', 'PYTHONPATH', 'PWD', "
    "'PYTHONHASHSEED', 'OPENBLAS_NUM_THREADS', 'OMP_NUM_THREADS', 'MKL_NUM_THREADS', 'LC_CTYPE'}",
    "no source of ours in memory": "not any('expect' + 'ed_value' in repr(o)[:2000] "
    "for o in __import__('gc').get_objects() if isinstance(o, (str, dict)))",
    "two descriptors beside nothing": "[fd for fd in range(3, 300) if open_(fd)] == [200]",
    "its own group": "os.getpgid(0) == os.getpid()",
    "no core dumps": "__import__('resource').getrlimit(4) == (0, 0)",
    "a private directory": "os.listdir('.') == ['answer.py']",
    "a right to write": "open('x', 'w').write('x') == 1",
}
WITH_BUBBLEWRAP = {
    "no processes to see": "os.listdir('/proc') == []",
    "no source to read": "not os.path.exists({root!r})",
    "no home to read": "not os.path.exists('/home') and not os.path.exists('/etc/passwd')",
    "no submission but its own": "not os.path.exists({folder!r})",
    "no network": "unreachable()",
    "no capabilities": "not can_mount()",
    "no packages but NumPy": "sorted(os.listdir('/site')) in (['numpy'], ['numpy', 'numpy.libs'])",
    "nothing to write outside": "not writable('/usr', '/grader', '/site', '/', '/dev', '/proc')",
    "a process-id of its own": "os.getpid() < 10",
}
HELPERS = (
    HEAD
    + """
import socket
def open_(fd):
    try: os.fstat(fd); return True
    except OSError: return False
def unreachable():
    try: socket.create_connection(("127.0.0.1", {port}), 0.2); return False
    except OSError: return True
def can_mount():
    import ctypes
    return ctypes.CDLL(None).mount(b"none", b"/tmp", b"tmpfs", 0, None) == 0
def writable(*places):
    for place in places:
        try: open(place + "/x", "w"); return True
        except OSError: pass
    return False
def identity(z):
    return np.array(bool({what}))
"""
)


@pytest.mark.parametrize(
    ("name", "level"),
    [(n, v) for n in EVERYWHERE for v in (LIMITS, BUBBLEWRAP)]
    + [(n, BUBBLEWRAP) for n in WITH_BUBBLEWRAP],
)
def test_behind_the_wall_there_is(name: str, level: str, tmp_path: Path) -> None:
    if level == BUBBLEWRAP != best_level():
        pytest.skip("bubblewrap does not work on this machine")
    what = {**EVERYWHERE, **WITH_BUBBLEWRAP}[name]
    root = Path(__file__).parents[3]
    what = what.replace("{root!r}", repr(str(root))).replace("{folder!r}", repr(str(tmp_path)))
    with socket.create_server(("127.0.0.1", 0)) as server:
        source = HELPERS.replace("{port}", str(server.getsockname()[1])).replace("{what}", what)
        write(tmp_path, {"answer.py": source})
        with open_submission(tmp_path / "answer.py", {}, TIGHT, level) as adapter:
            assert value(adapter, "identity", Z)


def judged(source: str, folder: Path) -> str:
    """What the contract check says about a sigmoid."""
    write(folder, {"answer.py": source})
    target = Target(SUBMISSION, "cpu", "float64", "eager")
    with open_submission(folder / "answer.py", {}, TIGHT) as adapter:
        subject = Subject(load("sigmoid"), target, formula(adapter, "sigmoid"))
        _, plan = identify(subject, 0, 5)
        outcome = contract(plan)
    return f"{outcome.verdict}: {outcome.message}"


CONTRACTS = {
    "right": (RIGHT, "conforms: "),
    "changes its input": (
        "def sigmoid(z):\n    z *= -1\n    np.exp(z, out=z); z += 1\n    return 1/z",
        "fails: modifies its input z",
    ),
    "returns one buffer twice": (
        "B = {}\ndef sigmoid(z):\n    b = B.setdefault(z.shape, np.empty(z.shape))\n"
        "    b[...] = 1/(1+np.exp(-z))\n    return b",
        "fails: a later call changes the result of an earlier one",
    ),
    "answers differently": (
        "N = [0]\ndef sigmoid(z):\n    N[0] += 1\n    return 1/(1+np.exp(-z)) + (N[0] > 12)",
        "fails: ",
    ),
    "caches by id": (
        "C = {}\ndef sigmoid(z):\n    return C.setdefault(id(z), 1/(1+np.exp(-z)))", "",
    ),
    "needs no gaps": (
        "def sigmoid(z):\n    if not z.flags.contiguous and z.ndim and z.size > 1: raise ValueError('gap')\n"
        "    return 1/(1+np.exp(-z))", "fails: a strided view is not taken",
    ),
    "returns another shape": (
        "def sigmoid(z): return (1/(1+np.exp(-z)))[None]", "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CONTRACTS)
def test_the_contract_is_seen_through_the_wall(name: str, tmp_path: Path) -> None:
    source, said = CONTRACTS[name]
    assert judged(HEAD + source, tmp_path).startswith(said)


def test_a_result_that_a_thread_changes_is_what_it_was(tmp_path: Path) -> None:
    write(tmp_path, {"answer.py": HEAD + "def later(r):\n    time.sleep(0.02); r[...] = 9\n"
                     "def sigmoid(z):\n    r = 1/(1+np.exp(-z))\n"
                     "    threading.Thread(target=later, args=(r,)).start()\n    return r"})  # fmt: skip
    with open_submission(tmp_path / "answer.py", {}, TIGHT) as adapter:
        got = value(adapter, "sigmoid", Z)
        time.sleep(0.05)
    np.testing.assert_array_equal(got, SIGMOID)


def test_the_next_formula_meets_nothing_of_the_one_before(tmp_path: Path) -> None:
    write(tmp_path, {"answer.py": HEAD + "def relu(z):\n    np.exp = np.tanh; return z\n" + RIGHT})
    with open_submission(tmp_path / "answer.py", {}, TIGHT) as adapter:
        value(adapter, "relu", Z)
        np.testing.assert_array_equal(value(adapter, "sigmoid", Z), SIGMOID)


def test_a_call_that_timed_out_is_not_asked_again(tmp_path: Path) -> None:
    write(tmp_path, {"answer.py": HEAD + "def relu(z): time.sleep(9)\n" + RIGHT})
    with open_submission(tmp_path / "answer.py", {}, TIGHT) as adapter:
        relu = formula(adapter, "relu")
        with pytest.raises(TimedOut):
            relu.value([Z], {})
        begun = time.monotonic()
        with pytest.raises(TimedOut):
            relu.value([Z], {})
        assert time.monotonic() - begun < 0.1


def test_a_call_that_dies_is_not_asked_for_ever(tmp_path: Path) -> None:
    write(tmp_path, {"answer.py": HEAD + "def relu(z): os._exit(1)\n"})
    with open_submission(tmp_path / "answer.py", {}, TIGHT) as adapter:
        relu = formula(adapter, "relu")
        for _ in range(20):
            with pytest.raises(Died, match="exited with code 1"):
                relu.value([Z], {})
        assert adapter.session.generation <= 4


def test_the_time_of_a_submission_is_limited_as_a_whole(tmp_path: Path) -> None:
    names = ("relu", "sigmoid", "tanh", "softplus")
    source = HEAD + "".join(f"def {name}(z):\n    time.sleep(9)\n" for name in names)
    write(tmp_path, {"answer.py": source})
    begun = time.monotonic()
    limits = Limits(call_seconds=0.3, seconds=0.5)
    with open_submission(tmp_path / "answer.py", {}, limits) as adapter:
        for name in names:
            with pytest.raises((TimedOut, Exception), match=r"no answer|has used its 0\.5 s"):
                value(adapter, name, Z)
    assert time.monotonic() - begun < 2


@each_level
def test_grandchildren_do_not_survive(level: str, tmp_path: Path) -> None:
    source = (
        HEAD
        + """
import subprocess, signal
def relu(z):
    signal.signal(signal.SIGTERM, signal.SIG_IGN); signal.signal(signal.SIGHUP, signal.SIG_IGN)
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.closerange(0, 300)
            while True: time.sleep(9)
        os._exit(0)
    subprocess.Popen(["sleep", "99"], start_new_session=True)
    return z
"""
    )
    write(tmp_path, {"answer.py": source})
    with open_submission(tmp_path / "answer.py", {}, TIGHT, level) as adapter:
        root = server(adapter)
        before = processes(root)
        value(adapter, "relu", Z)
        assert len(processes(root)) >= len(before) + 3
    assert processes(root) == before


@each_level
def test_two_submissions_do_not_meet(level: str, tmp_path: Path) -> None:
    write(
        tmp_path / "a",
        {"answer.py": HEAD + "open('/tmp/mark', 'w') if os.getpid() < 10 else 0" + RIGHT},
    )
    write(tmp_path / "b", {"answer.py": HEAD + "assert not os.path.exists('/tmp/mark')" + RIGHT})
    for name in "ab":
        with open_submission(tmp_path / name / "answer.py", {}, TIGHT, level) as adapter:
            value(adapter, "sigmoid", Z)


def test_two_submissions_can_be_open_at_once(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"a.py": HEAD + "def relu(z): return z + 1", "b.py": HEAD + "def relu(z): return z"},
    )
    with (
        open_submission(tmp_path / "a.py", {}, TIGHT) as one,
        open_submission(tmp_path / "b.py", {}, TIGHT) as other,
    ):
        np.testing.assert_array_equal(value(one, "relu", Z), value(other, "relu", Z) + 1)


@each_level
def test_the_server_ends_with_the_grader(level: str, tmp_path: Path) -> None:
    write(tmp_path, {"answer.py": HEAD + "def relu(z): time.sleep(99)"})
    script = (
        "import os, sys, numpy as np\n"
        "from nnconform.adapters import Target\nfrom nnconform.spec import load\n"
        "from nnconform.adapters.isolation import open_submission\n"
        f"a = open_submission({str(tmp_path / 'answer.py')!r}, {{}}, None, {level!r})\n"
        "print(a.session.sandbox.process.pid, a.session.sandbox.folder, flush=True)\n"
        "a.implementation(load('relu'), Target('submission', 'cpu', 'float64', 'eager'))"
        ".value([np.zeros(1)], {})\n"
    )
    with subprocess.Popen([sys.executable, "-P", "-c", script], stdout=subprocess.PIPE) as grader:
        assert grader.stdout is not None
        pid, folder = grader.stdout.readline().decode().split()
        time.sleep(0.2)
        family = processes(int(pid)) | {int(pid)}
        grader.kill()
    deadline = time.monotonic() + 3
    while any(os.path.exists(f"/proc/{each}/exe") and _runs(each) for each in family):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert not os.path.exists(folder)


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def test_a_killed_server_is_the_submissions_death_and_a_new_one_is_started(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"answer.py": HEAD + "def relu(z): os.kill(os.getppid(), 9); time.sleep(9)\n" + RIGHT},
    )
    with open_submission(tmp_path / "answer.py", {}, TIGHT, LIMITS) as adapter:
        with pytest.raises(Died):
            value(adapter, "relu", Z)
        np.testing.assert_array_equal(value(adapter, "sigmoid", Z), SIGMOID)


def test_an_unknown_level_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {"answer.py": RIGHT})
    with pytest.raises(SandboxError, match="expected one of bubblewrap, limits"):
        open_submission(tmp_path / "answer.py", {}, level="none")


def test_an_unknown_package_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {"answer.py": RIGHT})
    with pytest.raises(SandboxError, match="'nonsense_xyz', which is not installed"):
        open_submission(tmp_path / "answer.py", {}, Limits(packages=("nonsense_xyz",)))


@each_level
def test_a_package_can_be_let_in(level: str, tmp_path: Path) -> None:
    write(tmp_path, {"answer.py": "from scipy.special import expit as sigmoid"})
    limits = Limits(packages=("scipy",), memory_mb=2048)
    with open_submission(tmp_path / "answer.py", {}, limits, level) as adapter:
        np.testing.assert_allclose(value(adapter, "sigmoid", Z), SIGMOID)


def test_another_device_is_unsupported(tmp_path: Path) -> None:
    write(tmp_path, {"answer.py": HEAD + RIGHT})
    with open_submission(tmp_path / "answer.py", {}, TIGHT) as adapter, pytest.raises(Unsupported):
        adapter.implementation(load("sigmoid"), Target(SUBMISSION, "cuda", "float64", "eager"))


def test_no_thread_of_ours_is_left(tmp_path: Path) -> None:
    write(tmp_path, {"answer.py": HEAD + RIGHT})
    before, files = threading.active_count(), len(os.listdir("/proc/self/fd"))
    for _ in range(5):
        with open_submission(tmp_path / "answer.py", {}, TIGHT) as adapter:
            value(adapter, "sigmoid", Z)
    assert threading.active_count() == before
    assert len(os.listdir("/proc/self/fd")) <= files + 2  # one idle server


@ONLY_BUBBLEWRAP
def test_without_nested_namespaces_each_submission_has_a_sandbox_of_its_own(
    level: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    close_idle()
    monkeypatch.setattr("nnconform.adapters.isolation.sandbox._NAMESPACES", "none")
    write(tmp_path, {"answer.py": HEAD + "def relu(z): os._exit(7)\n" + RIGHT})
    try:
        with open_submission(tmp_path / "answer.py", {}, TIGHT, level) as adapter:
            first = server(adapter)
            with pytest.raises(Died, match="exited with code 7"):
                value(adapter, "relu", Z)
            np.testing.assert_array_equal(value(adapter, "sigmoid", Z), SIGMOID)
            assert server(adapter) != first
        assert not _runs(first)
    finally:
        close_idle()
