"""How long it takes to load 20,000 results: ``python benchmarks/tables.py``.

Target: below 1 s beside reading the file. The results are made up, with a counterexample in every
seventeenth; each figure is the median of five.
"""

from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import pandas as pd
from rich.console import Console
from rich.table import Table

from nnconform.reports import Record, Store, load
from nnconform.reports.columns import RESULTS
from nnconform.reports.environment import describe
from nnconform.reports.export import write_csv, write_parquet
from nnconform.reports.record import CHECKS, result_id
from nnconform.reports.tables import Runs, attributed

RESULTS_IN_ALL = 20_000
TIMES = 5


def made_up(number: int) -> Record:
    """Return one result; no two have the same numbers."""
    place = {
        "group": "losses",
        "formula": f"formula_{number % 90}",
        "check": CHECKS[number % len(CHECKS)],
        "adapter": f"adapter_{number}",
        "mode": "eager",
        "device": "cpu",
        "dtype": "float32",
        "provenance": "builtin",
    }
    bad = number % 17 == 0
    shown = {"inputs": {"y": [number / 7]}, "parameters": {}, "expected": 1.0, "got": number / 3}
    return Record(
        id=result_id(**place),
        **place,
        version="1.0",
        verdict="fails" if bad else "conforms",
        variant="missing_half" if bad else None,
        max_ulp=number / 7,
        band_ratio=number / 9,
        worst_input={"y": [number / 3], "y_hat": [number / 11]},
        counterexample={**shown, "reproduce": "nnconform run"} if bad else None,
        message=f"off by {number}" if bad else "",
        examples=1000,
        seconds=number / 3,
        seed=0,
        choices={},
    )


def seconds(act: Callable[[], object]) -> float:
    """Return the median time of ``act``."""
    found = []
    for _ in range(TIMES):
        begun = perf_counter()
        act()
        found.append(perf_counter() - begun)
    return median(found)


def main() -> None:
    """Print a row a step."""
    with TemporaryDirectory() as folder:
        with Store(folder, describe(seed=0, adapters={}, asked={})) as store:
            for number in range(RESULTS_IN_ALL):
                store.add(made_up(number))
        runs = Runs(folder)
        parquet = Path(folder) / "results.parquet"
        load(folder)
        steps = {
            "read the file": lambda: Runs(folder),
            "make the DataFrame": lambda: attributed(runs, RESULTS),
            "write CSV": lambda: write_csv(runs, Path(folder) / "results.csv"),
            "write Parquet": lambda: write_parquet(runs, parquet),
            "read Parquet": lambda: pd.read_parquet(parquet),
        }
        table = Table("step", "seconds", title=f"{RESULTS_IN_ALL:,} results, median of {TIMES}")
        for name, act in steps.items():
            table.add_row(name, f"{seconds(act):.2f}")
        Console().print(table)


if __name__ == "__main__":
    main()
