"""How long the command line takes to answer: ``python benchmarks/startup.py``.

Target: ``nnconform --help`` below 0.25 s. Each command is started ten times as a process of its
own; the table shows the median and the slowest.
"""

import subprocess
import sys
from statistics import median
from time import perf_counter

from rich.console import Console
from rich.table import Table

COMMANDS = {"--help": 0.25, "run --help": None, "list": None, "show huber": None}
TIMES = 10


def seconds(arguments: list[str]) -> float:
    """Start the command line once and return how long it took."""
    command = [sys.executable, "-P", "-m", "nnconform.conformance", *arguments]
    begun = perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - begun


def main() -> None:
    """Print a row a command."""
    table = Table("command", "median", "slowest", "target", title=f"start-up, {TIMES} times each")
    for command, target in COMMANDS.items():
        found = [seconds(command.split()) for _ in range(TIMES)]
        due = "" if target is None else f"< {target:.2f} s"
        table.add_row(f"nnconform {command}", f"{median(found):.3f} s", f"{max(found):.3f} s", due)
    Console().print(table)


if __name__ == "__main__":
    main()
