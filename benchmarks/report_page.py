"""How long a report of 20,000 results takes to write and to open.

Run as ``python benchmarks/report_page.py``. Targets: below 10 MB, and open in headless Chromium
below 2 s. The run is made up: every formula of the spec, eight checks, seven adapters in four
dtypes; one result in six deviates, and each result of the accuracy check whose formula has a curve
carries the error over the range.
"""

import random
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from rich.console import Console
from rich.table import Table

from nnconform.conformance.formats import FORMATS
from nnconform.conformance.selection import describe_formulas
from nnconform.reports.html import write_html
from nnconform.reports.record import CHECKS, FormulaInfo, Record, result_id
from nnconform.reports.store import Footer, Header, Run

ADAPTERS = tuple(f"adapter_{letter}" for letter in "abcdefg")
DUE_BYTES, DUE_SECONDS = 10_000_000, 2.0
STRETCHES = 64
TIMES = 5


def profile(info: FormulaInfo, dtype: str, rng: random.Random) -> dict[str, object]:
    """Make up the error over the range of a format, for the value and the gradient."""
    form = FORMATS[dtype]
    low, high = form.emin - form.precision + 1, form.emax
    quantities = {}
    for name in ("value", "gradient"):
        places = [rng.uniform(low, high) for _ in range(2 * STRETCHES)]
        xs = sorted((-1) ** n * 2.0**place for n, place in enumerate(places))
        curve = [[x, float(f"{rng.lognormvariate(-0.7, 0.5):.6g}")] for x in xs]
        worst = max(curve, key=lambda point: point[1])
        quantities[name] = {"points": 65536, "exhaustive": True, "curve": curve, "worst": worst}
    assert info.curve is not None
    return {"input": info.curve["input"], "quantities": quantities}


def records(formulas: list[FormulaInfo]) -> Iterator[Record]:
    """Make up one result for each formula, adapter, dtype and check."""
    rng = random.Random(0)
    for info, adapter, dtype, check in product(formulas, ADAPTERS, FORMATS, CHECKS[:8]):
        verdict = rng.choice(("conforms",) * 10 + ("inaccurate", "fails"))
        x = rng.uniform(-10, 10)
        bad = verdict != "conforms"
        place = {"formula": info.id, "group": info.group, "adapter": adapter, "dtype": dtype}
        place |= {"check": check, "provenance": "builtin", "device": "cpu", "mode": "eager"}
        found = {
            "inputs": {"z": [x]},
            "parameters": {"alpha": 1.5},
            "expected": [x],
            "got": [2 * x],
        }
        yield Record(
            id=result_id(**place),
            **place,
            version="1.0",
            verdict=verdict,
            variant=None,
            max_ulp=rng.lognormvariate(0, 4),
            band_ratio=rng.lognormvariate(0, 4),
            worst_input={"z": x},
            counterexample={**found, "reproduce": f"nnconform run {x}"} if bad else None,
            message=f"66 lose digits, first at z = {x}; 15434 of 65600 outside" if bad else "",
            examples=4096,
            seconds=rng.random(),
            seed=0,
            choices={"derivative at z = 0": {"taken": rng.choice((0.0, 1.0)), "allowed": [0, 1]}}
            if check == "gradient"
            else {},
            profile=profile(info, dtype, rng) if check == "accuracy" and info.curve else None,
        )


def made_up(formulas: list[FormulaInfo]) -> Run:
    """Return a finished run of some 20,000 results."""
    found = tuple(records(formulas))
    now = datetime.now(UTC).isoformat()
    header = Header("0", "3", "made up", "none", 0, dict.fromkeys(ADAPTERS, "1.0"), {}, now)
    return Run(header, found, Footer({"conforms": len(found)}, 1.0, now))


def opened(path: Path) -> list[float]:
    """Open the page in new contexts and return the seconds until it stands, painted."""
    from playwright.sync_api import sync_playwright

    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))))
    found = []
    with sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        for _ in range(TIMES):
            page = chromium.new_page()
            begun = perf_counter()
            page.goto(path.as_uri())
            page.wait_for_selector("html[data-ready=yes]")
            page.evaluate(
                "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
            )
            found.append(perf_counter() - begun)
            page.close()
        chromium.close()
    return found


def main() -> None:
    """Print what the page weighs and how long it takes."""
    formulas = describe_formulas()
    run = made_up(formulas)
    with TemporaryDirectory() as folder:
        begun = perf_counter()
        path = write_html(run, formulas, folder)
        written = perf_counter() - begun
        size = path.stat().st_size
        seconds = sorted(opened(path))
    title = (
        f"{len(run.records):,} results, {sum(r.profile is not None for r in run.records)} profiles"
    )
    table = Table("what", "found", "target", title=title)
    table.add_row("writing the page", f"{written:.2f} s", "")
    table.add_row("size", f"{size / 1e6:.2f} MB", f"< {DUE_BYTES / 1e6:.0f} MB")
    table.add_row("opening, median", f"{seconds[TIMES // 2]:.2f} s", f"< {DUE_SECONDS:.1f} s")
    table.add_row("opening, slowest", f"{seconds[-1]:.2f} s", "")
    Console().print(table)


if __name__ == "__main__":
    main()
