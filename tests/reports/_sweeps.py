"""Sweeps by hand, for pages and tables."""

from typing import Any

from nnconform.reports.sweep_record import Sweep, sweep_id

_NOTHING: dict[str, Any] = {"count": 0, "first": []}


def made(
    formula: str = "elu", adapter: str = "torch", dtype: str = "float32",
    quantity: str = "value", parameters: dict[str, float] | None = None, **changed: Any,
) -> Sweep:  # fmt: skip
    """Return a sweep that found 1.5 ULP at -2 and lost half its digits from -90 to -88."""
    place = {
        "group": "activations", "formula": formula, "quantity": quantity, "adapter": adapter,
        "mode": "eager", "device": "cpu", "dtype": dtype, "provenance": "builtin",
    }  # fmt: skip
    values: dict[str, Any] = {
        **place,
        "id": sweep_id(**place, parameters=parameters or {}),
        "version": "1.0",
        "parameters": parameters or {},
        "input": "z",
        "space": {"kind": "all", "points": 2**32},
        "max_ulp": 1.5,
        "worst_input": -2.0,
        "worst_got": -0.5,
        "worst_exact": "-0.50000009",
        "subnormal_max_ulp": 4096.0,
        "subnormal_worst_input": -88.5,
        "subnormal_worst_got": 0.0,
        "subnormal_worst_exact": "3.7e-39",
        "not_correctly_rounded": 2**20,
        "above": {"1": 12, "2": 0},
        "flushed": 0,
        "overflowed": 0,
        "nan": 0,
        "nan_inputs_answered": 0,
        "breaks": {"monotonicity": _NOTHING},
        "disagreements": _NOTHING,
        "kink_choices": {},
        "collapses": [[-90.0, -88.0, 4096.0]],
        "curve": [[-1e30, 0.0], [-88.5, 4096.0], [-2.0, 1.5], [0.0, 0.0], [1e30, 0.25]],
        "proved": {"filter": "float64", "balls": 5, "by_filter": 0, "refuted": 0,
                   "worst_confirmed": True},
        "seconds": 3.5,
        "cpu_seconds": 7.0,
        "jobs": 2,
        "versions": {"numpy": "2.4.6"},
        "machine": "x86_64, Some Processor, 2 cores",
    }  # fmt: skip
    return Sweep(**{**values, **changed})


def flawless(**where: Any) -> Sweep:
    """Return a sweep whose results are all the nearest number."""
    return made(**where, max_ulp=0.5, not_correctly_rounded=0, above={}, collapses=[],
                subnormal_max_ulp=0.5)  # fmt: skip
