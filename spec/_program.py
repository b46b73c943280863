"""Programs: formulas of several statements, of one step for each element, or of derivatives.

A program runs on any number system that an expression runs on. Where a name of the program
stands for a chosen formula (``activation = "tanh"``), calling it evaluates that formula, and
``activation_derivative`` its derivative; a loss gives its kernel, before any reduction.
"""

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ._expression import Expression, ProgramSystem, parse
from ._model import Body, Gradient
from .errors import SpecError

STEP = "t"
Call = Callable[..., Any]


class Arrays(tuple[Any, ...]):
    """A list of arrays, one a layer, on which arithmetic acts array by array."""

    __slots__ = ()

    def _each(self, other: Any, apply: Callable[[Any, Any], Any]) -> "Arrays":
        others = other if isinstance(other, Arrays) else [other] * len(self)
        return Arrays(apply(a, b) for a, b in zip(self, others, strict=True))

    def __add__(self, other: Any) -> "Arrays":
        return self._each(other, lambda a, b: a + b)

    def __sub__(self, other: Any) -> "Arrays":
        return self._each(other, lambda a, b: a - b)

    def __mul__(self, other: Any) -> "Arrays":
        return self._each(other, lambda a, b: a * b)

    def __rmul__(self, other: Any) -> "Arrays":
        return self._each(other, lambda a, b: b * a)

    def __truediv__(self, other: Any) -> "Arrays":
        return self._each(other, lambda a, b: a / b)

    def __neg__(self) -> "Arrays":
        return Arrays(-a for a in self)

    def __getitem__(self, index: Any) -> Any:
        found = super().__getitem__(index)
        return Arrays(found) if isinstance(index, slice) else found


@dataclass(frozen=True, slots=True)
class Statement:
    """One assignment: to a name, or to several from a call that returns several."""

    targets: tuple[str, ...]
    value: Expression

    @property
    def text(self) -> str:
        """The statement as it is written."""
        return f"{', '.join(self.targets)} = {self.value.text}"

    def assign(self, value: Any, scope: dict[str, Any]) -> None:
        """Give the targets in ``scope`` a value, or each its own."""
        values = (value,) if len(self.targets) == 1 else value
        scope.update(zip(self.targets, values, strict=True))


