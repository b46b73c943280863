"""One submission's processes, one after the other: started, asked, timed and ended."""

import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from nnconform.adapters.protocol import Died, TimedOut

from .channel import Channel, Forged, Gone, Late, Printed
from .files import Files
from .sandbox import Limits, Sandbox, SandboxError, give_back, take

_SETTING_UP = 30.0
# How long the news of a death may take to come.
_NEWS = 2.0


class Session:
    """Asks a submission, and starts it again where a question has ended it.

    Attributes:
        generation: how often it was started: what was bound before is gone.
        answered: how many questions this process has answered.
        used: the seconds that its calls and imports have taken.
    """

    def __init__(self, files: Files, limits: Limits, level: str | None) -> None:
        self.files = files
        self.limits = limits
        self.printed = Printed()
        self.generation = 0
        self.answered = 0
        self.used = 0.0
        self._channel: Channel | None = None
        self.sandbox: Sandbox | None = take(level, limits.packages)
        self.level = self.sandbox.level

    def ask(
        self, header: dict[str, Any], parts: Sequence[bytes], seconds: float
    ) -> tuple[dict[str, Any], bytes]:
        """Put a question under the clock.

        Raises:
            TimedOut: no answer in time, or the submission's time is used up.
            Died: the process has ended.
            SandboxError: the sandbox itself does not start.
        """
        left = self.limits.seconds - self.used
        if left <= 0:
            raise TimedOut(f"the submission has used its {self.limits.seconds:g} s")
        channel = self._channel or self.start()
        begun = time.monotonic()
        try:
            answer = channel.ask(header, parts, min(seconds, left))
        except Late:
            self.stop()
            said = f"no answer within {min(seconds, left):.3g} s"
            if left < seconds:
                said += f": the submission has used its {self.limits.seconds:g} s"
            raise TimedOut(said) from None
        except Gone:
            raise Died(self._end()) from None
        except Forged:
            self.stop()
            raise Died("wrote into the channel to the grader") from None
        except BaseException:
            self.stop()
            raise
        finally:
            self.used += time.monotonic() - begun
        self.answered += 1
        return answer

    def start(self) -> Channel:
        """Start a process and hand the files over.

        Raises:
            SandboxError: it does not take them: this is no fault of the submission.
        """
        self.stop()
        if self.sandbox is None:
            self.sandbox = take(self.level, self.limits.packages)
        pair = self.sandbox.spawn(self.limits)
        channel = Channel(*pair, self.printed)
        sizes = [(name, len(data)) for name, data in self.files.contents]
        header = {"op": "load", "files": sizes, "only": self.files.only}
        try:
            answer, _ = channel.ask(header, [data for _, data in self.files.contents], _SETTING_UP)
        except (Late, Gone, Forged) as error:
            channel.close()
            how = self.sandbox.ended(_NEWS) or type(error).__name__
            raise SandboxError(f"the sandbox does not take the submission: {how}; "
                               f"{self.printed.text[-200:]}") from None  # fmt: skip
        if "sources" not in answer:
            channel.close()
            raise SandboxError(f"the submission cannot be unpacked: {answer}")
        self._channel = channel
        self.generation += 1
        self.answered = 0
        return channel

    def alive(self) -> bool:
        """Whether a process is there that can be asked."""
        return self._channel is not None and self._channel.alive()

    def stop(self) -> None:
        """End the process and everything that it has started."""
        if self._channel is None:
            return
        self._channel.close()
        self._channel = None
        if self.sandbox is None:
            return
        try:
            self.sandbox.end()
            # Without namespaces of its own, what is left in a sandbox might meet the next child.
            if not self.sandbox.reusable:
                self.sandbox.close()
                self.sandbox = None
        except SandboxError:
            self.sandbox = None

    def _end(self) -> str:
        sandbox = self.sandbox
        how = "" if sandbox is None else sandbox.ended(_NEWS)
        if not how and sandbox is not None and sandbox.process.poll() is not None:
            how = "ended the sandbox that it ran in"
        self.stop()
        return how or "closed the channel to the grader"

    def close(self) -> None:
        """End everything, and leave the sandbox to the next submission."""
        self.stop()
        if self.sandbox is not None:
            with suppress(SandboxError):
                give_back(self.sandbox)
            self.sandbox = None
