"""Start, probe and stop the sandbox in which submissions run.

There are two levels, and every report says which one was used:

``bubblewrap``
    No network; of the file system only ``/usr``, the interpreter's standard library and the
    packages that a submission may import, read-only; a private ``/tmp`` of limited size; own
    process-ids, users and mounts; no capabilities. Where the kernel lets a child make namespaces
    of its own, it has a ``/proc`` with nothing in it, and its end is the end of everything that
    it started. It does not hide the processor or the clock, and a hole in the kernel is a hole.

``limits``
    The same server and the same limits of time, memory and processes, of the size of each file
    (not of their sum), an environment and a module path in which the suite does not occur, a
    private working directory that is removed. It does NOT hide the file system, the network or
    other processes of the same user: a submission that looks for the grader's files can read,
    write and end what that user can. Whoever grades strangers this way does it in a container.

At both levels expected values, assignment, other submissions and our code are in no process that
a submission shares.
"""

import atexit
import json
import os
import select
import shutil
import signal
import site
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from nnconform.adapters.protocol import AdapterError

BUBBLEWRAP = "bubblewrap"
LIMITS = "limits"
LEVELS = (BUBBLEWRAP, LIMITS)
_INSIDE = Path(__file__).parent / "inside"
# What a server inside bubblewrap is told: to try namespaces for each child.
_NAMESPACES = "namespaces"
_START = 30.0
_STOP = 5.0
# What NumPy and the interpreter themselves take of the address space.
_BASE_MB = 512
_ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "HOME": "/tmp",
    "LANG": "C.UTF-8",
    "PYTHONHASHSEED": "0",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a submission may use.

    Attributes:
        call_seconds: the longest that one call may take.
        seconds: the longest that all of its calls and imports may take together.
        memory_mb: memory of one process, and of all of them together, besides NumPy itself.
        disk_mb: what it may write.
        processes: how many it may have at a time.
        packages: what it may import besides NumPy and the standard library.
    """

    call_seconds: float = 10.0
    seconds: float = 120.0
    memory_mb: int = 1024
    disk_mb: int = 64
    processes: int = 64
    packages: tuple[str, ...] = ()


class SandboxError(AdapterError):
    """The sandbox itself does not start or answer: a fault of the grader, never of a submission."""


class Sandbox:
    """A running server, and at most one child of it.

    Attributes:
        level: "bubblewrap" or "limits".
        reusable: whether nothing is left in it when a child has ended.
    """

    def __init__(self, level: str, packages: tuple[str, ...]) -> None:
        if not sys.platform.startswith("linux"):
            raise SandboxError("submissions are run on Linux only: use a container or a virtual "
                               "machine")  # fmt: skip
        self.level = level
        self.packages = packages
        # Inside bubblewrap everything is in memory, and gone with it.
        folder = tempfile.mkdtemp(prefix="submission-") if level == LIMITS else None
        self.folder = None if folder is None else Path(folder)
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.how = ""
        try:
            with theirs:
                self.process = self._started(theirs.fileno())
            ready = self._heard(_START)
        except BaseException:
            self.control.close()
            self._remove()
            raise
        if ready is None:
            said = self._last_words()
            self.close()
            raise SandboxError(f"the sandbox ({level}) does not start: {said or 'no answer'}")
        # Without namespaces of its own a child may leave something behind for the next one.
        self.reusable = bool(ready["nested"]) or level == LIMITS

    def _started(self, fd: int) -> subprocess.Popen[bytes]:
        python = os.path.realpath(getattr(sys, "_base_executable", sys.executable))
        environment: dict[str, str] = {}
        if self.folder is None:
            path = "/grader:/site"
            wrapped = [*_bubblewrap(self.packages), "--setenv", "PYTHONPATH", path, python]
            server = "/grader/inside/server.py"
        else:
            path = str(_library(self.folder / "library", self.packages))
            wrapped = [python]
            server = f"{path}/inside/server.py"
            environment = {**_ENVIRONMENT, "PYTHONPATH": path, "HOME": str(self.folder)}
        return subprocess.Popen(
            [*wrapped, "-s", "-S", "-P", "-B", "-X", "utf8", server, str(fd),
             _NAMESPACES if self.level == BUBBLEWRAP else "none"],
            pass_fds=[fd], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, start_new_session=True, env=environment, cwd="/",
        )  # fmt: skip

    def spawn(self, limits: Limits) -> tuple[socket.socket, int]:
        """Start a child; return the channel to it, and where its printing comes out.

        Raises:
            SandboxError: the server does not answer.
        """
        ours, theirs = socket.socketpair()
        reader, writer = os.pipe()
        self.how = ""
        request = {
            "op": "spawn",
            "root": self._root(),
            "memory": (limits.memory_mb + _BASE_MB) << 20,
            "disk": limits.disk_mb << 20,
            "cpu": int(limits.seconds) + 5,
            "processes": limits.processes,
        }
        try:
            with theirs:
                data = [json.dumps(request).encode()]
                socket.send_fds(self.control, data, [theirs.fileno(), writer])
            self._await("spawn")
        except OSError as error:
            ours.close()
            os.close(reader)
            raise SandboxError(f"the sandbox ({self.level}) is gone: {error}") from None
        finally:
            os.close(writer)
        return ours, reader

    def _root(self) -> str:
        if self.folder is None:
            return "/tmp/submission"
        private = self.folder / "tmp"
        shutil.rmtree(private, ignore_errors=True)
        private.mkdir()
        return str(private / "submission")

    def ended(self, seconds: float) -> str:
        """How the child ended, waiting for the news; "" if it has not."""
        deadline = time.monotonic() + seconds
        while not self.how:
            message = self._heard(deadline - time.monotonic())
            if message is None:
                break
            self.how = message.get("ended", "")
        return self.how

    def end(self) -> None:
        """End the child and everything that came of it.

        Raises:
            SandboxError: the server does not answer; it has been killed.
        """
        try:
            self.control.send(b'{"op":"end"}')
            self._await("end")
        except OSError:
            self.close()
            raise SandboxError(f"the sandbox ({self.level}) is gone") from None

    def _await(self, operation: str) -> None:
        deadline = time.monotonic() + _STOP
        while True:
            message = self._heard(deadline - time.monotonic())
            if message is None:
                self.close()
                raise SandboxError(f"the sandbox ({self.level}) does not answer")
            if message.get("done") == operation:
                return
            self.how = message.get("ended", self.how)

    def _heard(self, seconds: float) -> dict[str, Any] | None:
        if not select.select([self.control], [], [], max(seconds, 0))[0]:
            return None
        try:
            data = self.control.recv(65536)
        except OSError:
            return None
        found: dict[str, Any] | None = json.loads(data) if data else None
        return found

    def _last_words(self) -> str:
        with suppress(ProcessLookupError):
            self.process.kill()
        said = self.process.communicate()[1].decode("utf-8", "replace")
        return " ".join(said.split())[-300:]

    def close(self) -> None:
        """End the server and everything below it, and remove its folder."""
        self.control.close()  # the server ends its child, and itself, when nobody listens
        try:
            self.process.wait(timeout=2 if self.level == LIMITS else 0.5)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        if self.process.stderr is not None:
            self.process.stderr.close()
        if self.level == LIMITS and self.process.returncode:
            self._kill_orphans()
        self._remove()

    def _kill_orphans(self) -> None:
        """End what a server that was killed cannot end: it is known by its environment."""
        mark = f"HOME={self.folder}".encode()
        for path in Path("/proc").glob("[0-9]*/environ"):
            with suppress(OSError):
                if mark in path.read_bytes().split(b"\0"):
                    os.kill(int(path.parent.name), signal.SIGKILL)

    def _remove(self) -> None:
        if self.folder is None:
            return
        # A submission may have taken away its own right to delete.
        for path, folders, _ in os.walk(self.folder):
            for name in folders:
                with suppress(OSError):
                    if not os.path.islink(os.path.join(path, name)):
                        os.chmod(os.path.join(path, name), 0o700)
        shutil.rmtree(self.folder, ignore_errors=True)


def _packages(names: tuple[str, ...]) -> Iterator[Path]:
    """The files and folders of importable packages, and of the libraries they bring."""
    for name in ("numpy", *names):
        found = find_spec(name)
        if found is None or found.origin is None:
            raise SandboxError(f"limits: packages names {name!r}, which is not installed here")
        origin = Path(found.origin)
        place = origin.parent if found.submodule_search_locations else origin
        yield place
        libraries = place.with_name(f"{name}.libs")
        if libraries.is_dir():
            yield libraries


def _library(folder: Path, packages: tuple[str, ...]) -> Path:
    """A folder with what a submission may import, and with nothing else."""
    shutil.copytree(_INSIDE, folder / "inside", ignore=shutil.ignore_patterns("__pycache__"))
    for place in _packages(packages):
        (folder / place.name).symlink_to(place)
    return folder


def _bubblewrap(packages: tuple[str, ...]) -> list[str]:
    """The policy: nothing is there but what is named here."""
    found = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--clearenv",
             "--cap-drop", "ALL", "--uid", "1000", "--gid", "1000",
             "--ro-bind", "/usr", "/usr"]  # fmt: skip
    for place in ("/lib", "/lib64", "/lib32", "/bin"):
        if os.path.islink(place):
            found += ["--symlink", os.readlink(place), place]
        elif os.path.isdir(place):
            found += ["--ro-bind", place, place]
    for place in ("/etc/ld.so.cache", "/etc/alternatives"):
        found += ["--ro-bind-try", place, place]
    base = os.path.realpath(sys.base_prefix)
    if not base.startswith("/usr"):
        found += ["--ro-bind", base, base]
    for place in _hidden(("/usr", base)):
        found += ["--tmpfs", place]
    found += ["--ro-bind", str(_INSIDE), "/grader/inside"]
    for each in _packages(packages):
        found += ["--ro-bind", str(each), f"/site/{each.name}"]
    found += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/dev/shm"]
    found += ["--size", str(256 << 20), "--tmpfs", "/tmp", "--remount-ro", "/dev"]
    found += ["--remount-ro", "/", "--chdir", "/tmp"]
    for name, value in _ENVIRONMENT.items():
        found += ["--setenv", name, value]
    return found


def _hidden(shown: tuple[str, ...]) -> list[str]:
    """Folders of installed packages, and our own, that would be seen with what is shown."""
    import nnconform

    base = os.path.realpath(sys.base_prefix)
    folders = {*site.getsitepackages(), sysconfig.get_path("purelib")}
    folders.add(sysconfig.get_path("purelib", vars={"base": base, "platbase": base}))
    folders.add("/usr/lib/python3/dist-packages")
    folders |= {str(Path(path).parent) for path in nnconform.__path__}
    folders.add(str(_INSIDE.parents[2]))
    real = {os.path.realpath(folder) for folder in folders}
    return sorted(f for f in real if os.path.isdir(f) and any(f.startswith(s + "/") for s in shown))


_IDLE: dict[int, list[Sandbox]] = {}
_FOUND: dict[int, str] = {}


def best_level() -> str:
    """The best level there is here, found by starting it once."""
    here = os.getpid()
    if here not in _FOUND:
        _FOUND[here] = LIMITS
        if shutil.which("bwrap"):
            with suppress(SandboxError, OSError):
                give_back(Sandbox(BUBBLEWRAP, ()))
                _FOUND[here] = BUBBLEWRAP
    return _FOUND[here]


def take(level: str | None, packages: tuple[str, ...]) -> Sandbox:
    """Return a sandbox that nobody uses, an idle one or a new one.

    Args:
        level: None for the best there is.

    Raises:
        SandboxError: it does not start, or there is no such level.
    """
    if level is not None and level not in LEVELS:
        raise SandboxError(f"unknown level {level!r}: expected one of {', '.join(LEVELS)}")
    wanted = level or best_level()
    idle = _IDLE.setdefault(os.getpid(), [])
    for sandbox in idle:
        if (sandbox.level, sandbox.packages) == (wanted, packages):
            idle.remove(sandbox)
            return sandbox
    if wanted == BUBBLEWRAP and shutil.which("bwrap") is None:
        raise SandboxError("bubblewrap is not installed: apt-get install bubblewrap")
    return Sandbox(wanted, packages)


def give_back(sandbox: Sandbox) -> None:
    """Keep a sandbox without a child for the next submission."""
    _IDLE.setdefault(os.getpid(), []).append(sandbox)


@atexit.register
def close_idle() -> None:
    """End the servers that wait for a next submission."""
    for sandbox in _IDLE.pop(os.getpid(), []):
        sandbox.close()
