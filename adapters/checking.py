"""Does an object keep the protocol? What other people's adapters are told where it does not."""

from collections.abc import Mapping
from typing import Any

from nnconform.spec import Formula

from .protocol import (
    AS_WRITTEN,
    BUILTIN,
    SUBMISSION,
    Adapter,
    AdapterError,
    Implementation,
    Missing,
    Target,
    Unsupported,
)

_DTYPES = ("float16", "bfloat16", "float32", "float64")
_PROVENANCES = (BUILTIN, AS_WRITTEN, SUBMISSION)
# What each attribute has to be: words that are known, or None where any will do.
_WORDS: Mapping[str, tuple[str, ...] | None] = {
    "provenances": _PROVENANCES,
    "dtypes": _DTYPES,
    "default_dtypes": _DTYPES,
    "devices": None,
    "modes": None,
}
_EXAMPLES = {
    "name": '"mine"',
    "version": '"1.0"',
    "provenances": '("builtin",)',
    "dtypes": '("float32", "float64")',
    "default_dtypes": '("float32", "float64")',
    "devices": '("cpu",)',
    "modes": '("eager",)',
}
_METHODS = {
    "value": "value(inputs, parameters)",
    "gradient": "gradient(inputs, parameters, wrt, cotangent)",
}


def checked(found: Any, name: str, where: str) -> Adapter:
    """Return ``found`` as the adapter that is registered under ``name``.

    Args:
        found: what an entry point gave.
        where: how messages call it.

    Raises:
        AdapterError: an attribute lacks or is not what it has to be; names it, and what is
            expected.
    """
    for attribute in ("name", "version"):
        text = _attribute(found, attribute, where)
        if not isinstance(text, str) or (attribute == "name" and text != name):
            wanted = f"{name!r}, what people type" if attribute == "name" else "text"
            raise AdapterError(f"{where}: {attribute} is {text!r}; expected {wanted}")
    for attribute, known in _WORDS.items():
        _check_words(_attribute(found, attribute, where), attribute, known, where)
    if further := [word for word in found.default_dtypes if word not in found.dtypes]:
        raise AdapterError(f"{where}: default_dtypes names {further[0]!r}; expected some of its "
                           f"dtypes, {', '.join(found.dtypes)}")  # fmt: skip
    if not callable(getattr(found, "implementation", None)):
        raise AdapterError(f"{where}: {type(found).__name__} has no method "
                           f"implementation(formula, target)")  # fmt: skip
    adapter: Adapter = found
    return adapter


def offered(adapter: Adapter, formula: Formula, target: Target) -> Implementation:
    """Return an adapter's implementation of ``formula`` on ``target``.

    Raises:
        Missing, Unsupported: as the adapter says.
        AdapterError: it raised something else, or returned no implementation.
    """
    try:
        found = adapter.implementation(formula, target)
    except (Missing, Unsupported):
        raise
    except Exception as error:
        what = " ".join(f"{type(error).__name__}: {error}".split())
        raise AdapterError(
            f"{adapter.name}: implementation of {formula.id} raised {what}; "
            "expected Missing or Unsupported where there is none"
        ) from error
    for method, call in _METHODS.items():
        if not callable(getattr(found, method, None)):
            raise AdapterError(f"{adapter.name}: implementation of {formula.id} is "
                               f"{_article(found)}, which has no method {call}")  # fmt: skip
    taken = getattr(found, "taken", None)
    if taken is not None and not isinstance(taken, frozenset | set | tuple | list):
        raise AdapterError(f"{adapter.name}: taken of {formula.id} is {taken!r}; expected a set of "
                           f"names, or None for all parameters")  # fmt: skip
    return found


def _attribute(found: Any, name: str, where: str) -> Any:
    try:
        return getattr(found, name)
    except AttributeError:
        raise AdapterError(f"{where}: {type(found).__name__} has no attribute {name}; "
                           f"expected something like {_EXAMPLES[name]}") from None  # fmt: skip
    except Exception as error:
        what = " ".join(f"{type(error).__name__}: {error}".split())
        raise AdapterError(f"{where}: its {name} raised {what}") from None


def _check_words(words: Any, name: str, known: tuple[str, ...] | None, where: str) -> None:
    expected = f"some of {', '.join(known)}" if known else "words"
    wanted = f"expected a tuple of {expected}, such as {_EXAMPLES[name]}"
    if not isinstance(words, tuple | list) or not words:
        raise AdapterError(f"{where}: {name} is {words!r}; {wanted}")
    for word in words:
        if not isinstance(word, str) or (known is not None and word not in known):
            raise AdapterError(f"{where}: {name} names {word!r}; {wanted}")


def _article(found: object) -> str:
    return "None" if found is None else f"of the type {type(found).__name__}"
