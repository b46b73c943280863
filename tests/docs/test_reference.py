"""The pages of reference: nothing that the commands or the modules offer is left out."""

import importlib
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from nnconform.conformance.cli import main

ROOT = Path(__file__).parents[2]
COMMANDS = {name: command for name, command in main.commands.items() if not command.hidden}

NAMED = re.findall(
    r"^\.\. auto(function|exception|module):: ([\w.]+)",
    (ROOT / "docs/reference/library.md").read_text(encoding="utf-8"),
    re.M,
)


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of all commands, built alone and with warnings as errors."""
    folder = tmp_path_factory.mktemp("commands")
    page = (ROOT / "docs/reference/commands.md").read_text(encoding="utf-8")
    (folder / "index.md").write_text(re.sub(r"\[([^]]+)\]\([^)]+\)", r"\1", page))
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-C", "-b", "text"]
    extensions = ["-D", "extensions=myst_parser,sphinx_click"]
    subprocess.run([*command, *extensions, str(folder), str(folder / "out")], check=True)
    return (folder / "out/index.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_there_with_all_its_options(reference: str, name: str) -> None:
    text = sections(reference)[name]
    options = [p for p in COMMANDS[name].params if isinstance(p, click.Option) and not p.hidden]
    flags = [flag for option in options for flag in option.opts]
    assert [flag for flag in flags if not re.search(rf"^{flag}\b", text, re.M)] == []


def sections(text: str) -> dict[str, str]:
    """The text below each command's heading."""
    parts = re.split(r"^([a-z-]+)\n[-=*~]+\n", text, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize(("kind", "name"), NAMED)
def test_what_the_reference_of_the_library_names_exists(kind: str, name: str) -> None:
    module, attribute = (name, "__doc__") if kind == "module" else name.rsplit(".", 1)
    assert getattr(importlib.import_module(module), attribute)
