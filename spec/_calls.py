"""Formulas as functions that expressions and programs may call, on any number system."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from ._expression import ProgramSystem
from ._loader import load
from ._program import Arrays, Program

Call = Callable[..., Any]


def function(identifier: str, system: ProgramSystem, *, reduced: bool = False) -> Call:
    """Return a formula as a function of its inputs (by position) and parameters (by keyword).

    Args:
        identifier: the formula.
        system: the number system of the arguments.
        reduced: apply the formula's reduction; otherwise a loss gives its kernel.

    Returns:
        a function: of a program with several results it gives all of them.
    """
    formula = load(identifier)
    rule = formula.rule
    names = tuple(formula.inputs)
    defaults = {
        name: system.number(repr(given.default)) for name, given in formula.parameters.items()
    }

    def call(*arguments: Any, **given: Any) -> Any:
        values = {**defaults, **dict(zip(names, map(_listed, arguments), strict=True))}
        picked = {name: given.pop(name) for name in formula.choices if name in given}
        values |= given
        if not isinstance(rule.kernel, Program):
            result = rule.kernel.evaluate(system, values)
            reduce = reduced and rule.reduction != "none"
            return system.functions[rule.reduction](result) if reduce else result
        calls = callables(rule.kernel, system, formula.choices_of(picked))
        results = rule.kernel.evaluate(system, {**values, **calls})
        return results[0] if len(results) == 1 else results

    return call


def _listed(argument: Any) -> Any:
    """A list of arrays, one a layer, may be written out: ``(W1, W2)``."""
    return Arrays(argument) if type(argument) is tuple else argument


def callables(
    program: Program, system: ProgramSystem, choices: Mapping[str, str]
) -> dict[str, Call]:
    """Everything that a program calls: what is chosen, and formulas by their ids.

    Args:
        choices: the formula that stands for each of the program's choices; the formulas that it
            calls share them.
    """
    return chosen(choices, system) | _called(program, system, choices)


def chosen(choices: Mapping[str, str], system: ProgramSystem) -> dict[str, Call]:
    """The callables that stand for chosen formulas, and for their derivatives.

    A function of the last axis (softmax) has no derivative by element; its Jacobian is left out.
    """
    found: dict[str, Call] = {}
    for name, identifier in choices.items():
        found[name] = function(identifier, system)
        found[f"{name}_derivative"] = _derivative(identifier, system)
    return found


def _called(program: Program, system: ProgramSystem, choices: Mapping[str, str]) -> dict[str, Call]:
    names = {name for statement in program.statements for name in statement.value.calls}
    local = {f"{choice}{end}" for choice in program.choices for end in ("", "_derivative")}
    return {name: _sharing(name, system, choices) for name in names - local}


def _sharing(identifier: str, system: ProgramSystem, choices: Mapping[str, str]) -> Call:
    shared = {n: each for n, each in choices.items() if n in load(identifier).choices}
    return partial(function(identifier, system), **shared)


def _derivative(identifier: str, system: ProgramSystem) -> Call:
    # Looked up when it is called: a loss has no such entry, and nobody calls it.
    return lambda *arguments, **given: function(f"{identifier}_derivative", system)(
        *arguments, **given
    )
