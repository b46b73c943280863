"""Adapters: how the suite reaches an implementation, by the name that people type.

``resolve("torch")`` imports torch; importing this package imports no framework.
"""

import os
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from warnings import catch_warnings, simplefilter

from .checking import checked, offered as offered
from .functions import FunctionsAdapter as FunctionsAdapter
from .protocol import (
    AS_WRITTEN as AS_WRITTEN,
    BUILTIN as BUILTIN,
    SUBMISSION as SUBMISSION,
    Adapter as Adapter,
    AdapterError as AdapterError,
    Array as Array,
    BadReturn as BadReturn,
    Died as Died,
    Implementation as Implementation,
    Missing as Missing,
    Models as Models,
    NotImported as NotImported,
    OwnLayer as OwnLayer,
    Raised as Raised,
    Target as Target,
    TimedOut as TimedOut,
    Unsupported as Unsupported,
    as_array as as_array,
)

# The module that makes each built-in adapter, and what must be installed for it.
_BUILTIN = {
    "numpy": ("numpy", ("numpy",)),
    "torch": ("_torch", ("torch",)),
    "jax": ("_jax", ("jax", "optax")),
}
BUILTIN_ADAPTERS = tuple(_BUILTIN)
# Those that have ``models``.
WITH_MODELS = ("torch",)
_GROUP = "nnconform.adapters"


def available() -> tuple[str, ...]:
    """Return the built-in adapters whose framework is installed, without importing any."""
    return tuple(name for name in _BUILTIN if not _lacking(name))


def registered() -> tuple[str, ...]:
    """Return the names of the adapters that other packages have registered."""
    return tuple(sorted({point.name for point in entry_points(group=_GROUP)}))


def resolve(text: str) -> Adapter:
    """Return the adapter that ``text`` names.

    Args:
        text: "numpy", "torch", "jax", a registered adapter, ``process:COMMAND``, a path that ends
            in ``.py``, or the name of an importable module.

    Raises:
        AdapterError: there is none, or it does not import; one line says what to do.
    """
    if text in _BUILTIN:
        lacking = _lacking(text)
        if lacking:
            raise AdapterError(f"{lacking} is not installed: pip install 'nnconform[{text}]'")
        return _builtin(text)
    points = {point.name: point for point in entry_points(group=_GROUP)}
    if text in points:
        return _registered(points[text])
    if text.startswith("process:"):
        from .process import load_process

        return load_process(text)
    from .file import load_file, load_module

    if text.endswith(".py") or "/" in text or os.sep in text:
        return load_file(text)
    found = load_module(text)
    if found is None:
        raise AdapterError(_unknown(text))
    return found


@cache
def _builtin(name: str) -> Adapter:
    try:
        with catch_warnings():
            simplefilter("ignore")
            make: Callable[[], Adapter] = import_module(f"{__name__}.{_BUILTIN[name][0]}").adapter
            return make()
    except (ImportError, OSError, AttributeError) as error:
        what = " ".join(str(error).split())
        raise AdapterError(f"{name} does not import: {type(error).__name__}: {what}") from None


def _lacking(name: str) -> str | None:
    return next((module for module in _BUILTIN[name][1] if find_spec(module) is None), None)


@cache
def _registered(point: EntryPoint) -> Adapter:
    where = f"{point.name} ({point.value})"
    try:
        with catch_warnings():
            simplefilter("ignore")
            found = point.load()
            found = found() if callable(found) else found
    except Exception as error:
        what = " ".join(f"{type(error).__name__}: {error}".split())
        raise AdapterError(f"{where} does not load: {what}") from None
    return checked(found, point.name, where)


def _unknown(text: str) -> str:
    if Path(f"{text}.py").is_file():
        return f"unknown adapter {text!r}: did you mean {text}.py?"
    names = ", ".join([*_BUILTIN, *registered()])
    return (f"unknown adapter {text!r}: expected {names}, a path to a .py file or the name of "
            f"an importable module")  # fmt: skip
