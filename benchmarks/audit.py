"""How long the audit of the suite takes: ``python benchmarks/audit.py [IDS...]``.

Target, on two cores: all formulas below 600 s, all faults caught, no false alarm. ``--sample`` and
the other options of ``nnconform audit`` may follow the ids.
"""

import json
import subprocess
import sys
from time import perf_counter
from typing import Any

from rich.console import Console
from rich.table import Table

TARGET = 600


def main() -> None:
    """Print one row: seconds, mutants, and what became of them."""
    asked = sys.argv[1:]
    taken, found = measured(asked)
    counts = found["all"]
    title = " ".join(("audit --jobs 2", *asked))
    table = Table("seconds", "target", *(head.replace("_", " ") for head in counts), title=title)
    whole = not asked
    due = f"< {TARGET} s" if whole else ""
    table.add_row(f"{taken:.0f} s", due, *(f"{count:,}" for count in counts.values()))
    Console(width=120).print(table)


def measured(asked: list[str]) -> tuple[float, dict[str, Any]]:
    """Run an audit; return its seconds, and what ``--json`` prints."""
    command = [sys.executable, "-P", "-m", "nnconform.conformance", "audit", "--jobs", "2"]
    begun = perf_counter()
    done = subprocess.run([*command, "--json", *asked], stdout=subprocess.PIPE, check=False)
    taken = perf_counter() - begun
    if done.returncode not in (0, 1):
        sys.exit(f"nnconform audit ended with exit code {done.returncode}")
    found: dict[str, Any] = json.loads(done.stdout)
    return taken, found


if __name__ == "__main__":
    main()
