"""Run other people's code in this process, so that it can fail but not disturb.

It isolates nothing: it keeps their printing, warnings, endless loops and ``sys.exit`` from ours.
"""

import io
import signal
import threading
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from types import FrameType

import numpy as np

from .protocol import Raised, TimedOut

TIME_LIMIT = 10.0
_KEPT = 10_000


class _Alarm(BaseException):
    """Not an Exception, so that ``except Exception`` in a submission does not stop it."""


class Printed(io.TextIOBase):
    """The first characters of what was printed."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str, /) -> int:
        """Keep ``text`` as far as there is room."""
        self.text += text[: _KEPT - len(self.text)]
        return len(text)

    def writable(self) -> bool:
        """Return True: it can be printed to."""
        return True


@contextmanager
def guarded(path: str, printed: Printed, limit: float = TIME_LIMIT) -> Iterator[None]:
    """Run the body as code of the file ``path``.

    Raises:
        Raised: the code raised anything but KeyboardInterrupt.
        TimedOut: it took more than ``limit`` seconds (main thread, where signals exist).
    """
    try:
        with (
            redirect_stdout(printed), redirect_stderr(printed), warnings.catch_warnings(),
            np.errstate(all="ignore"), _time_limit(limit),
        ):  # fmt: skip
            warnings.simplefilter("ignore")
            yield
    except KeyboardInterrupt:
        raise
    except _Alarm:
        raise TimedOut(f"no answer within {limit:g} s") from None
    except BaseException as error:
        raise Raised(type(error).__name__, _message(error), _line(error, path)) from None


@contextmanager
def _time_limit(limit: float) -> Iterator[None]:
    main = threading.current_thread() is threading.main_thread()
    if not main or not hasattr(signal, "setitimer"):
        yield
        return

    def ring(signum: int, frame: FrameType | None) -> None:
        raise _Alarm

    before = signal.signal(signal.SIGALRM, ring)
    # It rings again, in case a bare ``except`` has swallowed the first.
    waiting, _ = signal.setitimer(signal.ITIMER_REAL, limit, limit / 10)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, waiting)
        signal.signal(signal.SIGALRM, before)


def _message(error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        return error.msg
    try:
        return " ".join(str(error).split())
    except Exception as inner:
        return f"(its text cannot be read: {type(inner).__name__})"


def _line(error: BaseException, path: str) -> int | None:
    if isinstance(error, SyntaxError) and error.filename == path:
        return error.lineno
    frames = traceback.extract_tb(error.__traceback__)
    return next((frame.lineno for frame in reversed(frames) if frame.filename == path), None)
