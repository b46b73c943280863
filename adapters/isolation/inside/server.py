"""A server that has loaded NumPy and nothing of ours, and forks one child a submission.

The parent hands over a socket and a pipe with each request. The server is the reaper of every
process that comes of a child (PR_SET_CHILD_SUBREAPER), so that none outlives it; where the kernel
allows it, a child also gets a process-id, mount and IPC namespace of its own, and its death takes
everything in them along.
"""

import ctypes
import gc
import json
import os
import resource
import select
import shutil
import signal
import socket
import sys
import time
from contextlib import suppress
from typing import Any

_NEW = 0x00020000 | 0x10000000 | 0x20000000 | 0x08000000  # mount, user, process-id, IPC
_PRIVATE, _NOSUID, _NODEV, _READONLY = 0x4000 | 0x40000, 2, 4, 1
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS, _PR_SET_CHILD_SUBREAPER = 1, 38, 36
_WATCH = 0.05
_libc = ctypes.CDLL(None, use_errno=True)


def _ask(call: Any, *arguments: Any) -> None:
    if call(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


class Server:
    """Forks a child on request, watches it, and ends it with all that came of it.

    Attributes:
        nested: whether children get namespaces of their own.
    """

    def __init__(self, control: socket.socket, nested: bool) -> None:
        self.control = control
        self.nested = nested
        self.child = 0
        self.watch = -1
        self.news = -1
        self.limits: dict[str, Any] = {}

    def serve(self) -> None:
        """Answer the parent until it goes away; then end everything."""
        while True:
            waiting: list[Any] = [self.control, *([self.watch] if self.watch >= 0 else [])]
            ready = select.select(waiting, [], [], _WATCH if self.child else None)[0]
            if self.watch in ready:
                self._say({"ended": self._reap()})
            elif self.child and (said := self._too_much()):
                self.end()
                self._say({"ended": said})
            if self.control in ready and not self._request():
                self.end()
                return

    def _request(self) -> bool:
        try:
            data, fds, _, _ = socket.recv_fds(self.control, 65536, 8)
        except OSError:
            return False
        if not data:
            return False
        request = json.loads(data)
        if request["op"] == "spawn":
            self.end()
            self._spawn(request, fds)
        else:
            self.end()
        for fd in fds:
            os.close(fd)
        self._say({"done": request["op"], "nested": self.nested})
        return True

    def _say(self, message: dict[str, Any]) -> None:
        try:
            self.control.send(json.dumps(message).encode())
        except OSError:
            sys.exit()  # nobody listens any more

    def _spawn(self, request: dict[str, Any], fds: list[int]) -> None:
        self.limits = request
        reader, writer = os.pipe()
        first = os.fork()
        if first == 0:
            try:
                os.close(reader)
                self._become(request, fds, writer)
            except BaseException as error:
                os.write(2, f"the sandbox could not be set up: {error}\n".encode())
            os._exit(87)
        os.close(writer)
        said = os.read(reader, 64)  # nothing, once the pipe is closed, where nothing is nested
        if said:
            os.waitpid(first, 0)
            first, self.news = int(said), reader
        else:
            os.close(reader)
        self.child = first
        try:
            self.watch = os.pidfd_open(first)
        except OSError:
            self.watch = -1

    def _become(self, request: dict[str, Any], fds: list[int], writer: int) -> None:
        """Turn this process, or a child of it, into the submission's."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        if self.nested:
            _unshare()
            first = os.fork()
            if first:
                os.write(writer, str(first).encode())
                os._exit(0)
            _mount(request)
            _drop_capabilities()
            _wait_for_another(writer)
        else:
            _ask(_libc.prctl, _PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        os.close(writer)
        os.setsid()
        _ask(_libc.prctl, _PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        channel = _descriptors(fds)
        _limit(request)
        from inside.child import main  # type: ignore[import-not-found]

        main(socket.socket(fileno=channel), request["root"])
        os._exit(0)

    def _reap(self) -> str:
        """Take the child's status, and end what it has left behind."""
        status = os.waitpid(self.child, 0)[1]
        if self.news >= 0 and (said := os.read(self.news, 64)):
            status = int(said)
        self._forget()
        self._sweep()
        return _how(status)

    def end(self) -> None:
        """Kill the child and everything that came of it."""
        if not self.child:
            return
        for kill, target in ((os.killpg, self.child), (os.kill, self.child)):
            try:
                kill(target, signal.SIGKILL)
            except OSError:
                continue
        with suppress(ChildProcessError):
            os.waitpid(self.child, 0)
        self._forget()
        self._sweep()

    def _forget(self) -> None:
        for descriptor in (self.watch, self.news):
            if descriptor >= 0:
                os.close(descriptor)
        self.child, self.watch, self.news = 0, -1, -1

    def _sweep(self) -> None:
        """Kill orphans: as their reaper we inherit them, generation by generation."""
        for _ in range(2000):
            try:
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
            except ChildProcessError:
                return
            for pid in _descendants(os.getpid()):
                try:
                    os.kill(pid, signal.SIGKILL)
                except OSError:
                    continue
            time.sleep(0.001)

    def _too_much(self) -> str:
        """What the processes of a child use together, where that is more than is allowed."""
        pids = _descendants(os.getpid())
        if len(pids) > self.limits["processes"] + 2:  # the first of the namespace, and the child
            return f"started more than {self.limits['processes']} processes"
        if len(pids) > 1 and sum(map(_resident, pids)) > self.limits["memory"]:
            return f"out of memory: its processes use more than {self.limits['memory'] >> 20} MiB"
        return ""


def _how(status: int) -> str:
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number == signal.SIGKILL:
            return "was killed (by itself, or because the machine ran out of memory)"
        if number == signal.SIGXCPU:
            return "used more processor time than it may"
        return f"crashed with {signal.Signals(number).name}"
    code = os.WEXITSTATUS(status)
    return "disturbed the channel to the grader" if code == 86 else f"exited with code {code}"


def _descendants(root: int) -> list[int]:
    found: list[int] = []
    front = [root]
    while front:
        front = [child for pid in front for child in _children(pid)]
        found.extend(front)
    return found


def _children(pid: int) -> list[int]:
    found: list[int] = []
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/children", "rb") as file:
                found.extend(map(int, file.read().split()))
    except OSError:
        pass
    return found


def _resident(pid: int) -> int:
    try:
        with open(f"/proc/{pid}/statm", "rb") as file:
            return int(file.read().split()[1]) * resource.getpagesize()
    except (OSError, ValueError, IndexError):
        return 0


def _unshare() -> None:
    user, group = os.getuid(), os.getgid()
    _ask(_libc.unshare, _NEW)
    for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"),
                       ("gid_map", f"{group} {group} 1")):  # fmt: skip
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)


