"""Made-up results for the tests of the reports."""

import math
from collections.abc import Callable
from itertools import product

import pytest

from nnconform.reports.record import FormulaInfo, Record, result_id
from nnconform.reports.store import Footer, Header, Run
from nnconform.reports.sweep_record import Sweep

from ._sweeps import made

NASTY = (
    "<script>alert(1)</script></script><!-- & \"quotes\" 'and' "
    "\x1b[31m ünïcödé ∂ \ud800 | `a` *b*\nnext"
)

MakeRecord = Callable[..., Record]
MakeRun = Callable[..., Run]


@pytest.fixture
def make_record() -> MakeRecord:
    """Return a function that makes a record; keywords replace its fields."""

    def make(**changes: object) -> Record:
        place: dict[str, str] = {
            "group": "losses",
            "formula": "huber",
            "check": "value",
            "adapter": "torch",
            "mode": "eager",
            "device": "cpu",
            "dtype": "float32",
            "provenance": "builtin",
        }
        values: dict[str, object] = {
            "version": "2.13.0",
            "verdict": "conforms",
            "variant": None,
            "max_ulp": 0.5,
            "band_ratio": 1.25,
            "worst_input": {"y": [1.5, -0.0]},
            "counterexample": None,
            "message": "",
            "examples": 4096,
            "seconds": 0.25,
            "seed": 20,
            "choices": {},
        }
        place |= {name: str(value) for name, value in changes.items() if name in place}
        values |= {name: value for name, value in changes.items() if name not in place}
        return Record(**{"id": result_id(**place), **place, **values})  # type: ignore[arg-type]  # test data

    return make


@pytest.fixture
def header() -> Header:
    """Return a header as a run would write it."""
    return Header(
        nnconform="0.1.0",
        python="3.11.7",
        platform="Linux-6.1-x86_64",
        machine="x86_64, Some Processor, 2 cores",
        seed=20,
        adapters={"numpy": "2.4.6", "torch": "2.13.0", "jax": "0.10.2"},
        asked={"only": ["losses"], "examples": 100},
        started="2026-11-21T10:00:00+00:00",
    )


@pytest.fixture
def make_run(header: Header) -> MakeRun:
    """Return a function that makes a finished run of records."""

    def make(*records: Record, interrupted: bool = False) -> Run:
        counts = {"conforms": len(records)}
        footer = None if interrupted else Footer(counts, 12.5, "2026-11-21T10:00:12+00:00")
        return Run(header, records, footer)

    return make


@pytest.fixture
def every_verdict(make_record: MakeRecord) -> list[Record]:
    """Return one record of each verdict, with nasty texts and numbers in them."""
    counterexample = {
        "inputs": {"y": [math.inf, math.nan], "y_hat": 0.0},
        "parameters": {"delta": 1.0, "reduction": "mean"},
        "expected": -math.inf,
        "got": [math.nan],
        "reproduce": f"nnconform run torch --only huber  # {NASTY}",
    }
    choices = {"derivative at z = 0": {"taken": 0.0, "allowed": [0.0, 1.0]}}
    return [
        make_record(check="contract", choices=choices),
        make_record(check="value", verdict="convention", variant="smooth_l1", message="as smooth"),
        make_record(
            check="accuracy", verdict="inaccurate", max_ulp=math.inf, band_ratio=4e5, message="far"
        ),
        make_record(
            check="gradient",
            verdict="fails",
            variant="missing_half",
            max_ulp=math.nan,
            counterexample=counterexample,
            message=NASTY,
        ),
        make_record(check="limits", verdict="error", max_ulp=None, band_ratio=None, message=NASTY),
        make_record(
            formula="hinge",
            verdict="unsupported",
            max_ulp=None,
            worst_input=None,
            message="not in torch 2.13",
        ),
    ]


@pytest.fixture
def formulas() -> list[FormulaInfo]:
    """Return what is known of the formulas, nasty texts in it."""
    huber = FormulaInfo(
        id="huber",
        group="losses",
        title="Huber loss",
        latex=r"\tfrac12 (y-\hat y)^2 \ \text{if } |y-\hat y| \le \delta \text{<b>bold</b>}",
        sources=["Unit 2: Deep Learning, Regression loss functions", f"Paper {NASTY}"],
        conventions={"smooth_l1": "divided by delta"},
        mistakes={"missing_half": "The quadratic branch carries a factor of one half"},
    )
    hinge = FormulaInfo("hinge", "losses", "Hinge loss", r"\frac{", [], {}, {})
    return [huber, hinge]


@pytest.fixture
def many_records(make_record: MakeRecord) -> list[Record]:
    """Return 20,500 results: 41 formulas, 5 checks, 100 columns, all numbers distinct."""
    ways = product(range(41), ("contract", "value", "gradient", "limits", "accuracy"), range(25))
    dtypes = ("float16", "bfloat16", "float32", "float64")
    found = []
    for number, ((f, check, a), dtype) in enumerate(product(ways, dtypes)):
        bad = number % 17 == 0
        found.append(
            make_record(
                formula=f"formula_{f}",
                group="losses" if f > 20 else "activations",
                adapter=f"adapter_{a}",
                dtype=dtype,
                check=check,
                verdict="inaccurate" if bad else "conforms",
                max_ulp=number / 7,
                band_ratio=number / 9,
                worst_input={"z": number * 1.000001, "y": [number / 3, number / 7]},
                message=f"off by {number} at z = {number / 3}" if bad else "",
                seconds=number / 3,
            )
        )
    return found


@pytest.fixture
def make_sweep() -> Callable[..., Sweep]:
    """Return the function that makes a sweep."""
    return made
