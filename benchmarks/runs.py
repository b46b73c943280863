"""How long a whole run takes, and how much memory: ``python benchmarks/runs.py [ADAPTER...]``.

Targets, on two cores, in eager mode, with the default number of examples and all formulas: ``run
numpy`` below 30 s, ``run torch`` below 120 s, all processes of a run together below 2 GiB. For
``run jax`` no time is promised.

JAX compiles each operation once a shape and keeps that on disk, so it has two rows: a first run,
with nothing kept, and a second one. Memory is the proportional set size of all processes of the
run together, looked at every fifth of a second (Linux only).
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

from rich.console import Console
from rich.table import Table

from nnconform.adapters import available

TARGETS = {"numpy": 30, "torch": 120}


def main() -> None:
    """Print a row a run."""
    names = sys.argv[1:] or list(available())
    table = Table("run", "seconds", "target", "results", "peak memory", title="run ... --jobs 2")
    with TemporaryDirectory() as kept:
        for name in names:
            for label in (f"{name}, first", f"{name}, again") if name == "jax" else (name,):
                due = f"< {TARGETS[name]} s" if name in TARGETS else ""
                taken, results, memory = measured(name, Path(kept))
                size = "not measured" if memory is None else f"{memory / 2**20:.2f} GiB"
                table.add_row(label, f"{taken:.1f} s", due, f"{results:,}", size)
    Console().print(table)


def measured(name: str, cache: Path) -> tuple[float, int, int | None]:
    """Run one adapter; return its seconds, results and peak memory in KiB."""
    environment = {**os.environ, "JAX_COMPILATION_CACHE_DIR": str(cache)}
    # JAX leaves quick compilations and small results out unless it is told otherwise.
    environment |= {"JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "0"}
    environment |= {"JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES": "-1"}
    with TemporaryDirectory() as out:
        command = [sys.executable, "-P", "-m", "nnconform.conformance", "run", name]
        command += ["--jobs", "2", "--out", out]
        begun = perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        peak = 0
        while process.poll() is None:
            peak = max(peak, sum(memory(each) for each in tree(process.pid)))
            sleep(0.2)
        taken = perf_counter() - begun
        if process.returncode not in (0, 1):
            sys.exit(f"nnconform run {name} ended with exit code {process.returncode}")
        lines = (Path(out) / "results.jsonl").read_text(encoding="ascii").splitlines()
    kinds = [json.loads(line)["kind"] for line in lines]
    if kinds[-1] != "footer":
        sys.exit(f"nnconform run {name} was interrupted after {len(kinds) - 1} results")
    results = kinds.count("result")
    return taken, results, peak or None


def tree(process: int) -> Iterator[int]:
    """A process and all that it has started, and so on."""
    yield process
    for tasks in Path(f"/proc/{process}/task").glob("*/children"):
        for child in _text(tasks).split():
            yield from tree(int(child))


def memory(process: int) -> int:
    """The memory of a process in KiB; what it shares with others counts in part."""
    lines = _text(Path(f"/proc/{process}/smaps_rollup")).splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except OSError:  # it has ended, or there is no /proc
        return ""


if __name__ == "__main__":
    main()
