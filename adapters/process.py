"""A program in any language as an adapter: lines of JSON over its standard input and output.

The messages are the models below; ``docs/process-adapters.md`` explains them.
"""

import atexit
import json
import math
import shlex
import subprocess
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, TimeoutError as NoAnswer
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from tempfile import TemporaryFile
from typing import IO, Annotated, Any, Literal, TypeVar

import ml_dtypes
import numpy as np
from pydantic import BaseModel, ConfigDict, Field, RootModel, ValidationError

from nnconform.spec import Formula

from .checking import checked
from .protocol import (
    BUILTIN,
    Adapter,
    AdapterError,
    Array,
    BadReturn,
    Died,
    Missing,
    Raised,
    Target,
    TimedOut,
    Unsupported,
    check,
)

PREFIX = "process:"
_HELLO = {"request": "hello", "protocol": 1}
_START_LIMIT = 60.0
_CALL_LIMIT = 10.0
# As much of its standard error as helps a person.
_TAIL = 400
_DTYPES: Mapping[str, Any] = {"bfloat16": ml_dtypes.bfloat16}

Number = float | Literal["inf", "-inf", "nan", "-0.0"]


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ArrayMessage(_Message):
    """An array: its elements row by row, each the shortest decimal that gives it back."""

    dtype: Literal["float16", "bfloat16", "float32", "float64", "int64", "bool"]
    shape: tuple[int, ...]
    data: tuple[Number, ...]


class Hello(_Message):
    """The answer to hello: who this is, and the ids of what it offers."""

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.+-]{1,60}$")]
    version: str
    dtypes: tuple[str, ...]
    formulas: tuple[str, ...]
    gradients: tuple[str, ...] = ()


class Results(RootModel[ArrayMessage | tuple["Results", ...]]):
    """One array, or several, nested as the formula's results are."""


class Answer(_Message):
    """The answer to value and gradient: one of the three."""

    result: Results | None = None
    error: str | None = None
    unsupported: str | None = None


class Program:
    """A running program, started when it is first asked and again after it has ended."""

    def __init__(self, command: str, call_limit: float = _CALL_LIMIT) -> None:
        """Name the command line; nothing runs yet."""
        self.command = command
        self._limit = call_limit
        self._running: subprocess.Popen[str] | None = None
        self._errors: IO[bytes] | None = None
        self._pool = ThreadPoolExecutor(1)
        atexit.register(self.close)

    def ask(self, request: Mapping[str, object], limit: float | None = None) -> Any:
        """Send a request and return the object that is answered.

        Raises:
            TimedOut: no answer within the limit; the program is ended.
            Died: the program has ended; the message has the end of its standard error.
            BadReturn: the answer is not a line of JSON.
        """
        seconds = limit or self._limit
        if self._running is None and request != _HELLO:
            self.ask(_HELLO, _START_LIMIT)
        running = self._start()
        waiting = self._pool.submit(_exchange, running, json.dumps(request, allow_nan=False))
        try:
            line = waiting.result(seconds)
        except NoAnswer:
            self._end()
            raise TimedOut(f"{self.command} gave no answer within {seconds:g} s") from None
        except OSError:
            line = ""
        if not line.endswith("\n"):
            raise Died(self._last_words())
        try:
            return json.loads(line)
        except ValueError:
            raise BadReturn(f"{self.command} answered {line.strip()[:80]!r}, not JSON") from None

    def close(self) -> None:
        """End the program and its thread."""
        self._end()
        self._pool.shutdown()

    def _start(self) -> "subprocess.Popen[str]":
        if self._running is None:
            self._errors = TemporaryFile()  # noqa: SIM115  # closed in _end
            try:
                self._running = subprocess.Popen(
                    shlex.split(self.command), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                    stderr=self._errors, encoding="utf-8", bufsize=1,
                )  # fmt: skip
            except (OSError, ValueError) as error:
                self._errors.close()
                raise AdapterError(f"cannot start {self.command}: {error}") from None
        return self._running

    def _last_words(self) -> str:
        """End what is left of the program, and return how it ended and what it said."""
        code, said = self._end(patience=1.0)
        lines = " ".join(said.split())[-_TAIL:]
        return f"{self.command} ended with code {code}" + (f": {lines}" if lines else "")

    def _end(self, patience: float = 0.0) -> tuple[int, str]:
        """End the program, and return its exit code and its standard error."""
        running, errors = self._running, self._errors
        self._running = self._errors = None
        if running is None or errors is None:
            return 0, ""
        try:
            running.wait(patience)
        except subprocess.TimeoutExpired:
            running.kill()
        with errors, suppress(OSError), running:
            errors.seek(0)
            said = errors.read().decode(errors="replace")
        return running.returncode, said


def _exchange(running: "subprocess.Popen[str]", line: str) -> str:
    assert running.stdin is not None
    assert running.stdout is not None
    running.stdin.write(line + "\n")
    running.stdin.flush()
    return running.stdout.readline()


