"""The header of a run: which versions, which machine."""

import os
import platform
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from .store import Header, now


def describe(*, seed: int, adapters: Mapping[str, str], asked: Mapping[str, object]) -> Header:
    """Return the header of a run that starts now, on this machine.

    Args:
        seed: the seed that reproduces the run.
        adapters: names and versions of what is checked.
        asked: the command's options and their values.

    Returns:
        the header; nothing is written.
    """
    return Header(
        nnconform=_own_version(),
        python=platform.python_version(),
        platform=platform.platform(),
        machine=_machine(),
        seed=seed,
        adapters=dict(adapters),
        asked=dict(asked),
        started=now(),
    )


def _own_version() -> str:
    try:
        return version("nnconform")
    except PackageNotFoundError:
        return "not installed"


def _machine() -> str:
    """Return architecture, processor and number of cores in one line."""
    parts = [platform.machine(), _processor(), f"{os.cpu_count() or '?'} cores"]
    return ", ".join(part for part in parts if part)


def _processor() -> str:
    # platform.processor() is empty on most Linux machines; the kernel knows the name.
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return platform.processor()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor())
