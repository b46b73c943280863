"""A Python file or module as an adapter: its functions are named after the formula ids.

Inputs are passed by position and parameters by keyword; a function that names them otherwise
gets them by position, and one that has none is run with the formula's defaults only.
"""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from nnconform.spec import Formula

from ._guard import TIME_LIMIT, Printed, guarded
from ._passing import Function, adapted
from ._plain import Plain, gather
from .protocol import SUBMISSION, AdapterError, Raised, Target, TimedOut, check

_DTYPES = ("float64", "float32", "float16")
# Longer than a call's: a file may import a framework.
_IMPORT_LIMIT = 60.0


@dataclass(frozen=True, slots=True)
class FileAdapter:
    """A submission: one module of functions.

    Attributes:
        module: what was imported.
        path: its file, as tracebacks name it.
        printed: what it has printed so far.
        time_limit: seconds that one call may take.
    """

    name: str
    module: ModuleType
    path: str
    dtypes: tuple[str, ...] = _DTYPES
    default_dtypes: tuple[str, ...] = ("float64",)
    version: str = ""
    provenances: tuple[str, ...] = (SUBMISSION,)
    devices: tuple[str, ...] = ("cpu",)
    modes: tuple[str, ...] = ("eager",)
    time_limit: float = TIME_LIMIT
    printed: Printed = field(default_factory=Printed)

    def implementation(self, formula: Formula, target: Target) -> Plain:
        """See :meth:`nnconform.adapters.protocol.Adapter.implementation`."""
        check(self, target)
        # Passed where the suite passes none: a gradient may want what its formula has inside.
        defaults = formula.defaults
        keywords = [name for name, given in formula.inputs.items() if given.keyword]
        functions = {}
        taken: dict[str, frozenset[str]] = {}
        for suffix, function in gather(formula, self._function, self.name).items():
            count = 3 if suffix == "_step" else len(formula.inputs)
            called, taken[suffix] = adapted(function, count, tuple(defaults), keywords)
            functions[suffix] = self._guarded(called, defaults)
        return Plain(self.name, formula, functions, taken.get("", taken.get("_step")))

    def _function(self, name: str) -> Function | None:
        found = getattr(self.module, name, None)
        return found if callable(found) else None

    def _guarded(self, function: Function, defaults: Mapping[str, Any]) -> Function:
        def call(*inputs: Any, **parameters: Any) -> Any:
            with guarded(self.path, self.printed, self.time_limit):
                return function(*inputs, **{**defaults, **parameters})

        return call


def load_file(path: str) -> FileAdapter:
    """Import a Python file, whatever its name and place, as an adapter named after its stem.

    Raises:
        AdapterError: there is no such file, or it does not import; one line says why.
    """
    place = Path(path)
    if not place.exists():
        raise AdapterError(f"{path}: no such file")
    if place.suffix != ".py" or not place.is_file():
        raise AdapterError(f"{path}: not a Python file: expected a name that ends in .py")
    printed = Printed()
    full = str(place.resolve())
    with _explained(path), guarded(full, printed, _IMPORT_LIMIT), _siblings(full):
        module = _executed(full)
    return _adapter(place.stem, module, full, printed, path)


def load_module(name: str) -> FileAdapter | None:
    """Import a module as an adapter; None if there is no module of this name.

    Raises:
        AdapterError: it does not import; one line says why.
    """
    if not all(part.isidentifier() for part in name.split(".")):
        return None
    printed = Printed()
    with _explained(name), guarded("", printed, _IMPORT_LIMIT):
        try:
            found = find_spec(name)
        except ModuleNotFoundError as error:
            if error.name is None or not f"{name}.".startswith(f"{error.name}."):
                raise
            found = None
    if found is None:
        return None
    path = found.origin or ""
    with _explained(path or name), guarded(path, printed, _IMPORT_LIMIT):
        module = import_module(name)
    return _adapter(name, module, path, printed, name)


def _executed(full: str) -> ModuleType:
    # Named by its path, so that two files of one name do not meet in sys.modules.
    spec = spec_from_file_location(f"nnconform_submission{full.removesuffix('.py')}", full)
    if spec is None:
        raise ImportError(f"cannot make a module of {full}")
    module = module_from_spec(spec)
    # Compiled here, and not by the import system, which would leave a __pycache__ behind.
    code = compile(Path(full).read_bytes(), full, "exec", dont_inherit=True)
    sys.modules[spec.name] = module
    try:
        exec(code, module.__dict__)
    except BaseException:
        del sys.modules[spec.name]
        raise
    return module


@contextmanager
def _siblings(full: str) -> Iterator[None]:
    """Let a file import its neighbours, and forget them: the next folder has its own utils.py."""
    folder = str(Path(full).parent)
    if folder in sys.path:
        yield
        return
    before = set(sys.modules)
    sys.path.insert(0, folder)
    try:
        yield
    finally:
        if folder in sys.path:
            sys.path.remove(folder)
        new = set(sys.modules) - before
        beside = {name for name in new if _home(sys.modules[name]) == folder}
        for name in new:
            if name.partition(".")[0] in beside:
                del sys.modules[name]


def _home(module: ModuleType) -> str | None:
    """The folder in which a module, or the folder of a package, lies."""
    origin = getattr(module, "__file__", None)
    if origin is None:
        return None
    path = Path(origin)
    return str(path.parent.parent if path.stem == "__init__" else path.parent)


@contextmanager
def _explained(where: str) -> Iterator[None]:
    try:
        yield
    except TimedOut:
        raise AdapterError(f"{where}: importing it took more than {_IMPORT_LIMIT:g} s") from None
    except Raised as error:
        place = where if error.line is None else f"{where}:{error.line}"
        if error.kind in ("SyntaxError", "IndentationError", "TabError"):
            raise AdapterError(f"{place}: {error.kind}: {error.message}") from None
        what = f"{error.kind}: {error.message}" if error.message else error.kind
        raise AdapterError(f"{place}: importing it raised {what}") from None


def _adapter(name: str, module: ModuleType, path: str, printed: Printed, where: str) -> FileAdapter:
    dtypes = getattr(module, "DTYPES", _DTYPES)
    if not isinstance(dtypes, str | tuple | list):
        raise AdapterError(f"{where}: DTYPES is {dtypes!r}; expected a tuple of names")
    dtypes = (dtypes,) if isinstance(dtypes, str) else tuple(dtypes)
    unknown = [repr(dtype) for dtype in dtypes if dtype not in (*_DTYPES, "bfloat16")]
    if unknown or not dtypes:
        raise AdapterError(f"{where}: DTYPES names {', '.join(unknown) or 'nothing'}; "
                           f"expected some of float16, bfloat16, float32, float64")  # fmt: skip
    default = ("float64",) if "float64" in dtypes else dtypes
    return FileAdapter(name, module, path, dtypes, default, printed=printed)