@dataclass(frozen=True, slots=True)
class ProcessAdapter:
    """A program that has said hello.

    Attributes:
        path: how it is named on the command line.
    """

    program: Program
    hello: Hello
    path: str
    provenances: tuple[str, ...] = (BUILTIN,)
    devices: tuple[str, ...] = ("cpu",)
    modes: tuple[str, ...] = ("eager",)

    @property
    def name(self) -> str:
        """What it calls itself."""
        return self.hello.name

    @property
    def version(self) -> str:
        """The version that it says."""
        return self.hello.version

    @property
    def dtypes(self) -> tuple[str, ...]:
        """The dtypes that it takes."""
        return self.hello.dtypes

    @property
    def default_dtypes(self) -> tuple[str, ...]:
        """All of them."""
        return self.hello.dtypes

    def implementation(self, formula: Formula, target: Target) -> "ProcessImplementation":
        """See :meth:`nnconform.adapters.protocol.Adapter.implementation`."""
        check(self, target)
        if formula.id not in self.hello.formulas:
            raise Missing(f"{self.name} does not offer {formula.id}")
        return ProcessImplementation(self, formula.id, target.dtype)


@dataclass(frozen=True, slots=True)
class ProcessImplementation:
    """A formula as a program computes it."""

    adapter: ProcessAdapter
    formula: str
    dtype: str
    taken: frozenset[str] | None = None

    def value(self, inputs: Sequence[Any], parameters: Mapping[str, Any]) -> Any:
        """See :meth:`nnconform.adapters.protocol.Implementation.value`."""
        return _arrays(self._ask("value", inputs, parameters))

    def gradient(
        self, inputs: Sequence[Any], parameters: Mapping[str, Any],
        wrt: Sequence[int], cotangent: Array | None,
    ) -> list[Array]:  # fmt: skip
        """See :meth:`nnconform.adapters.protocol.Implementation.gradient`."""
        if self.formula not in self.adapter.hello.gradients:
            raise Missing(f"{self.adapter.name} has no gradient of {self.formula}")
        weights = None if cotangent is None else written(cotangent)
        asked = {"wrt": list(wrt), "cotangent": weights}
        found = _arrays(self._ask("gradient", inputs, parameters, **asked))
        if not isinstance(found, tuple) or len(found) != len(wrt):
            raise BadReturn(f"expected a list of arrays, one for each of the {len(wrt)} of wrt")
        return list(found)

    def _ask(
        self, kind: str, inputs: Sequence[Any], parameters: Mapping[str, Any], **more: Any
    ) -> Results:
        request = {"request": kind, "formula": self.formula, "dtype": self.dtype,
                   "inputs": written(list(inputs)), "parameters": written(dict(parameters)),
                   **more}  # fmt: skip
        answer = _understood(Answer, self.adapter.program.ask(request), BadReturn)
        if answer.unsupported is not None:
            raise Unsupported(answer.unsupported)
        if answer.error is not None:
            raise Raised("Error", answer.error, None)
        if answer.result is None:
            raise BadReturn("the answer has no result, error or unsupported")
        return answer.result


@cache
def load_process(text: str) -> Adapter:
    """Start the program that ``process:COMMAND`` names, and return it as an adapter.

    Raises:
        AdapterError: it does not start, or does not say hello as it should; one line says why.
    """
    command = text.removeprefix(PREFIX).strip()
    if not command:
        raise AdapterError(f"{text!r}: expected a command, such as process:./my_adapter")
    program = Program(command)
    try:
        said = program.ask(_HELLO, _START_LIMIT)
    except (TimedOut, Died, BadReturn) as error:
        program.close()
        raise AdapterError(f"{text}: no hello: {error}") from None
    try:
        hello = _understood(Hello, said, AdapterError, f"{text}: ")
        return checked(ProcessAdapter(program, hello, text), hello.name, text)
    except AdapterError:
        program.close()
        raise


def written(value: Any) -> Any:
    """Return arrays, numbers, texts and nested lists of them as messages have them."""
    match value:
        case list() | tuple():
            return [written(each) for each in value]
        case dict():
            return {name: written(each) for name, each in value.items()}
        case np.ndarray() | np.generic():
            numbers = value.ravel().tolist() if value.dtype.kind in "iub" else [
                written(x) for x in value.astype(np.float64).ravel().tolist()]  # fmt: skip
            return {"dtype": value.dtype.name, "shape": list(value.shape), "data": numbers}
        case float() if not math.isfinite(value):
            return str(value)
    return value


def _arrays(results: Results) -> Any:
    found = results.root
    if isinstance(found, tuple):
        return tuple(_arrays(each) for each in found)
    try:
        numbers = np.array([float(x) for x in found.data], np.float64)
        return numbers.reshape(found.shape).astype(_DTYPES.get(found.dtype, found.dtype))
    except ValueError:
        raise BadReturn(f"{len(found.data)} numbers do not fill the shape {found.shape}") from None


_M = TypeVar("_M", bound=BaseModel)


def _understood(model: type[_M], said: Any, fault: type[Exception], where: str = "") -> _M:
    """Return a message as its model, or say which part of it is wrong."""
    try:
        return model.model_validate(said)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the message"
        name = model.__name__.lower()
        raise fault(f"{where}not a right {name}: {place}: {first['msg'].lower()}") from None
