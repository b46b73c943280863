"""What a check found: plain data, turned into a record by the runner."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

CONFORMS = "conforms"
CONVENTION = "convention"
INACCURATE = "inaccurate"
FAILS = "fails"
ERROR = "error"
UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Counterexample:
    """The smallest call that shows a fault: what went in, what was due, what came.

    Attributes:
        reproduce: the line that replays it.
        options: what :func:`nnconform.conformance.replaying.replay` has to be told besides.
    """

    inputs: Mapping[str, Any]
    parameters: Mapping[str, float]
    expected: Any
    got: Any
    reproduce: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The verdict of one check, with the evidence.

    Attributes:
        variant: the convention or the mistake, by name.
        max_ulp: worst error of a normal result in ULP; None where nothing was measured.
        band_ratio: worst error over the band at k = 1.
        worst_input: the inputs of the worst point.
        points: how many results were judged.
        choices: the value taken at each unspecified point, and what is allowed there.
        profile: the error over the range of the only array, as a record has it.
    """

    verdict: str
    message: str = ""
    variant: str | None = None
    max_ulp: float | None = None
    band_ratio: float | None = None
    worst_input: Mapping[str, Any] | None = None
    counterexample: Counterexample | None = None
    points: int = 0
    choices: Mapping[str, Any] = field(default_factory=dict)
    profile: Mapping[str, Any] | None = None
