"""The rules that the layout and the design set for all files, read off the files themselves."""

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
SETUP = PROJECT["tool"]["setuptools"]
FOLDERS = ("spec", "reference", "adapters", "reports", "conformance")
# The table of the design: what a folder may import of ours, besides itself.
MAY_IMPORT = {
    "spec": set(),
    "reference": set(),
    "adapters": {"spec", "reference"},
    "reports": {"spec"},
    "conformance": {"spec", "reference", "adapters", "reports"},
}
# What was measured, not what measures.
ATLAS = ROOT / "reports" / "atlas"
FILES = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]
each = pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def imported(path: Path) -> Iterator[str]:
    """The modules of ours that a file imports, at its head or inside a function."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (
                alias.name for alias in node.names if alias.name.split(".")[0] == "nnconform"
            )
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            if node.module == "nnconform":
                yield from (f"nnconform.{alias.name}" for alias in node.names)
            elif node.module.startswith("nnconform."):
                yield node.module


def test_every_package_on_disk_is_listed() -> None:
    on_disk = {
        str(path.parent.relative_to(ROOT))
        for folder in (*FOLDERS, "src")
        for path in (ROOT / folder).rglob("__init__.py")
    }
    assert on_disk == set(SETUP["package-dir"].values())


def test_packages_and_their_folders_are_the_same_list() -> None:
    assert set(SETUP["packages"]) == set(SETUP["package-dir"])
    tops = {name for name in SETUP["packages"] if name.count(".") < 2}
    assert {"nnconform", *(f"nnconform.{folder}" for folder in FOLDERS)} == tops


def test_every_file_of_data_is_shipped() -> None:
    shipped = {
        path
        for name, patterns in SETUP["package-data"].items()
        for pattern in patterns
        for path in (ROOT / SETUP["package-dir"][name]).glob(pattern)
    }
    data = {
        path
        for folder in SETUP["package-dir"].values()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix not in {".py", ".pyc", ".md"} and path.parent != ATLAS
    }
    assert data <= shipped


def test_the_types_are_marked_as_shipped() -> None:
    assert (ROOT / "src" / "nnconform" / "py.typed").exists()


def test_entry_points_exist() -> None:
    for group, name in (("console_scripts", "nnconform"), ("pytest11", "nnconform")):
        point = next(
            p
            for p in entry_points(group=group)
            if p.name == name and p.value.startswith("nnconform.")
        )
        assert point.load() is not None


@each
def test_no_folder_imports_upwards(path: Path) -> None:
    folder = path.relative_to(ROOT).parts[0]
    others = {name.split(".")[1] for name in imported(path) if "." in name} - {folder}
    assert others <= MAY_IMPORT[folder]


@each
def test_imports_across_folders_are_absolute_and_without_a_star(path: Path) -> None:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom):
            assert node.level < 2
            assert all(alias.name != "*" for alias in node.names)


TOLERANCES = re.compile(
    r"\b(rtol|atol|isclose|allclose|approx|assert_allclose|almost_equal|rel_tol|abs_tol)\b"
)


@each
def test_no_file_has_a_tolerance(path: Path) -> None:
    names = {node.id for node in ast.walk(tree(path)) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)}
    names |= {node.arg or "" for node in ast.walk(tree(path)) if isinstance(node, ast.keyword)}
    names |= {node.arg for node in ast.walk(tree(path)) if isinstance(node, ast.arg)}
    names |= {
        alias.name
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert not {name for name in names if TOLERANCES.fullmatch(name)}


@pytest.mark.parametrize(
    "name", ["oracle", "balls", "setting", "cases", "domains", "compare", "formats"]
)
def test_the_oracle_never_imports_the_reference(name: str) -> None:
    assert not any(
        "reference" in module for module in imported(ROOT / "conformance" / f"{name}.py")
    )


@each
def test_every_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(tree(path)), "a docstring of at least one line"


@each
def test_library_code_does_not_print(path: Path) -> None:
    called = {
        node.func.id
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert "print" not in called


def test_files_stay_within_four_hundred_lines() -> None:
    long = {
        str(path.relative_to(ROOT)) for path in FILES if len(path.read_text().splitlines()) > 400
    }
    assert long == set()


def test_bodies_stay_within_forty_lines() -> None:
    long = []
    for path in FILES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                if body and (body[-1].end_lineno or 0) - body[0].lineno + 1 > 40:
                    long.append(f"{path.relative_to(ROOT)}:{node.name}")
    assert long == []


def test_a_light_import_of_the_plug_in_imports_nothing_heavy() -> None:
    heads = {
        node.module or ""
        for node in tree(ROOT / "conformance" / "plugin.py").body
        if isinstance(node, ast.ImportFrom)
    }
    heads |= {
        alias.name
        for node in tree(ROOT / "conformance" / "plugin.py").body
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert heads <= {"pytest", "collections.abc", "typing"}
