"""Processes that use one core each, and end with the one that started them."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import ParamSpec, Self, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

# What a process reads as it starts. One core each: the pieces are what is shared out. And glibc is
# to keep freed memory: handing arrays of half a MiB back to the system after each operation takes
# several times as long as computing them.
ENVIRONMENT: Mapping[str, str] = {
    **dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"),
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
    "MALLOC_MMAP_THRESHOLD_": str(2**25),
    "MALLOC_TRIM_THRESHOLD_": str(2**28),
}


class Workers:
    """A pool of processes; a new one after one of them has died.

    Attributes:
        jobs: how many there are.
    """

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *reason: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the processes; what they have not begun is dropped."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def submit(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Have ``work`` done in one of them."""
        if self._pool is None:
            context = get_context("spawn")
            self._pool = ProcessPoolExecutor(self.jobs, context, _prepare, (os.getpid(),))
        with _environment():  # a submission may start a process
            return self._pool.submit(work, *args, **kwargs)


@contextmanager
def _environment() -> Iterator[None]:
    before = {name: os.environ.get(name) for name in ENVIRONMENT}
    os.environ.update(ENVIRONMENT)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _prepare(parent: int) -> None:
    """Make a process of the pool leave interruptions to its parent, and end with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
