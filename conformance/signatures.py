"""How a formula is called in Python, for the files that people start from."""

import json

from nnconform.spec import Formula


def signature(formula: Formula) -> str:
    """Return the arguments of a formula's function, as they stand between the brackets."""
    plain = [name for name, given in formula.inputs.items() if not given.keyword]
    keyword = [name for name, given in formula.inputs.items() if given.keyword]
    keyword += [f"{name}={_literal(value)}" for name, value in formula.defaults.items()]
    return ", ".join([*plain, *(["*", *keyword] if keyword else [])])


def _literal(value: object) -> str:
    """A default as Python writes it."""
    return repr(value) if isinstance(value, bool | float | int) else json.dumps(value)
