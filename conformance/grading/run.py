"""Grade many submissions at once, each result handed on as it is there.

The parent computes the exact answers once, then forks workers that share them. A worker that
dies or hangs costs the submission it was at, which is tried again in a new one.
"""

import gc
import os
import signal
import time
import warnings
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from typing import Any

from nnconform.adapters import resolve
from nnconform.adapters.isolation.sandbox import close_idle
from nnconform.adapters.protocol import BUILTIN, SUBMISSION, Target
from nnconform.conformance.runner import Request, judge
from nnconform.conformance.subject import Subject
from nnconform.conformance.suites import suite
from nnconform.reports.grading.record import Grade, Grading, QuestionInfo
from nnconform.spec import load

from .assignment import Assignment
from .grade import grade, not_graded, refused
from .settled import settle
from .submissions import Submission

# Then a worker is replaced: what it has cached for odd submissions goes with it.
_RETIRE_AFTER = 100
_ATTEMPTS = 2
# Our own work on a submission, beside the time that it may take itself.
_OWN_SECONDS = 120.0
_LOOK_UP = 1.0


def header(assignment: Assignment) -> Grading:
    """What is about to be graded, as the grades file begins."""
    versions = {name: _version(name) for name in ("nnconform", "hypothesis", "numpy")}
    questions = tuple(
        QuestionInfo(
            name=name,
            title=each.title or load(each.formula).file.title,
            formula=each.formula,
            points=each.points,
        )
        for name, each in assignment.questions.items()
    )
    return Grading(
        title=assignment.title,
        digest=f"{assignment.digest}-{versions['nnconform']}",
        seed=assignment.seed,
        dtype=assignment.dtype,
        questions=questions,
        versions=versions,
        show_formula=assignment.show_formula,
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"


def grade_all(
    submissions: Iterable[Submission], assignment: Assignment, jobs: int = 0
) -> Iterator[Grade]:
    """Yield the grade of each submission as soon as it is there, in any order.

    Args:
        submissions: what to grade; one that is refused gets no points and the reason.
        jobs: processes; 0 for as many as there are cores.
    """
    settle()
    waiting: deque[Submission] = deque()
    for each in submissions:
        if each.refused:
            yield refused(each.name, assignment, each.refused)
        else:
            waiting.append(each)
    if not waiting:
        return
    if len(waiting) > 1:
        warm(assignment)
    pool = _Pool(assignment, min(jobs or os.cpu_count() or 1, len(waiting)))
    try:
        yield from pool.run(waiting)
    finally:
        pool.close()


def warm(assignment: Assignment) -> None:
    """Compute the exact answers to all cases, by grading the reference."""
    reference = resolve("numpy")
    for name, question in assignment.questions.items():
        formula = load(question.formula)
        checks = (suite(formula).first, *assignment.shares(name))
        request = Request(
            ("numpy",), (formula.id,), checks=checks, examples=assignment.examples,
            seed=assignment.seed,
        )  # fmt: skip
        try:
            found = reference.implementation(
                formula, Target(BUILTIN, "cpu", assignment.dtype, "eager")
            )
            target = Target(SUBMISSION, "cpu", assignment.dtype, "eager")
            for _ in judge(Subject(formula, target, found), request):
                pass
        except Exception:  # only a head start is lost; what is wrong shows in the grades
            continue


@dataclass
class _Worker:
    process: ForkProcess
    pipe: Connection
    at: Submission | None = None
    since: float = 0.0
    done: int = 0

    def put(self, submission: Submission) -> None:
        self.at, self.since = submission, time.monotonic()
        self.pipe.send(submission)

    def end(self) -> None:
        self.pipe.close()
        self.process.join(_LOOK_UP / 4)
        if self.process.is_alive():
            self.process.terminate()
            self.process.join(_LOOK_UP * 2)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self.process.close()


@dataclass
class _Pool:
    assignment: Assignment
    jobs: int
    workers: list[_Worker] = field(default_factory=list)
    tries: dict[str, int] = field(default_factory=dict)

    def run(self, waiting: deque[Submission]) -> Iterator[Grade]:
        gc.collect()
        gc.freeze()  # what is there is shared with the workers: do not touch its pages
        try:
            while waiting or any(worker.at for worker in self.workers):
                self._hand_out(waiting)
                busy = {worker.pipe: worker for worker in self.workers if worker.at}
                for ready in wait(list(busy), timeout=_LOOK_UP):
                    worker = busy[ready]  # type: ignore[index]  # wait returns what it was given
                    yield from self._taken(worker, waiting)
                yield from self._hanging(waiting)
        finally:
            gc.unfreeze()

    def _hand_out(self, waiting: deque[Submission]) -> None:
        for worker in [w for w in self.workers if w.at is None and w.done >= _RETIRE_AFTER]:
            self._drop(worker)
        idle = [worker for worker in self.workers if worker.at is None]
        while waiting and (idle or len(self.workers) < self.jobs):
            worker = idle.pop() if idle else self._new()
            try:
                worker.put(waiting[0])
            except OSError:
                self._drop(worker)
                continue
            waiting.popleft()

    def _new(self) -> _Worker:
        context = get_context("fork")
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, self.assignment, os.getpid()))
        process.start()
        theirs.close()
        self.workers.append(_Worker(process, ours))
        return self.workers[-1]

    def _taken(self, worker: _Worker, waiting: deque[Submission]) -> Iterator[Grade]:
        try:
            found = Grade.model_validate(worker.pipe.recv())
        except (EOFError, OSError):
            yield from self._lost(worker, waiting, "the grading process died")
            return
        worker.at, worker.done = None, worker.done + 1
        yield found

    def _hanging(self, waiting: deque[Submission]) -> Iterator[Grade]:
        most = 2 * self.assignment.limits.seconds + _OWN_SECONDS
        for worker in list(self.workers):
            if worker.at is not None and time.monotonic() - worker.since > most:
                yield from self._lost(worker, waiting, f"no grade after {most:g} s")

    def _lost(self, worker: _Worker, waiting: deque[Submission], reason: str) -> Iterator[Grade]:
        submission = worker.at
        self._drop(worker)
        if submission is None:
            return
        self.tries[submission.name] = self.tries.get(submission.name, 0) + 1
        if self.tries[submission.name] < _ATTEMPTS:
            waiting.append(submission)
        else:
            yield not_graded(submission.name, self.assignment, reason)

    def _drop(self, worker: _Worker) -> None:
        self.workers.remove(worker)
        worker.end()

    def close(self) -> None:
        for worker in list(self.workers):
            self._drop(worker)


def _work(pipe: Connection, assignment: Assignment, parent: int) -> None:
    """A worker: grade what comes, until nothing does or the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    warnings.simplefilter("ignore")  # odd answers make our own arithmetic warn
    while os.getppid() == parent:
        try:
            if not pipe.poll(_LOOK_UP):
                continue
            submission: Submission = pipe.recv()
            pipe.send(_one(submission, assignment))
        except (EOFError, OSError):
            break
    close_idle()
    # Not through the parent's own cleaning up at exit.
    os._exit(0)


def _one(submission: Submission, assignment: Assignment) -> dict[str, Any]:
    try:
        return grade(submission.path, submission.name, assignment).model_dump()
    except Exception as error:
        fault = f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"
        return not_graded(submission.name, assignment, fault).model_dump()
