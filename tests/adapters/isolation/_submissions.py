"""Write submissions, open them in a sandbox, and look for what they leave behind."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nnconform.adapters import SUBMISSION, Implementation, Target
from nnconform.adapters.isolation import BUBBLEWRAP, LIMITS, IsolatedAdapter, Limits
from nnconform.adapters.isolation.sandbox import best_level, close_idle
from nnconform.spec import load

Z = np.array([-2.0, 0.0, 3.0])
SIGMOID = 1 / (1 + np.exp(-Z))
HEAD = "import os, sys, time, threading\nimport numpy as np\n"
RIGHT = "\ndef sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n"
TIGHT = Limits(call_seconds=1, seconds=20, memory_mb=256, disk_mb=8, processes=16)

LEVELS = [
    pytest.param(
        BUBBLEWRAP,
        marks=pytest.mark.skipif(
            best_level() != BUBBLEWRAP, reason="bubblewrap does not work on this machine"
        ),
    ),
    LIMITS,
]
each_level = pytest.mark.parametrize("level", LEVELS)
close_idle()


def formula(adapter: IsolatedAdapter, identifier: str, dtype: str = "float64") -> Implementation:
    return adapter.implementation(load(identifier), Target(SUBMISSION, "cpu", dtype, "eager"))


def value(adapter: IsolatedAdapter, identifier: str, *inputs: Any, **parameters: Any) -> Any:
    return formula(adapter, identifier).value(inputs, parameters)


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def processes(root: int) -> set[int]:
    """Every process below ``root``."""
    parents = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                stat = Path("/proc", name, "stat").read_text()
            except OSError:
                continue
            parents[int(name)] = int(stat.rpartition(")")[2].split()[1])
    found: set[int] = set()
    front = {root}
    while front:
        front = {pid for pid, parent in parents.items() if parent in front}
        found |= front
    return found


def server(adapter: IsolatedAdapter) -> int:
    """The process below which the submission runs."""
    assert adapter.session.sandbox is not None
    return adapter.session.sandbox.process.pid
