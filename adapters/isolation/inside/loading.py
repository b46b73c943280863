"""Find and import what a submission consists of: files, folders and notebooks.

Functions are found by reading the sources, so that only the file that has them is run.
"""

import ast
import importlib
import io
import json
import linecache
import os
import re
import sys
import tokenize
import traceback
import types
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .standins import Nothing, offer

_LINE_MAGIC = re.compile(r"^\s*(?:[%!?]|[\w.]+\?\??\s*$)")
_ASSIGNED_MAGIC = re.compile(r"^(\s*[\w, ]+=\s*)[%!].*$")
_KEPT_CELLS = ("%%time", "%%timeit", "%%capture", "%%prun")
_SKIPPED = {"setup.py", "conftest.py"}


class LoadError(Exception):
    """A module cannot be imported, or a function is not found; the message is one sentence.

    Attributes:
        kind: "missing" or "import".
    """

    def __init__(self, said: str, kind: str = "import") -> None:
        super().__init__(said)
        self.kind = kind


@dataclass
class Submission:
    """The files of a submission, unpacked under ``root``, and what was imported of them.

    Attributes:
        errors: what went wrong on the way, without having stopped it.
        only: the one file, where the submission is one.
    """

    root: str
    only: str | None = None
    errors: list[str] = field(default_factory=list)
    modules: dict[str, types.ModuleType | LoadError] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)

    def sources(self) -> list[str]:
        """Every Python file and notebook, by its path under the root."""
        found = []
        for folder, names, files in os.walk(self.root):
            names[:] = sorted(n for n in names if not n.startswith((".", "__pycache__")))
            for name in sorted(files):
                if name.endswith((".py", ".ipynb")) and name not in _SKIPPED:
                    found.append(os.path.relpath(os.path.join(folder, name), self.root))
        return found

    def locate(self, name: str, module: str | None = None) -> str:
        """Return the file that defines ``name``, without running any.

        Raises:
            LoadError: none does, or several do.
        """
        sources = self.sources()
        if module is not None:
            return _named(module, sources)
        if self.only is not None:
            return self.only
        first = name.partition(".")[0]
        having = [each for each in sources if first in defined(os.path.join(self.root, each))]
        if len(having) == 1:
            return having[0]
        if len(sources) == 1:
            return sources[0]
        if having:
            raise LoadError(f"several files define {first}: {', '.join(having)}; the binding must "
                            f"name one with 'module'", "missing")  # fmt: skip
        raise LoadError(f"no file of the submission defines {first}", "missing")

    def module(self, relative: str, definitions: bool = False) -> types.ModuleType:
        """Import a file once.

        Args:
            definitions: run only what defines something, and go on after an error.

        Raises:
            LoadError: it does not import, now or the first time.
        """
        if not relative:
            return Several(self)
        if relative not in self.modules:
            try:
                self.modules[relative] = self._imported(relative, definitions)
            except BaseException as error:
                self.modules[relative] = LoadError(self._explained(relative, error))
        found = self.modules[relative]
        if isinstance(found, LoadError):
            raise found
        return found

    def _imported(self, relative: str, definitions: bool) -> types.ModuleType:
        path = os.path.join(self.root, relative)
        for folder in (self.root, os.path.dirname(path)):
            if folder not in sys.path:
                sys.path.insert(0, folder)
        offer()
        name, inside = self._name(relative)
        known = sys.modules.get(name)
        if known is not None and getattr(known, "__file__", None) == path:
            return known  # another file of the submission has imported it
        if known is not None or name in sys.stdlib_module_names:
            name, inside = f"submission_{len(self.modules)}", False
        self.paths[path] = relative
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if inside and not definitions:
                return importlib.import_module(name)
            module = types.ModuleType(name)
            module.__file__ = path
            module.__package__ = name.rpartition(".")[0] if inside else ""
            sys.modules[name] = module
            if relative.endswith(".ipynb"):
                self._run_cells(module, relative, path, definitions)
            elif definitions:
                self._define(module, relative, ast.parse(_read(path)), path)
            else:
                exec(compile(_read(path), path, "exec", dont_inherit=True), module.__dict__)
        # A module may put something else in its place.
        return sys.modules.get(name, module)

    def _name(self, relative: str) -> tuple[str, bool]:
        """The name under which other files import this one, and whether it is in a package."""
        parts = relative.rpartition(".")[0].split(os.sep)
        if parts[-1] == "__init__" and len(parts) > 1:
            parts.pop()
        if not all(part.isidentifier() for part in parts):
            return "submission", False
        first = len(parts) - 1
        while first and os.path.exists(os.path.join(self.root, *parts[:first], "__init__.py")):
            first -= 1
        inside = relative.endswith("__init__.py") or first < len(parts) - 1
        return (".".join(parts[first:]), inside) if inside else (parts[-1], False)

    def _define(self, module: types.ModuleType, where: str, tree: ast.Module, label: str) -> None:
        for statement in definitions_of(tree.body):
            try:
                body = ast.Module([statement], [])
                exec(compile(body, label, "exec", dont_inherit=True), module.__dict__)
            except BaseException as error:
                self.errors.append(self._explained(where, error))

    def _run_cells(
        self, module: types.ModuleType, relative: str, path: str, definitions: bool
    ) -> None:
        names = module.__dict__
        names.update(get_ipython=Nothing, display=Nothing())
        for number, source in cells(path):
            label = f"{path} cell {number}"
            self.paths[label] = f"{relative}, cell {number}"
            linecache.cache[label] = (len(source), None, source.splitlines(True), label)
            try:
                if definitions:
                    self._define(module, self.paths[label], ast.parse(source), label)
                else:
                    exec(compile(source, label, "exec", dont_inherit=True), names)
            except BaseException as error:
                self.errors.append(self._explained(f"{relative}, cell {number}", error))

    def _explained(self, where: str, error: BaseException) -> str:
        if isinstance(error, LoadError):
            return str(error)
        kind = type(error).__name__
        if isinstance(error, SyntaxError):
            line = f" (line {error.lineno})" if isinstance(error.lineno, int) else ""
            return f"{where}: {kind}: {_text(error)}{line}"
        said = _text(error)
        file, line_number = self.place(error)
        line = "" if line_number is None else f" (line {line_number})"
        place = file if file and file != where else where
        return f"{place}: importing it raised {kind}{': ' + said if said else ''}{line}"

    def place(self, error: BaseException) -> tuple[str, int | None]:
        """The submission's own file and line where ``error`` came up."""
        frames = traceback.extract_tb(error.__traceback__)[-1000:]
        for frame in reversed(frames):
            if frame.filename in self.paths:
                return self.paths[frame.filename], frame.lineno
            if frame.filename.startswith(self.root + os.sep):
                return os.path.relpath(frame.filename, self.root), frame.lineno
        return "", None


