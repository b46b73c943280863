"""How a comparison of two runs is put into words: what the terminal, Markdown and page share."""

from collections.abc import Mapping

from .comparison import KINDS, Alike, Change, Comparison
from .matching import PLACE
from .record import Record
from .store import Header
from .wording import (
    SYMBOLS,
    brief,
    counted,
    inputs_text,
    joined,
    magnitude,
    one_line,
    provenance_words,
    value_text,
)

TITLES = {
    "new-failure": "New failures",
    "worse": "Verdicts that are worse",
    "less-accurate": "Larger errors",
    "lost": "No longer supported",
    "missing": "Missing",
    "variant": "Another convention or mistake",
    "choice": "Another choice at an open point",
    "other": "Other verdicts",
    "mended": "Mended",
    "better": "Verdicts that are better",
    "more-accurate": "Smaller errors",
    "gained": "Newly supported",
    "new": "New",
}
# The verdict whose colour a kind has.
COLOURS = {
    "new-failure": "fails",
    "worse": "inaccurate",
    "less-accurate": "inaccurate",
    "lost": "error",
    "missing": "error",
    "variant": "convention",
    "choice": "convention",
    "other": "convention",
    "mended": "conforms",
    "better": "conforms",
    "more-accurate": "conforms",
    "gained": "conforms",
    "new": "conforms",
}

Fact = tuple[str, str, str]
# A list that is longer is counted.
_LONG = 60
NONE = "\N{EN DASH}"


def facts(comparison: Comparison) -> list[Fact]:
    """Return what is known of the two runs, side by side: name, of A, of B; "" where unknown."""
    a, b = comparison.a, comparison.b
    found = [
        ("run", a.name, b.name),
        ("started", a.header.started, b.header.started),
        ("results compared", f"{a.results:,}", f"{b.results:,}"),
    ]
    names = dict.fromkeys((*a.header.adapters, *b.header.adapters))
    found += [(name, _version(a.header, name), _version(b.header, name)) for name in names]
    for name in ("nnconform", "python", "platform", "machine", "seed"):
        found.append((name, str(getattr(a.header, name)), str(getattr(b.header, name))))
    asked = dict.fromkeys((*a.header.asked, *b.header.asked))
    found += [(f"asked: {name}", _asked(a.header, name), _asked(b.header, name)) for name in asked]
    return found


def telling(comparison: Comparison) -> list[Fact]:
    """Return the facts that differ, and the adapters' versions in any case."""
    adapters = {*comparison.a.header.adapters, *comparison.b.header.adapters}
    return [fact for fact in facts(comparison) if fact[0] in adapters or fact[1] != fact[2]]


def notes(comparison: Comparison) -> list[str]:
    """Return what a reader has to know about the comparison, a sentence each."""
    found = []
    for name, side in (("A", comparison.a), ("B", comparison.b)):
        if side.interrupted:
            found.append(f"{name} was interrupted: what it lacks is not counted as missing.")
    if comparison.unreached:
        found.append(
            f"{counted(comparison.unreached, 'result')} could not be compared for that reason."
        )
    if comparison.across:
        found.append(f"Results are matched across {joined(comparison.across)}.")
    if not comparison.same_inputs:
        found.append(
            "Other inputs (seed, examples, project version or dtype differ): changes below one "
            "bit of the band are not shown, nor those of results that lose digits in both; a "
            "verdict may differ because of an input that only one run has drawn."
        )
    return found


def total(comparison: Comparison) -> str:
    """Return the sum of everything in one line."""
    counts = kind_counts(comparison)
    parts = [f"{number:,} {kind}" for kind, number in counts.items()]
    step = counted(len(comparison.regressions), "regression")
    same = f"{counted(comparison.compared, 'result')} compared, {comparison.same:,} the same"
    return f"{same}; {', '.join(parts) or 'nothing has changed'}; {step}"


def kind_counts(comparison: Comparison) -> Mapping[str, int]:
    """Return how many changes there are of each kind that occurs."""
    kinds = [change.kind for change in comparison.changes]
    return {kind: kinds.count(kind) for kind in KINDS if kind in kinds}


def what(change: Change) -> str:
    """Return the check that a change is about."""
    record = change.record
    return one_line(f"{record.group}/{record.formula} {record.check}")


def who(change: Change) -> str:
    """Return where the results stand; what the two runs do not share is given as "cpu → cuda"."""
    return one_line(" ".join(_place(change, name) for name in PLACE))


def before_after(change: Change) -> str:
    """Return what was and what is: verdicts, errors or values, whatever the change is about."""
    a, b = change.a, change.b
    if a is None or b is None:
        return _verdict(change.record)
    if change.kind == "choice":
        values = [value_text(record.choices[change.point]["taken"]) for record in (a, b)]
        return one_line(f"{change.point}: {' → '.join(values)}")
    if change.kind in {"less-accurate", "more-accurate"}:
        return _errors(a, b)
    if a.verdict == b.verdict:
        return one_line(f"{a.variant or 'no name'} → {b.variant or 'no name'}")
    return f"{_verdict(a)} → {_verdict(b)}"


def why(change: Change) -> str:
    """Return what the new result says about itself, on one line; "" where it adds nothing."""
    b = change.b
    if b is None or change.kind in {"choice", "more-accurate", "mended", "new"}:
        return ""
    parts = [f"{b.variant}:" if b.variant and change.kind != "variant" else "", brief(b.message)]
    if change.kind == "less-accurate" and b.worst_input:
        parts = [f"at {brief(inputs_text(b.worst_input))}"]
    if b.expected:
        parts.append(f"(expected: {b.expected})")
    return one_line(" ".join(part for part in parts if part))


def others(group: Alike) -> str:
    """Return how many further results say the same; "" where none does."""
    return f"and {len(group.others)} alike" if group.others else ""


def _version(header: Header, name: str) -> str:
    return (header.adapters[name] or "no version") if name in header.adapters else ""


def _asked(header: Header, name: str) -> str:
    value = header.asked.get(name, "")
    text = value_text(value)
    return f"{len(value)} of them" if isinstance(value, list) and len(text) > _LONG else text


def _place(change: Change, name: str) -> str:
    words = [str(getattr(record, name)) for record in (change.a, change.b) if record is not None]
    if name == "provenance":
        words = [provenance_words(word) for word in words]
    return " → ".join(dict.fromkeys(words))


def _verdict(record: Record) -> str:
    return f"{SYMBOLS[record.verdict]} {record.verdict}"


def _errors(a: Record, b: Record) -> str:
    parts = []
    for name, unit in (("max_ulp", "ULP"), ("band_ratio", "bands")):
        old, new = getattr(a, name), getattr(b, name)
        if old is not None and new is not None:
            parts.append(f"{_precise(old, new)} {unit}")
    return ", ".join(parts)


def _precise(old: float, new: float) -> str:
    words = [magnitude(old), magnitude(new)]
    if words[0] == words[1] and old != new:
        words = [f"{old:.4g}", f"{new:.4g}"]
    if words[0] == words[1] and old != new:
        words = [f"{old:.17g}", f"{new:.17g}"]
    return " → ".join(dict.fromkeys(words))
