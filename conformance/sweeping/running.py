"""Answer questions on all cores, and keep what is done, so that a killed sweep goes on."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from nnconform.adapters import Missing, Unsupported, resolve
from nnconform.conformance.sweeping.merging import identity, record
from nnconform.conformance.sweeping.pieces import Piece, Sweeper, examine
from nnconform.conformance.sweeping.questions import Question, digest, sweeper
from nnconform.conformance.sweeping.truth import SweepError
from nnconform.conformance.sweeping.workers import Workers
from nnconform.reports.environment import describe
from nnconform.reports.record import compact, restore
from nnconform.reports.sweep_record import SWEEPS, Sweep, read_sweeps, sweep_to_json
from nnconform.spec import NNConformError, load

# A unit of work is at least so many points, unless the sweep has fewer.
_UNIT = 2**18

Told = Callable[[int, int], None]


class NotOffered(SweepError):
    """The adapter does not offer what is asked; the message says why."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A question that has no answer, and why."""

    question: Question
    why: str
    offered: bool


def answer(
    questions: Sequence[Question], jobs: int, out: Path | None, told: Told | None = None
) -> Iterator[Sweep | Refused]:
    """Yield the record of each question as soon as it is complete.

    Args:
        jobs: processes; 0 for one a core.
        out: where finished pieces are kept until the sweep is complete, and its record then; a
            sweep that is recorded there already is not done again.
        told: called with how many units of the present sweep are done, and of how many.
    """
    jobs = jobs or os.cpu_count() or 1
    with _folder(out) as folder, Workers(jobs) as workers:
        for question in questions:
            try:
                yield _answer(question, workers, folder, told or (lambda done, total: None))
            except NNConformError as error:
                yield Refused(question, str(error), not isinstance(error, NotOffered))


@contextmanager
def _folder(out: Path | None) -> Iterator[Path]:
    if out is None:
        with TemporaryDirectory(prefix="nnconform-sweep-") as name:
            yield Path(name)
        return
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SweepError(f"{out}: cannot be made a folder: {error.strerror}") from None
    yield out


def _answer(question: Question, workers: Workers, out: Path, told: Told) -> Sweep:
    adapter = resolve(question.adapter)
    formula = load(question.formula)
    versions, machine = _circumstances(question)
    known = _recorded(out / SWEEPS, identity(question, formula, adapter.name), versions, question)
    if known is not None:
        return known
    ready = _offered(question)
    store = out / "pieces" / digest(question, versions)
    pieces = _pieces(question, _units(ready), store, workers, told)
    sweep = record(question, ready.truth, ready.space, pieces, (adapter.name, adapter.version),
                   workers.jobs, versions, machine)  # fmt: skip
    _append(out / SWEEPS, sweep_to_json(sweep))
    shutil.rmtree(store, ignore_errors=True)
    return sweep


def _append(path: Path, line: str) -> None:
    """Add a line; one that was cut short when a process was killed stays apart from it."""
    with path.open("a+b") as stream:
        if stream.tell():
            stream.seek(-1, os.SEEK_END)
            line = line if stream.read() == b"\n" else f"\n{line}"
        stream.write(f"{line}\n".encode())


def _pieces(
    question: Question, units: list[list[int]], store: Path, workers: Workers, told: Told
) -> list[Piece]:
    """All pieces in order: those that are kept, and the others computed and kept."""
    found = {i: pieces for i in range(len(units)) if (pieces := _kept(store, i)) is not None}
    waiting: dict[Future[list[Piece]], int] = {}
    told(len(found), len(units))
    try:
        waiting |= {
            workers.submit(work, question, units[i]): i for i in range(len(units)) if i not in found
        }
        for future in as_completed(waiting):
            pieces = _plain(future.result())
            _keep(store, waiting[future], pieces)
            found[waiting[future]] = pieces
            told(len(found), len(units))
    except BrokenProcessPool:
        workers.close()
        raise SweepError(f"{question.adapter}: {question.formula}: the process died; what is "
                         f"done is kept, and the same command goes on") from None  # fmt: skip
    finally:
        for future in waiting:
            future.cancel()
    return [piece for i in range(len(units)) for piece in found[i]]


def _offered(question: Question) -> Sweeper:
    try:
        return _sweeper(question)
    except (Missing, Unsupported) as reason:
        raise NotOffered(str(reason)) from None


@lru_cache(maxsize=2)
def _sweeper(question: Question) -> Sweeper:
    return sweeper(question)


def work(question: Question, indexes: Sequence[int]) -> list[Piece]:
    """Examine some pieces of a sweep.

    Raises:
        SweepError: the implementation failed; the message says how.
    """
    ready = _offered(question)
    try:
        return [examine(ready, index) for index in indexes]
    except (Missing, Unsupported) as reason:
        raise NotOffered(str(reason)) from None
    except NNConformError:
        raise
    except Exception as error:
        said = " ".join(str(error).split())[:300]
        name = f"{question.adapter}: {question.formula} {question.quantity}"
        raise SweepError(f"{name}: {type(error).__name__}: {said}") from None


def _units(ready: Sweeper) -> list[list[int]]:
    """The pieces in groups that are worth sending to another process."""
    count = ready.space.pieces
    each = max(1, _UNIT * count // max(ready.space.points, 1))
    return [list(range(i, min(i + each, count))) for i in range(0, count, each)]


def _plain(pieces: list[Piece]) -> list[Piece]:
    """The pieces as they come back from the disk, so that both give the same record."""
    back: Any = restore(json.loads(compact(pieces)))
    return list(back)


def _keep(store: Path, index: int, pieces: list[Piece]) -> None:
    store.mkdir(parents=True, exist_ok=True)
    half = store / f"{index}.part"
    half.write_text(compact(pieces), encoding="utf-8")
    half.replace(store / f"{index}.json")


def _kept(store: Path, index: int) -> list[Piece] | None:
    try:
        text = (store / f"{index}.json").read_text(encoding="utf-8")
        back: Any = restore(json.loads(text))
    except (OSError, ValueError):
        return None
    return list(back)


def _recorded(
    path: Path, identifier: str, versions: Mapping[str, str], question: Question
) -> Sweep | None:
    """The record of the same sweep under the same versions, if there is one."""
    if not path.exists():
        return None
    for found in read_sweeps(path):
        enough = question.points is None or found.space["points"] >= question.points  # type: ignore[operator]
        if found.id == identifier and dict(found.versions) == dict(versions) and enough:
            return found
    return None


def _circumstances(question: Question) -> tuple[dict[str, str], str]:
    header = describe(seed=0, adapters={}, asked={})
    versions = {"nnconform": header.nnconform, "python": header.python}
    versions |= {name: version(name) for name in ("numpy", "numba")}
    path = Path(question.adapter)
    if path.is_file():
        versions["file"] = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    else:
        versions[question.adapter] = resolve(question.adapter).version
    return versions, header.machine