class Several(types.ModuleType):
    """All files of a submission, for adapters: each is imported when it is asked for by name."""

    def __init__(self, submission: Submission) -> None:
        super().__init__("submission")
        self._submission = submission

    def __getattr__(self, name: str) -> types.ModuleType:
        try:
            relative = _named(name, self._submission.sources())
        except LoadError as error:
            raise AttributeError(str(error)) from None
        return self._submission.module(relative)


def _text(error: BaseException) -> str:
    try:
        said = error.msg if isinstance(error, SyntaxError) else str(error)
        return " ".join(str(said).split())[:500]
    except BaseException as inner:
        return f"(its text cannot be read: {type(inner).__name__})"


def _named(module: str, sources: list[str]) -> str:
    wanted = module.replace("\\", "/").removesuffix(".py").removesuffix(".ipynb")
    dotted = wanted.replace(".", "/")
    stems = {each: each.rpartition(".")[0].replace(os.sep, "/") for each in sources}
    for match in (wanted, dotted):
        exact = [each for each, stem in stems.items() if stem == match]
        found = exact or [s for s, stem in stems.items() if stem.endswith("/" + match)]
        if module.endswith((".py", ".ipynb")):
            found = [each for each in found if each.endswith(module.rpartition(".")[2])] or found
        packages = [s for s, stem in stems.items() if stem == f"{match}/__init__"]
        found = found or packages
        if len(found) == 1:
            return found[0]
        if found:
            raise LoadError(f"several files are called {module}: {', '.join(found)}", "missing")
    raise LoadError(f"the submission has no file {module}", "missing")


