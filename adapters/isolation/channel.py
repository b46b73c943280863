"""The grader's end of the socket: one question, one answer, a clock, and what was printed."""

import json
import os
import secrets
import select
import socket
import time
from collections.abc import Sequence
from typing import Any

from .inside.wire import PREFIX, frame, sizes

KEPT = 10_000
_CHUNK = 1 << 18


class Late(Exception):
    """The clock has run out."""


class Gone(Exception):
    """The child has ended, or has closed its end."""


class Forged(Exception):
    """What came is no answer to what was asked."""


class Printed:
    """The beginning of what a submission has printed, and how much it was.

    Attributes:
        muted: whether what comes now is only counted.
    """

    def __init__(self) -> None:
        self.count = 0
        self.muted = False
        self._kept = bytearray()

    def add(self, data: bytes) -> None:
        """Take what has come, and keep what there is room for."""
        self.count += len(data)
        if not self.muted:
            self._kept += data[: max(0, KEPT - len(self._kept))]

    @property
    def text(self) -> str:
        """What was kept, as text."""
        return self._kept.decode("utf-8", "replace")


class Channel:
    """A child as the parent sees it."""

    def __init__(self, channel: socket.socket, output: int, printed: Printed) -> None:
        self.channel = channel
        self.output: int | None = output
        self.printed = printed
        channel.setblocking(False)
        os.set_blocking(output, False)

    def ask(
        self, header: dict[str, Any], parts: Sequence[bytes], seconds: float
    ) -> tuple[dict[str, Any], bytes]:
        """Send a request and return the header and the body of the answer to it.

        Raises:
            Late: no answer within ``seconds``.
            Gone: the child has ended.
            Forged: something else came.
        """
        deadline = time.monotonic() + seconds
        self._drop_stale()
        nonce = secrets.token_hex(8)
        self._send(memoryview(frame({**header, "nonce": nonce}, parts)), deadline)
        try:
            head_size, body_size = sizes(self._receive(PREFIX.size, deadline))
            answer = json.loads(self._receive(head_size, deadline))
        except (ValueError, RecursionError):
            raise Forged from None
        body = self._receive(body_size, deadline)
        if type(answer) is not dict or answer.get("nonce") != nonce:
            raise Forged
        self._drain()
        return answer, bytes(body)

    def alive(self) -> bool:
        """Whether the child's end is open, as far as one can tell without asking."""
        try:
            return self.channel.recv(1, socket.MSG_PEEK) != b""
        except BlockingIOError:
            return True
        except OSError:
            return False

    def close(self) -> None:
        """Take what was still printed, and close our ends."""
        self._drain()
        self.channel.close()
        if self.output is not None:
            os.close(self.output)
            self.output = None

    def _drop_stale(self) -> None:
        """Whatever came unasked is no answer; what is left of it will not bear the nonce."""
        try:
            for _ in range(64):
                if not self.channel.recv(_CHUNK):
                    raise Gone
        except BlockingIOError:
            return
        except OSError:
            raise Gone from None
        raise Forged

    def _send(self, data: memoryview, deadline: float) -> None:
        while data:
            self._wait(deadline, writing=True)
            try:
                data = data[self.channel.send(data) :]
            except BlockingIOError:
                continue
            except OSError:
                raise Gone from None

    def _receive(self, size: int, deadline: float) -> bytearray:
        found = bytearray()
        while len(found) < size:
            self._wait(deadline, writing=False)
            try:
                data = self.channel.recv(min(size - len(found), _CHUNK))
            except BlockingIOError:
                continue
            except OSError:
                raise Gone from None
            if not data:
                raise Gone
            found += data
        return found

    def _wait(self, deadline: float, *, writing: bool) -> None:
        """Wait until the channel is ready; meanwhile take what is printed, so nobody waits."""
        ours: list[Any] = [self.channel]
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise Late
            printing = [] if self.output is None else [self.output]
            ready = select.select([*printing, *([] if writing else ours)],
                                  ours if writing else [], [], left)  # fmt: skip
            if self.output in ready[0]:
                self._drain(1)
            if self.channel in ready[0] or self.channel in ready[1]:
                return

    def _drain(self, times: int = 16) -> None:
        for _ in range(times):
            if self.output is None:
                return
            try:
                data = os.read(self.output, _CHUNK)
            except BlockingIOError:
                return
            if not data:
                os.close(self.output)
                self.output = None
                return
            self.printed.add(data)
