"""A submission as an adapter whose functions run in a sandbox.

Nothing of a submission is executed in this process. What it answers is data that is checked here
again; how it ends, when, and what it prints are observed from outside.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nnconform import reference
from nnconform.adapters._passing import Function, adapted
from nnconform.adapters._plain import steps
from nnconform.adapters.protocol import (
    SUBMISSION,
    BadReturn,
    Died,
    Implementation,
    Missing,
    NotImported,
    Target,
    TimedOut,
    check,
)
from nnconform.spec import Formula, load

from .answers import Multiplied, Remote, as_signature, overwrite, refused, sentence, with_defaults
from .binding import Binding, parse, source
from .files import collect
from .inside.wire import Packer, Unpacker
from .sandbox import Limits
from .session import Session

_SUFFIXES = ("", "_gradient", "_derivative", "_jacobian", "_step")
# A formula that has ended its process so often is not asked again.
_DEATHS = 3
# A fresh process for each formula, as long as loading the submission again is cheap.
_CHEAP = 0.5


@dataclass(slots=True)
class Asked:
    """One formula's functions on the other side, and what became of its calls.

    Attributes:
        header: how they are resolved there.
        file: the submission's file that has them.
        generation: the process in which they are resolved.
        over: why it is not asked any more.
    """

    key: str
    header: dict[str, Any]
    file: str
    generation: int = -1
    over: Exception | None = None
    deaths: int = 0


@dataclass(slots=True)
class IsolatedAdapter:
    """A submission in its sandbox; see :class:`nnconform.adapters.protocol.Adapter`.

    Attributes:
        errors: what its files did wrong on loading, and what was left out, a sentence each.
    """

    name: str
    session: Session
    bindings: Mapping[str, Binding]
    beside: Path
    version: str = ""
    dtypes: tuple[str, ...] = ("float64", "float32", "float16")
    default_dtypes: tuple[str, ...] = ("float64",)
    provenances: tuple[str, ...] = (SUBMISSION,)
    devices: tuple[str, ...] = ("cpu",)
    modes: tuple[str, ...] = ("eager",)
    errors: list[str] = field(default_factory=list)
    _importing: dict[str, float] = field(default_factory=dict)
    _broken: dict[str | None, Exception] = field(default_factory=dict)
    _last: tuple[Any, Any] = (None, None)

    def __enter__(self) -> "IsolatedAdapter":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @property
    def level(self) -> str:
        """The sandbox that it runs in: "bubblewrap" or "limits"."""
        return self.session.level

    @property
    def printed(self) -> str:
        """What the submission has printed, cut after some thousand characters."""
        return self.session.printed.text

    @property
    def seconds(self) -> float:
        """The seconds that its calls and imports have taken."""
        return self.session.used

    def close(self) -> None:
        """End the submission and everything that it has started."""
        self.session.close()

    def implementation(self, formula: Formula, target: Target) -> Implementation:
        """See :meth:`nnconform.adapters.protocol.Adapter.implementation`.

        Raises:
            NotImported: the file that has the formula does not import; one sentence says why.
        """
        check(self, target)
        if self.session.answered and sum(self._importing.values()) < _CHEAP:
            self.session.stop()  # what one formula's functions have done does not reach the next
        binding = self.bindings.get(formula.id)
        functions, taken = self._functions(formula, binding)
        if "" not in functions and "_step" not in functions:
            raise Missing(f"{self.name} has no function {formula.id}")
        reached = taken.get("", taken.get("_step"))
        plain = Remote(self.name, formula, functions, reached)
        derived = None if binding is None else binding.derivative or binding.gradient
        return Multiplied(plain, functions) if derived and derived.times else plain

    def _functions(
        self, formula: Formula, binding: Binding | None
    ) -> tuple[dict[str, Function], dict[str, frozenset[str]]]:
        """What the submission offers of a formula, by suffix, and which parameters reach it."""
        functions: dict[str, Function] = {}
        taken: dict[str, frozenset[str]] = {}
        suffixes = [s for s in _SUFFIXES if s != "_step" or steps(formula)]
        nested = {s: getattr(binding, s[1:], None) for s in suffixes if s and binding is not None}
        plain = [formula.id + s for s in suffixes if nested.get(s) is None]
        groups: list[tuple[list[str], Binding | None]] = [(plain, binding)]
        groups += [([formula.id + s], each) for s, each in nested.items() if each is not None]
        for names, given in groups:
            asked = self._located(formula, names, given)
            for name, said in self._resolved(asked).items():
                suffix = name.removeprefix(formula.id)
                if name in names and type(said) is dict:
                    own = given if name == names[0] else None
                    made, reached = self._function(asked, formula, suffix, said)
                    functions[suffix] = self._of_output(made, formula, own)
                    taken[suffix] = reached
        return functions, taken

    def _function(
        self, asked: Asked, formula: Formula, suffix: str, said: Mapping[str, Any]
    ) -> tuple[Function, frozenset[str]]:
        stepwise = suffix == "_step"
        remote = self._remote(asked, formula.id + suffix, said.get("signature"), stepwise)
        if "taken" in said:
            every = frozenset(formula.defaults)
            listed = said["taken"] if type(said["taken"]) is list else []
            made, reached = remote, every & {name for name in listed if type(name) is str}
        else:
            keywords = [name for name, given in formula.inputs.items() if given.keyword]
            count = 3 if stepwise else len(formula.inputs)
            made, reached = adapted(remote, count, tuple(formula.defaults), keywords)
        return with_defaults(made, formula, stepwise), reached

    def _of_output(self, made: Function, formula: Formula, binding: Binding | None) -> Function:
        """Hand over a function's result where the submission wants it instead of the argument."""
        if binding is None or not binding.of_output:
            return made
        wanted = binding.of_output
        base = formula.id.removesuffix("_derivative").removesuffix("_jacobian")
        names = list(formula.inputs)
        table = wanted if isinstance(wanted, dict) else {names[0]: base}

        def call(*inputs: Any, **parameters: Any) -> Any:
            given = list(inputs)
            for name, chosen in table.items():
                forward = getattr(reference, parameters.get(chosen, chosen))
                its = load(forward.__name__)
                known = {k: v for k, v in parameters.items() if k in its.defaults}
                one, at = len(its.inputs) == 1, names.index(name)
                given[at] = forward(*([given[at]] if one else given), **known)
            return made(*given, **parameters)

        return call

    def _remote(self, asked: Asked, name: str, signature: Any, stepwise: bool) -> Function:
        def remote(*inputs: Any, **parameters: Any) -> Any:
            return self._called(asked, name, inputs, parameters, stepwise)

        remote.__signature__ = as_signature(signature)  # type: ignore[attr-defined]
        return remote

    def _located(self, formula: Formula, names: list[str], binding: Binding | None) -> Asked:
        """Ask which file has the functions, without running any of it."""
        only = self.session.files.only
        if only in self._broken:
            raise self._broken[only]
        header = {
            "names": names,
            "binding": None if binding is None else binding.plain,
            "source": "" if binding is None else source(formula.id, binding, self.beside),
            "inputs": list(formula.inputs),
            "parameters": list(formula.defaults),
        }
        try:
            limit = self.session.limits.call_seconds
            answer, _ = self.session.ask({"op": "locate", **header}, (), limit)
        except (TimedOut, Died) as error:
            raise NotImported(f"not run: {error}") from None
        file = answer.get("file")
        if type(file) is not str:
            refused(answer)
        return Asked(names[0], header, file)

    def _resolved(self, asked: Asked) -> dict[str, Any]:
        """Import the file in the process that is there now, and resolve the functions."""
        if asked.file in self._broken:
            raise self._broken[asked.file]
        before = self.session.used
        # What a file prints on loading is shown once, however often it is loaded.
        self.session.printed.muted = asked.file in self._importing
        header = {"op": "bind", "key": asked.key, "file": asked.file, **asked.header}
        try:
            answer, _ = self.session.ask(header, (), self.session.limits.seconds)
        except (TimedOut, Died) as error:
            said = f"{asked.file}: importing it failed: {error}"
            self._broken[asked.file] = NotImported(said)
            raise self._broken[asked.file] from None
        self._importing.setdefault(asked.file, self.session.used - before)
        asked.generation = self.session.generation
        errors = answer.get("errors")
        for said in errors[:20] if type(errors) is list else ():
            if sentence(said) not in self.errors:
                self.errors.append(sentence(said))
        found = answer.get("found")
        if type(found) is not dict:
            try:
                refused(answer)
            except NotImported as error:
                self._broken[asked.file] = error
                raise
        self.session.printed.muted = False
        return found

    def _called(
        self, asked: Asked, name: str, inputs: Sequence[Any], parameters: Mapping[str, Any],
        stepwise: bool,
    ) -> Any:  # fmt: skip
        if asked.over is not None:
            raise asked.over
        packer = Packer()
        given = packer.pack([list(inputs), dict(parameters)])
        header = {"op": "call", "key": f"{asked.key}/{name}", "given": given, "steps": stepwise}
        answer, body = self._answered(asked, header, packer.parts)
        return self._read(answer, body, inputs)

    def _answered(
        self, asked: Asked, header: dict[str, Any], parts: Sequence[bytes]
    ) -> tuple[dict[str, Any], bytes]:
        """The answer to a call; once more where an earlier call may have ended the process."""
        for again in (True, False):
            fresh = self._ready(asked)
            try:
                return self.session.ask(header, parts, self.session.limits.call_seconds)
            except TimedOut as error:
                asked.over = error
                raise
            except Died as error:
                asked.deaths += 1
                if asked.deaths >= _DEATHS:
                    asked.over = error
                if fresh or not again:
                    raise
        raise AssertionError("the second answer is final")

    def _ready(self, asked: Asked) -> bool:
        """Have a process in which the functions are resolved; say whether it is a fresh one."""
        if not self.session.alive():
            self.session.stop()
        elif asked.generation == self.session.generation:
            return False
        self._resolved(asked)
        return True

    def _read(self, answer: dict[str, Any], body: bytes, inputs: Sequence[Any]) -> Any:
        if "value" not in answer:
            only = self.session.files.only or ""
            refused(answer, single=only.endswith(".py"))
        unpacker = Unpacker(body)
        try:
            value = unpacker.unpack(answer["value"])
            earlier = answer.get("earlier")
            if earlier is not None:
                overwrite(self._last[0], unpacker.unpack(earlier))
            after = answer.get("after")
            if after is not None:
                for given, left in zip(inputs, unpacker.unpack(after), strict=True):
                    overwrite(given, left)
            unpacker.done()
        except (ValueError, TypeError, KeyError, OverflowError):
            raise BadReturn("returned something that is no plain data") from None
        self._last = (value, None)
        return value


def open_submission(
    path: str | Path, bindings: Mapping[str, Mapping[str, Any] | Binding],
    limits: Limits | None = None, level: str | None = None, beside: str | Path = ".",
) -> IsolatedAdapter:  # fmt: skip
    """Open a submission in a sandbox; close it, or use it as a context manager.

    Args:
        path: a ``.py`` file, an ``.ipynb`` notebook or a folder.
        bindings: by formula id, where and how the submission offers it; see ``Binding``.
        level: "bubblewrap" or "limits"; None for the best there is.
        beside: the folder of the assignment, where adapters of bindings are.

    Raises:
        AdapterError: there is no such submission.
        BindingError: a binding is wrong.
        SandboxError: the sandbox does not start.
    """
    place = Path(path)
    folder = Path(beside)
    parsed = {name: parse(name, given, folder) for name, given in bindings.items()}
    files = collect(place)
    session = Session(files, limits or Limits(), level)
    return IsolatedAdapter(place.stem, session, parsed, folder, errors=list(files.notes))
