"""Run one submission: import it, and answer calls over a socket.

Whatever the submission does to this process, it harms nobody but its own answers: the parent
holds the clock, and believes nothing before it has checked it.
"""

import inspect
import io
import json
import os
import random
import socket
import sys
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from .bound import Adapted, Bound
from .language import BindingError
from .loading import LoadError, Submission
from .wire import MAX_ANSWER, PREFIX, Packer, Refused, Unpacker, frame, sizes

# The exit code that says: there is no way back to the parent.
LOST = 86
# What is printed beyond this is dropped here already; the parent counts what comes another way.
_PRINTED = 20_000
_errstate, _array = np.errstate, np.array
_exit, _pid = os._exit, os.getpid


class _Printer(io.TextIOBase):
    """Standard output: the first characters go through, the rest are dropped."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.room = _PRINTED

    def write(self, text: str | bytes, /) -> int:
        """Write ``text`` as far as there is room."""
        if self.room > 0:
            kept = text[: self.room]
            self.room -= len(kept)
            data = kept if isinstance(kept, bytes) else str(kept).encode("utf-8", "replace")
            os.write(self.descriptor, data)
        return len(text)

    @property
    def buffer(self) -> "_Printer":
        """What takes bytes: the same."""
        return self

    def reconfigure(self, **how: Any) -> None:
        """Stay as it is."""

    def writable(self) -> bool:
        """Return True."""
        return True

    def fileno(self) -> int:
        """Return the descriptor below."""
        return self.descriptor


class Child:
    """One submission's side of the socket.

    Attributes:
        functions: what was resolved, by formula and suffix.
    """

    def __init__(self, channel: socket.socket, root: str) -> None:
        self.channel = channel
        self.root = root
        self.own = _pid()
        self.submission = Submission(root)
        self.functions: dict[str, Any] = {}
        self.last: tuple[Any, bytes] | None = None

    def serve(self) -> None:
        """Answer requests until the parent goes away."""
        while True:
            try:
                head, body = self._receive()
            except (OSError, ValueError, EOFError):
                _exit(0)
            reply = self._reply(head, body)
            if _pid() != self.own:
                _exit(0)  # a process that the submission has forked: it has nothing to say
            try:
                self.channel.sendall(reply)
            except OSError:
                _exit(LOST)

    def _receive(self) -> tuple[dict[str, Any], bytearray]:
        head_size, body_size = sizes(self._exactly(PREFIX.size))
        head = json.loads(self._exactly(head_size))
        return head, self._exactly(body_size)

    def _exactly(self, size: int) -> bytearray:
        found = bytearray(size)
        view, at = memoryview(found), 0
        while at < size:
            got = self.channel.recv_into(view[at:])
            if not got:
                raise EOFError
            at += got
        return found

    def _reply(self, head: dict[str, Any], body: bytearray) -> bytes:
        nonce = head["nonce"]
        packer = Packer(MAX_ANSWER)
        try:
            with warnings.catch_warnings(), _errstate(all="ignore"):
                warnings.simplefilter("ignore")
                answer = getattr(self, f"_{head['op']}")(head, body, packer)
            return frame({"nonce": nonce, **answer}, packer.parts)
        except Refused as error:
            return frame({"nonce": nonce, "bad": str(error)[:500]})
        except LoadError as error:
            return frame({"nonce": nonce, error.kind: str(error)[:1000]})
        except BindingError as error:
            return frame({"nonce": nonce, "binding": str(error)[:1000]})
        except BaseException as error:
            return frame({"nonce": nonce, "raised": self._raised(error)})

    def _raised(self, error: BaseException) -> list[Any]:
        kind = type(error).__name__[:100]
        try:
            said = " ".join(str(error).split())[:500]
        except BaseException as inner:
            said = f"(its text cannot be read: {type(inner).__name__})"
        file, line = self.submission.place(error)
        return [kind, said, line, file[:200]]

    def _load(self, head: dict[str, Any], body: bytearray, packer: Packer) -> dict[str, Any]:
        at = 0
        os.makedirs(self.root, exist_ok=True)
        for relative, size in head["files"]:
            path = os.path.join(self.root, relative)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(body[at : at + size])
            at += size
        self.submission.only = head["only"]
        os.chdir(self.root)
        return {"sources": self.submission.sources()}

    def _locate(self, head: dict[str, Any], body: bytearray, packer: Packer) -> dict[str, Any]:
        binding = head["binding"] or {}
        given = binding.get("class") or binding.get("function") or ""
        module = given.rpartition(":")[0] or binding.get("module")
        if "adapter" in binding and not given and module is None:
            return {"file": self.submission.only or ""}
        name = given.rpartition(":")[2] or head["names"][0]
        try:
            return {"file": self.submission.locate(name, module)}
        except LoadError:
            single = head["names"][-1]  # one step may be offered instead of the whole
            if given or module or not single.endswith("_step"):
                raise
            try:
                return {"file": self.submission.locate(single)}
            except LoadError:
                pass
            raise

    def _bind(self, head: dict[str, Any], body: bytearray, packer: Packer) -> dict[str, Any]:
        try:
            definitions = bool((head["binding"] or {}).get("definitions"))
            module = self.submission.module(head["file"], definitions)
        except LoadError as error:
            return {"import": str(error)[:1000], "errors": self._errors()}
        first, *others = head["names"]
        functions: dict[str, Any] = {n: getattr(module, n, None) for n in others}
        functions[first] = self._function(module, first, head)
        functions = {name: f for name, f in functions.items() if callable(f)}
        self.functions.update({f"{head['key']}/{name}": f for name, f in functions.items()})
        found = {name: _described(f) for name, f in functions.items()}
        return {"found": found, "errors": self._errors()}

    def _errors(self) -> list[str]:
        return [text[:500] for text in self.submission.errors[:20]]

    def _function(self, module: Any, name: str, head: dict[str, Any]) -> Any:
        binding = head["binding"]
        if binding is None:
            return getattr(module, name, None)
        if "adapter" in binding:
            file, _, function = binding["adapter"].rpartition(":")
            return Adapted(head["source"], file, function, module)
        try:
            return Bound(binding, module, name, head["inputs"], head["parameters"])
        except BindingError as error:
            said = str(error)
            raise LoadError(f"{head['file']}: {said}", "missing") from None

    def _call(self, head: dict[str, Any], body: bytearray, packer: Packer) -> dict[str, Any]:
        arguments, keywords = Unpacker(body).unpack(head["given"])
        function = self.functions[head["key"]]
        before = _bytes_of(arguments)
        if head["steps"]:
            returned = _stepped(function, arguments, keywords)
        else:
            returned = function(*arguments, **keywords)
        answer: dict[str, Any] = {}
        earlier = self._earlier()
        answer["value"] = packer.pack(returned)
        self.last = (returned, b"".join(packer.parts)) if type(returned) is np.ndarray else None
        answer["earlier"] = None if earlier is None else packer.pack(earlier)
        if before is not None and not getattr(function, "in_place", False):
            after = _bytes_of(arguments)
            answer["after"] = None if after == before else packer.pack(arguments)
        return answer

    def _earlier(self) -> Any:
        """The result before, if it is no longer what it was: a buffer that is used again."""
        if self.last is None:
            return None
        result, was = self.last
        now = _bytes_of(result)
        return None if now is None or now == was else result


def _bytes_of(value: Any) -> bytes | None:
    packer = Packer()
    try:
        packer.pack(value)
    except Refused:
        return None
    return b"".join(packer.parts)


def _stepped(function: Callable[..., Any], arguments: Any, keywords: dict[str, Any]) -> Any:
    """The trajectory of single steps with an explicit state, None at first."""
    theta, grads, state, *further = arguments
    seen = []
    for g in grads:
        returned = function(theta, np.array(g), state, *further, **keywords)
        if not isinstance(returned, tuple | list) or len(returned) != 2:
            raise Refused(f"a step returned {type(returned).__name__}; expected the pair "
                          f"(theta, state)")  # fmt: skip
        theta, state = returned
        seen.append(_array(theta, subok=False))
    return _array(seen)


def _described(function: Any) -> dict[str, Any]:
    """What the parent has to know to pass hyperparameters on."""
    if isinstance(function, Bound):
        return {"taken": function.taken}
    if isinstance(function, Adapted):
        return {"signature": (_signature(function.function) or [])[1:]}
    return {"signature": _signature(function)}


def _signature(function: Any) -> list[list[str]] | None:
    """The names and kinds of a function's parameters; None where it cannot tell."""
    if isinstance(function, np.vectorize):
        function = function.pyfunc
    try:
        parameters = inspect.signature(function).parameters.values()
        return [[p.name[:100], p.kind.name] for p in parameters][:100]
    except (TypeError, ValueError):
        return None


def main(channel: socket.socket, root: str) -> None:
    """Serve one submission, whose files are unpacked under ``root``."""
    sys.stdin = io.TextIOWrapper(open(0, "rb", closefd=False))  # noqa: SIM115
    sys.stdout = sys.__stdout__ = _Printer(1)  # type: ignore[misc, assignment]
    sys.stderr = sys.__stderr__ = _Printer(2)  # type: ignore[misc, assignment]
    sys.argv = ["submission"]
    # What is not seeded starts alike in every grading.
    random.seed(0)
    np.random.seed(0)
    try:
        Child(channel, root).serve()
    finally:
        _exit(LOST)