def defined(path: str) -> set[str]:
    """The names that a file defines at its top level; none where it cannot be read."""
    found: set[str] = set()
    try:
        texts = [text for _, text in cells(path)] if path.endswith(".ipynb") else [_read(path)]
    except (OSError, ValueError, SyntaxError, RecursionError, MemoryError, LoadError):
        return found
    for text in texts:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                body = ast.parse(text).body
            found.update(_names(body))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            # Only what the parser refuses: then the names are looked for in the text.
            source = text.decode("latin-1") if isinstance(text, bytes) else text
            found.update(re.findall(r"^(?:def|class)\s+(\w+)", source, re.MULTILINE))
    return found


def _read(path: str) -> Any:
    with open(path, "rb") as file:
        return file.read()


def _names(body: list[ast.stmt]) -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
            continue
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                yield from (n.id for n in ast.walk(target) if isinstance(n, ast.Name))
        for block in ("body", "orelse", "finalbody"):
            yield from _names(getattr(node, block, []))
        for handler in getattr(node, "handlers", []):
            yield from _names(handler.body)


def definitions_of(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements that define something: imports, functions, classes and constants."""
    for node in body:
        if isinstance(node, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef) or (
            isinstance(node, ast.Assign | ast.AnnAssign) and _is_constant(node.value)
        ):
            yield node
        elif isinstance(node, ast.Try):
            yield from definitions_of(node.body)


def _is_constant(value: ast.expr | None) -> bool:
    """Whether a value is made without calling anything but NumPy."""
    calls = [n.func for n in ast.walk(value) if isinstance(n, ast.Call)] if value else []
    return all(ast.unparse(each).startswith(("np.", "numpy.")) for each in calls)


def cells(path: str) -> list[tuple[int, str]]:
    """Return the code cells of a notebook, numbered from 1, without magics and commands.

    Raises:
        LoadError: the file is no notebook.
    """
    try:
        with open(path, "rb") as file:
            book = json.loads(file.read().decode("utf-8-sig"))
        sheets = book.get("worksheets")
        listed = book["cells"] if sheets is None else [c for s in sheets for c in s["cells"]]
        found = []
        for number, cell in enumerate((c for c in listed if c.get("cell_type") == "code"), 1):
            source = cell.get("source", cell.get("input", ""))
            text = source if isinstance(source, str) else "".join(source)
            found.append((number, _cleaned(text)))
        return found
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        name = os.path.basename(path)
        what = f"{type(error).__name__}: {' '.join(str(error).split())[:100]}"
        raise LoadError(f"{name} is no notebook that can be read ({what})") from None


def _cleaned(text: str) -> str:
    """A cell as plain Python; a dropped line stays as ``pass``, so that blocks keep a body."""
    if text.lstrip().startswith("%%"):
        first, _, rest = text.lstrip().partition("\n")
        if first.split()[0] not in _KEPT_CELLS:
            return ""
        text = "\n" + rest
    if _compiles(text):
        return text
    inside = _continued(text)
    lines = []
    for number, line in enumerate(text.splitlines(), 1):
        if number in inside or not re.search(r"[%!?]", line):
            lines.append(line)
        elif match := _ASSIGNED_MAGIC.match(line):
            lines.append(f"{match[1]}None")
        elif _LINE_MAGIC.match(line):
            indent = line[: len(line) - len(line.lstrip())]
            lines.append(f"{indent}pass")
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


def _is_python(line: str) -> bool:
    return "#" in line and not line.lstrip().startswith(("%", "!", "?"))


def _compiles(text: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _continued(text: str) -> set[int]:
    """The lines that continue a string or an expression, which are nobody's magic."""
    found: set[int] = set()
    depth = 0
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.STRING:
                found.update(range(token.start[0] + 1, token.end[0] + 1))
            depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(token.string, 0)
            if depth > 0 and token.type == tokenize.NL:
                found.add(token.end[0] + 1)
    except (tokenize.TokenError, IndentationError, SyntaxError):
        pass
    return found