@dataclass(frozen=True, slots=True)
class Program:
    """A parsed program.

    Attributes:
        start, step, equations: the statements before, in and after the steps.
        over: by name, the sequence that the steps go through (a number counts them).
        returns: the names of the results.
        trajectory: whether the results are stacked over the steps.
        gradient: what is differentiated, and in what, if derivatives are returned.
        choices: the names that stand for chosen formulas.
    """

    start: tuple[Statement, ...]
    over: tuple[tuple[str, Expression], ...]
    step: tuple[Statement, ...]
    equations: tuple[Statement, ...]
    returns: tuple[str, ...]
    trajectory: bool
    gradient: Gradient | None
    choices: tuple[str, ...]

    # What the program shares with an expression; a program is never elementwise.
    joins = True

    @property
    def statements(self) -> Iterator[Statement]:
        """All statements in their order."""
        yield from (*self.start, *self.step, *self.equations)

    @property
    def sums(self) -> bool:
        """Whether some statement adds elements up."""
        return any(statement.value.sums for statement in self.statements)

    @property
    def calls(self) -> bool:
        """Whether some statement calls another formula by its id."""
        local = {f"{choice}{end}" for choice in self.choices for end in ("", "_derivative")}
        return any(statement.value.calls - local for statement in self.statements)

    @property
    def text(self) -> str:
        """The program as it is written, one statement a line."""
        each = ", ".join(f"{name} in {sequence.text}" for name, sequence in self.over)
        lines = [s.text for s in self.start]
        lines += [f"for {each}:", *(f"    {s.text}" for s in self.step)] if self.over else []
        return "\n".join([*lines, *(s.text for s in self.equations)])

    def evaluate(self, system: ProgramSystem, values: Mapping[str, Any]) -> tuple[Any, ...]:
        """Run on ``system``: arrays, numbers, lists of arrays, and callables for the choices.

        Returns:
            the results in the order of ``returns``.
        """
        if self.gradient is None:
            return self._results(system, values)
        wanted, names = self.gradient.of, self.gradient.wrt

        def objective(*at: Any) -> Any:
            return self._run(system, {**values, **dict(zip(names, at, strict=True))})[wanted]

        return tuple(system.gradient(objective, [values[name] for name in names]))

    def quantities(self, system: ProgramSystem, values: Mapping[str, Any]) -> list[Any]:
        """Every value that a statement assigns on the way to the results, over all steps."""
        found: list[tuple[tuple[str, ...], Any]] = []
        self._run(system, values, trace=found)
        return [value for names, value in found if not set(names) & set(self.returns)]

    def _results(self, system: ProgramSystem, values: Mapping[str, Any]) -> tuple[Any, ...]:
        if not self.trajectory:
            scope = self._run(system, values)
            return tuple(scope[name] for name in self.returns)
        seen: list[tuple[Any, ...]] = []
        self._run(system, values, seen)
        return tuple(system.stack(column) for column in zip(*seen, strict=True))

    def _run(
        self,
        system: ProgramSystem,
        values: Mapping[str, Any],
        seen: list[tuple[Any, ...]] | None = None,
        trace: list[tuple[tuple[str, ...], Any]] | None = None,
    ) -> dict[str, Any]:
        scope = dict(values)
        _assign(self.start, system, scope, trace)
        for t, items in enumerate(self._items(system, scope), 1):
            scope |= {STEP: t, **items}
            _assign(self.step, system, scope, trace)
            if seen is not None:
                seen.append(tuple(scope[name] for name in self.returns))
        _assign(self.equations, system, scope, trace)
        return scope

    def _items(self, system: ProgramSystem, scope: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        if not self.over:
            return
        names = [name for name, _ in self.over]
        found = [sequence.evaluate(system, scope) for _, sequence in self.over]
        columns = [range(1, each + 1) if isinstance(each, int) else each for each in found]
        for items in zip(*columns, strict=True):
            yield dict(zip(names, items, strict=True))


def _assign(
    statements: Sequence[Statement],
    system: ProgramSystem,
    scope: dict[str, Any],
    trace: list[tuple[tuple[str, ...], Any]] | None = None,
) -> None:
    for statement in statements:
        value = statement.value.evaluate(system, scope)
        if trace is not None:
            trace.append((statement.targets, value))
        statement.assign(value, scope)


def build_program(
    body: Body,
    names: frozenset[str],
    choices: Sequence[str],
    where: str,
    formulas: frozenset[str],
) -> Program:
    """Parse every statement; each may read what is assigned before it.

    Args:
        names: inputs, parameters and a variant's own constants.
        choices: the names that stand for chosen formulas.
        formulas: the ids that may be called.

    Raises:
        SpecError: a statement is no assignment, or reads or returns a name that is not there.
    """
    calls = frozenset({*choices, *(f"{c}_derivative" for c in choices), *formulas})
    known = set(names)
    parts: dict[str, tuple[Statement, ...]] = {}

    def block(key: str, written: Sequence[str]) -> None:
        found = []
        for i, text in enumerate(written):
            place = f"{where} {key}[{i}]"
            targets, value = _split(text, place)
            found.append(
                Statement(targets, parse(value, frozenset(known), where=place, calls=calls))
            )
            known.update(targets)
        parts[key] = tuple(found)

    block("start", body.start)
    over = tuple(
        (name, parse(text, frozenset(known), where=f"{where} over.{name}"))
        for name, text in body.over.items()
    )
    known |= {name for name, _ in over} | ({STEP} if over else set())
    block("step", body.step)
    block("equations", body.equations)
    wanted = body.returns if body.gradient is None else [body.gradient.of, *body.gradient.wrt]
    for name in wanted:
        if name not in known:
            raise SpecError(f"{where} returns {name!r}, which nothing assigns")
    if body.gradient is not None and len(body.gradient.wrt) != len(body.returns):
        raise SpecError(f"{where} returns needs a name for each input of gradient.wrt")
    return Program(
        parts["start"],
        over,
        parts["step"],
        parts["equations"],
        tuple(body.returns),
        body.trajectory,
        body.gradient,
        tuple(choices),
    )


def _split(text: str, where: str) -> tuple[tuple[str, ...], str]:
    """The names that a statement assigns, and the text of what it assigns."""
    try:
        tree = ast.parse(text.strip()).body
    except (SyntaxError, RecursionError, MemoryError, ValueError) as error:
        raise SpecError(f"{where}: not a statement: {text!r} ({error})") from None
    assigned = tree[0] if len(tree) == 1 else None
    if not isinstance(assigned, ast.Assign) or len(assigned.targets) != 1:
        raise SpecError(f"{where}: {text!r} is no assignment; write NAME = EXPRESSION")
    target = assigned.targets[0]
    names = target.elts if isinstance(target, ast.Tuple) else [target]
    if not all(isinstance(name, ast.Name) for name in names):
        raise SpecError(f"{where}: {text!r} assigns to something that is no name")
    value = ast.get_source_segment(text.strip(), assigned.value) or ""
    return tuple(name.id for name in names if isinstance(name, ast.Name)), value


def changed(body: Body, variant: Mapping[str, Any]) -> Body:
    """The body with a variant's statements in place of its own.

    Raises:
        KeyError: the variant changes a name that no statement assigns.
    """
    update: dict[str, Any] = {"over": {**body.over, **variant.get("over", {})}}
    for key in ("start", "step", "equations"):
        given = variant.get(key) or {}
        own: list[str] = getattr(body, key)
        update[key] = given if isinstance(given, list) else _replaced(own, given)
    return body.model_copy(update=update)


def _replaced(own: Sequence[str], given: Mapping[str, str]) -> list[str]:
    lines = list(own)
    for name, text in given.items():
        places = [i for i, line in enumerate(lines) if name in _split(line, "")[0]]
        if not places:
            raise KeyError(name)
        targets = ", ".join(_split(lines[places[-1]], "")[0])
        lines[places[-1]] = f"{targets} = {text}"
    return lines
