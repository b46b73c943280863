"""The results file: JSON Lines, appended as the results happen.

A header, one line a result, a footer. Every line is flushed, so a crash loses at most the line
that was being written; a file without a footer is an interrupted run and says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import TextIO

from .record import VERDICTS, Record, ReportError, as_dict, compact, parse_object, record_from

FORMAT = 1
FILE_NAME = "results.jsonl"
_FOOTER = {"counts": dict, "seconds": (int, float), "unnecessary": list}


@dataclass(frozen=True, slots=True)
class Header:
    """What was run, where and with what.

    ``adapters`` maps names to versions, ``asked`` the command's options to their values,
    ``started`` is an ISO 8601 time.
    """

    nnconform: str
    python: str
    platform: str
    machine: str
    seed: int
    adapters: Mapping[str, str]
    asked: Mapping[str, object]
    started: str
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class Footer:
    """How a run ended: results per verdict, its duration, and when (ISO 8601).

    ``unnecessary`` says of each expected deviation that has gone that it is no longer needed.
    """

    counts: Mapping[str, int]
    seconds: float
    finished: str
    unnecessary: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """A results file as read.

    ``footer`` is None for an interrupted run; ``dropped`` says which last line was cut off by a
    crash and left out, and is empty when none was.
    """

    header: Header
    records: tuple[Record, ...]
    footer: Footer | None
    dropped: str = ""

    @property
    def interrupted(self) -> bool:
        """Whether the run never came to its end."""
        return self.footer is None

    @property
    def unnecessary(self) -> tuple[str, ...]:
        """A sentence for each expected deviation that has gone."""
        return tuple(map(str, self.footer.unnecessary)) if self.footer else ()

    @property
    def ids(self) -> frozenset[str]:
        """The ids that have a result, which a resumed run can skip."""
        return frozenset(record.id for record in self.records)


class Store:
    """Appends results to ``results.jsonl`` in a folder; a context manager.

    The footer is written only when the block ends without an exception. With ``resume`` an
    existing file is continued under its own header: a cut line and an old footer are taken off,
    ``ids`` holds what is already there. What is put into ``unnecessary`` stands in the footer.

    Raises:
        ReportError: the folder or the file cannot be written, or a resumed file is malformed.
    """

    def __init__(self, directory: str | Path, header: Header, *, resume: bool = False) -> None:
        """Name the folder and what is about to be run; nothing is opened yet."""
        self.path = Path(directory) / FILE_NAME
        self.ids: set[str] = set()
        self.unnecessary: list[str] = []
        self._header = header
        self._resume = resume
        self._counts = dict.fromkeys(VERDICTS, 0)
        self._file: TextIO | None = None
        self._begun = 0.0

    def __enter__(self) -> "Store":
        """Create the folder and the file, and write the header."""
        kept = self._kept() if self._resume and self.path.exists() else None
        # Written beside and moved into place: a crash while resuming must not lose the old results.
        draft = self.path.with_suffix(".part") if kept else self.path
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = draft.open("w", encoding="ascii", newline="\n")
        except OSError as error:
            reason = error.strerror or error
            raise ReportError(
                f"cannot write {self.path}: {reason}; choose another folder"
            ) from error
        self._begun = monotonic()
        self._line("header", _values(kept.header if kept else self._header))
        if kept:
            for record in kept.records:
                self.add(record)
            draft.replace(self.path)
        return self

    def add(self, record: Record) -> None:
        """Append one result and flush it.

        Raises:
            ReportError: a field holds something other than plain data; nothing is written then.
        """
        try:
            self._line("result", as_dict(record))
        except ReportError as error:
            raise ReportError(f"{record.id}: {error}") from error
        self._counts[record.verdict] += 1
        self.ids.add(record.id)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write the footer, unless the block was left by an exception, and close the file."""
        if self._file is None:
            return
        try:
            if kind is None:
                seconds = round(monotonic() - self._begun, 3)
                self._line(
                    "footer", _values(Footer(self._counts, seconds, now(), self.unnecessary))
                )
        finally:
            self._file.close()
            self._file = None

    def _line(self, kind: str, values: Mapping[str, object]) -> None:
        if self._file is None:
            raise ReportError(f"{self.path} is not open: use the store in a with block")
        self._file.write(compact({"kind": kind, **values}) + "\n")
        self._file.flush()

    def _kept(self) -> Run | None:
        # A file that died before its first full line has nothing to keep.
        return read(self.path) if b"\n" in self.path.read_bytes() else None


