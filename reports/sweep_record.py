"""What a sweep of one formula on one target found: plain data, one line of JSON."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from .record import ReportError, compact, parse_object, restore

QUANTITIES = ("value", "gradient")
SWEEPS = "sweeps.jsonl"
Point = float | Mapping[str, float] | None


@dataclass(frozen=True, slots=True)
class Sweep:
    """The largest errors, how many points lie above which error, and what else is not right.

    Errors are in units in the last place of the exact value. ``worst_*`` belong to normal results,
    ``subnormal_*`` to exact values that are subnormal or zero. An input is a number, or a dict by
    name where two are swept. ``above`` counts points by error, ``breaks`` what the specification
    rules out, ``collapses`` lists ``[from, to, max_ulp]`` where more than half the digits are
    lost, ``curve`` the worst point ``[x, ulp]`` of each binade of each sign, ``kink_choices`` what
    is taken where the formula leaves a choice, ``proved`` says what the balls decided.
    """

    id: str
    formula: str
    group: str
    adapter: str
    version: str
    provenance: str
    device: str
    dtype: str
    mode: str
    quantity: str
    parameters: Mapping[str, float]
    input: str
    space: Mapping[str, object]
    max_ulp: float | None
    worst_input: Point
    worst_got: float | None
    worst_exact: str | None
    subnormal_max_ulp: float | None
    subnormal_worst_input: Point
    subnormal_worst_got: float | None
    subnormal_worst_exact: str | None
    not_correctly_rounded: int
    above: Mapping[str, int]
    flushed: int
    overflowed: int
    nan: int
    nan_inputs_answered: int
    breaks: Mapping[str, Mapping[str, object]]
    disagreements: Mapping[str, object]
    kink_choices: Mapping[str, Mapping[str, object]]
    collapses: Sequence[Sequence[float]]
    curve: Sequence[Sequence[float]]
    proved: Mapping[str, object]
    seconds: float
    cpu_seconds: float
    jobs: int
    versions: Mapping[str, str]
    machine: str

    def __post_init__(self) -> None:
        """Reject a quantity that no report knows."""
        if self.quantity not in QUANTITIES:
            raise ReportError(f'"quantity" must be value or gradient, got {self.quantity!r}')


def sweep_id(
    *, group: str, formula: str, quantity: str, adapter: str, mode: str, device: str, dtype: str,
    provenance: str, parameters: Mapping[str, float],
) -> str:  # fmt: skip
    """Return the stable id of a sweep; ``parameters`` are those that are not the defaults.

    >>> sweep_id(group="activations", formula="elu", quantity="value", adapter="torch",
    ...          mode="eager", device="cpu", dtype="float32", provenance="builtin",
    ...          parameters={"alpha": 0.5})
    'activations/elu::value[torch-eager-cpu-float32-builtin,alpha=0.5]'
    """
    target = f"{adapter}-{mode}-{device}-{dtype}-{provenance}"
    chosen = "".join(f",{name}={value:g}" for name, value in parameters.items())
    return f"{group}/{formula}::{quantity}[{target}{chosen}]"


def sweep_to_json(sweep: Sweep) -> str:
    """Return a sweep as one line of strict JSON, without the line's end."""
    return compact({field.name: getattr(sweep, field.name) for field in fields(sweep)})


def sweep_from_json(line: str) -> Sweep:
    """Return the sweep that ``sweep_to_json`` wrote.

    Raises:
        ReportError: the line is not strict JSON, or a key is missing, unknown or of a wrong type.
    """
    values = parse_object(line)
    known = [field.name for field in fields(Sweep)]
    if missing := [name for name in known if name not in values]:
        raise ReportError(f'a sweep needs the key "{missing[0]}"')
    if unknown := [name for name in values if name not in known]:
        raise ReportError(f'a sweep has no key "{unknown[0]}"')
    return Sweep(**{name: _field(name, values[name]) for name in known})  # type: ignore[arg-type]  # checked by _field


def read_sweeps(source: str | Path) -> Iterator[Sweep]:
    """Yield the sweeps of a folder, or of its ``sweeps.jsonl``, in the order of the file.

    A line that was being written when the process was killed is left out.

    Raises:
        ReportError: the file cannot be read, or a line is no sweep; the message names the line.
    """
    place = Path(source)
    path = place / SWEEPS if place.is_dir() else place
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ReportError(f"cannot read {path}: {reason}") from error
    for number, line in enumerate(lines, 1):
        if not line.endswith("}"):
            continue
        try:
            yield sweep_from_json(line)
        except ReportError as error:
            raise ReportError(f"{path}, line {number}: {error}") from error


def latest(sweeps: Iterable[Sweep]) -> list[Sweep]:
    """Return one sweep for each id and version, the last, in the order of the first."""
    return list({(sweep.id, sweep.version): sweep for sweep in sweeps}.values())


_NUMBER = (int, float)
_MAYBE = (*_NUMBER, type(None))
_POINT = (*_MAYBE, dict)
_TYPES: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(
        ("parameters", "space", "above", "breaks", "disagreements", "kink_choices", "proved",
         "versions"),
        (dict,),
    ),
    **dict.fromkeys(("collapses", "curve"), (list,)),
    **dict.fromkeys(("max_ulp", "worst_got", "subnormal_max_ulp", "subnormal_worst_got"), _MAYBE),
    **dict.fromkeys(("worst_input", "subnormal_worst_input"), _POINT),
    **dict.fromkeys(("worst_exact", "subnormal_worst_exact"), (str, type(None))),
    **dict.fromkeys(
        ("not_correctly_rounded", "flushed", "overflowed", "nan", "nan_inputs_answered", "jobs"),
        (int,),
    ),
    "seconds": _NUMBER,
    "cpu_seconds": _NUMBER,
}  # fmt: skip
_TEXT = frozenset({"worst_exact", "subnormal_worst_exact", "versions"})


def _field(name: str, value: object) -> object:
    allowed = _TYPES.get(name, (str,))
    if name in _TYPES and name not in _TEXT:
        value = restore(value)
    if not isinstance(value, allowed) or isinstance(value, bool):
        wanted = " or ".join("null" if kind is type(None) else kind.__name__ for kind in allowed)
        raise ReportError(f'"{name}" must be {wanted}, got {value!r}')
    return value