def _wait_for_another(news: int) -> None:
    """Stay the first process of the namespace, which takes signals of nobody, and fork another.

    Returns in the other one. This one reaps, and tells how the other has ended; with its own end
    the kernel ends everything in the namespace.
    """
    child = os.fork()
    if child == 0:
        return
    os.closerange(0, news)
    os.closerange(news + 1, 4096)
    while True:
        ended, status = os.wait()
        if ended == child:
            os.write(news, str(status).encode())
            os._exit(0)


def _mount(request: dict[str, Any]) -> None:
    """A private, size-limited /tmp and /dev/shm, and nothing in /proc."""
    size = f"size={request['disk']},nr_inodes=20000".encode()
    _ask(_libc.mount, b"none", b"/", None, _PRIVATE, None)
    for place in (b"/tmp", b"/dev/shm"):
        _ask(_libc.mount, b"tmpfs", place, b"tmpfs", _NOSUID | _NODEV, size)
    _ask(_libc.mount, b"tmpfs", b"/proc", b"tmpfs", _NOSUID | _NODEV | _READONLY, b"size=4096")


def _drop_capabilities() -> None:
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    _ask(_libc.capset, ctypes.byref(header), ctypes.byref((ctypes.c_uint32 * 6)()))


def _descriptors(fds: list[int]) -> int:
    """Leave open: nothing to read, the pipe for what is printed, and the channel."""
    channel, printed = fds
    nothing = os.open("/dev/null", os.O_RDONLY)
    channel = os.dup2(channel, 200, inheritable=False)
    for source, target in ((nothing, 0), (printed, 1), (printed, 2)):
        os.dup2(source, target)
    os.closerange(3, 200)
    os.closerange(201, 4096)
    return channel


def _limit(request: dict[str, Any]) -> None:
    for name, value in (("AS", request["memory"]), ("CORE", 0), ("FSIZE", request["disk"]),
                        ("NOFILE", 256)):  # fmt: skip
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))
    resource.setrlimit(resource.RLIMIT_CPU, (request["cpu"], request["cpu"] + 1))


def can_nest() -> bool:
    """Whether a process here may make namespaces of its own."""
    pid = os.fork()
    if pid == 0:
        try:
            _unshare()
            inner = os.fork()
            if inner == 0:
                _mount({"disk": 4096})
                os._exit(0)
            os._exit(os.waitstatus_to_exitcode(os.waitpid(inner, 0)[1]))
        except BaseException:
            os._exit(1)
    return os.waitpid(pid, 0)[1] == 0


def main(fd: int, namespaces: bool) -> None:
    """Load NumPy, say so, and serve."""
    import numpy.random
    from inside import child  # type: ignore[import-not-found]

    del numpy, child
    _ask(_libc.prctl, _PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    _ask(_libc.prctl, _PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    control = socket.socket(fileno=fd)
    nested = namespaces and can_nest()
    gc.collect()
    gc.freeze()
    control.send(json.dumps({"ready": True, "nested": nested}).encode())
    server = Server(control, nested)
    try:
        server.serve()
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        server.end()
        if not namespaces:  # the folder that was made for this server
            shutil.rmtree(os.environ["HOME"], ignore_errors=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2] == "namespaces")