def read(path: str | Path) -> Run:
    """Return what a results file, or the folder that holds one, contains.

    Raises:
        ReportError: there is no such file, or a line is malformed; names file and line.
    """
    place = Path(path)
    place = place / FILE_NAME if place.is_dir() else place
    try:
        lines = place.read_bytes().split(b"\n")
    except OSError as error:
        raise ReportError(f"cannot read {place}: {error.strerror or error}") from error
    header: Header | None = None
    footer: Footer | None = None
    records: list[Record] = []
    dropped = ""
    last = len(lines)
    for number, line in enumerate(lines, start=1):
        if number == last and not line:
            break
        try:
            entry = _entry(line)
            _check_order(entry, header, footer)
        except ReportError as error:
            # Only a line without its end can have been cut by a crash, and only the last has none.
            if number == last and header is not None:
                dropped = f"{place}:{number}: the last line is cut off and was left out"
                break
            raise ReportError(f"{place}:{number}: {error}") from error
        match entry:
            case Header():
                header = entry
            case Record():
                records.append(entry)
            case Footer():
                footer = entry
    if header is None:
        raise ReportError(f"{place}: empty; a results file begins with a header")
    return Run(header, tuple(records), footer, dropped)


def now() -> str:
    """Return the time in ISO 8601, in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _entry(line: bytes) -> Header | Record | Footer:
    """Return what one line holds."""
    try:
        values = parse_object(line.decode())
    except UnicodeDecodeError as error:
        raise ReportError("not JSON: the line is not UTF-8 text") from error
    kind = values.pop("kind", None)
    if kind == "result":
        return record_from(values)
    if kind == "header":
        return _header(values)
    if kind == "footer":
        return Footer(**_typed(values, Footer, _FOOTER))  # type: ignore[arg-type]  # checked by _typed
    raise ReportError(f'"kind" must be header, result or footer, got {kind!r}')


def _header(values: dict[str, object]) -> Header:
    version = values.get("format")
    if version != FORMAT:
        raise ReportError(f"this version reads format {FORMAT}, the file has {version!r}")
    kinds: dict[str, type] = {"seed": int, "adapters": dict, "asked": dict, "format": int}
    return Header(**_typed(values, Header, kinds))  # type: ignore[arg-type]  # checked by _typed


def _typed(
    values: dict[str, object],
    model: type[Header] | type[Footer],
    kinds: Mapping[str, type | tuple[type, ...]],
) -> dict[str, object]:
    """Return the values of a header or footer, names and types checked."""
    what = model.__name__.lower()
    names = [field.name for field in fields(model)]
    needed = [field.name for field in fields(model) if field.default is MISSING]
    if missing := [name for name in needed if name not in values]:
        raise ReportError(f'a {what} needs the key "{missing[0]}"')
    for name, value in values.items():
        if name not in names:
            raise ReportError(f'a {what} has no key "{name}"')
        if not isinstance(value, kinds.get(name, str)):
            raise ReportError(f'"{name}" of the {what} has a wrong type: {value!r}')
    return values


def _check_order(
    entry: Header | Record | Footer, header: Header | None, footer: Footer | None
) -> None:
    """Reject a file whose lines do not come as header, results, footer."""
    if header is None and not isinstance(entry, Header):
        raise ReportError("the first line must be the header")
    if header is not None and isinstance(entry, Header):
        raise ReportError("a second header; a file holds one run")
    if footer is not None:
        raise ReportError("nothing may follow the footer")


def _values(entry: Header | Footer) -> dict[str, object]:
    """Return the fields under their names."""
    return {field.name: getattr(entry, field.name) for field in fields(entry)}
