"""What is said to a student: one clear sentence for the outcome of a check.

Nothing here may tell what the formula is: a broken property is called by its name, not by its
statement.
"""

import re
from collections.abc import Mapping

from nnconform.conformance.outcome import CONVENTION, ERROR, FAILS, INACCURATE, Outcome
from nnconform.reports.wording import one_line

_RIGHT: Mapping[str, str] = {
    "value": "Right on ordinary inputs.",
    "contract": "Shapes and types are right, and inputs are left alone.",
    "gradient": "The derivative is right.",
    "properties": "Has the properties that the formula has.",
    "limits": "Right at infinities, zeros and the ends of the domain.",
    "stability": "Stays finite and keeps its digits on extreme inputs.",
    "accuracy": "As accurate as rounding allows.",
    "examples": "Gives the documents' worked numbers.",
    "statistics": "The random numbers have the right distribution and obey the seed.",
}
_WHERE: Mapping[str, str] = {
    "value": "on ordinary inputs",
    "contract": "in how it treats its arguments",
    "gradient": "in the derivative",
    "properties": "in a property",
    "limits": "at infinities, zeros or the ends of the domain",
    "stability": "on extreme inputs",
    "accuracy": "in the last digits",
    "examples": "on the documents' worked inputs",
    "statistics": "in the distribution",
}
_PROPERTY = re.compile(r"property (\w+) is broken: .*", re.DOTALL)
_SHAPES = re.compile(r" \(inputs of shape .*\)$", re.DOTALL)
_NOT_RUN = "; the other checks are not run"
# What `assess.describe` says of results whose error is nothing beside the function's own size.
_ABSOLUTE = "absolutely accurate"
_LOST = "lose digits"
_NOT_FINITE = "not finite where the exact value is"
_OUR_FAULT = "nnconform failed in its own code"


def is_our_fault(outcome: Outcome) -> bool:
    """Whether our own code failed: that is no score."""
    return outcome.verdict == ERROR and outcome.message.startswith(_OUR_FAULT)


def is_absolutely_accurate(outcome: Outcome) -> bool:
    """Whether an inaccurate result is off in relative terms only: it costs no points."""
    said = outcome.message
    if outcome.verdict != INACCURATE or _NOT_FINITE in said:
        return False
    return _ABSOLUTE in said or (_LOST not in said and "flushed to zero" in said)


def sentence(check: str, outcome: Outcome, *, accepted: bool = True, right: bool = True) -> str:
    """One sentence on the outcome of a check.

    Args:
        accepted: whether the convention that was found counts as right.
        right: whether the formula itself was found to be right.
    """
    match outcome.verdict:
        case "conforms":
            return _RIGHT[check]
        case "convention":
            return _convention(check, outcome, accepted)
        case "inaccurate":
            return _inaccurate(check, outcome, right)
        case "fails":
            return _fails(check, outcome)
        case "unsupported":
            return _unsupported(check, outcome)
    return f"No answer: {_cut(_without_shapes(outcome.message))}."


def hint(outcome: Outcome) -> str:
    """The hint of the mistake (or the note of the convention) that was found."""
    named = outcome.variant and outcome.verdict in {FAILS, CONVENTION}
    return one_line(outcome.message) if named else ""


def mistake(outcome: Outcome) -> str:
    """The mistake or convention that explains the results, by name."""
    known = outcome.verdict in {FAILS, CONVENTION, INACCURATE}
    return (outcome.variant or "") if known else ""


def property_name(outcome: Outcome) -> str:
    """The name of the property that is broken, in words."""
    broken = _PROPERTY.match(outcome.message)
    return in_words(broken.group(1)) if broken else ""


def in_words(name: str) -> str:
    """A name of the specification as people say it.

    >>> in_words("missing_half+reduction_sum")
    'missing half, with reduction sum'
    """
    return name.replace("+", ", with ").replace("_", " ")


def _convention(check: str, outcome: Outcome, accepted: bool) -> str:
    said = in_words(outcome.variant or "another form")
    if not accepted:
        return f"This is another form of the formula ({said}) than the assignment asks for."
    return f"Right, in another accepted form: {said}."


def _inaccurate(check: str, outcome: Outcome, right: bool) -> str:
    if is_absolutely_accurate(outcome):
        return "Right; only relative digits of tiny results are lost, which costs nothing."
    # First comes how many results are off, which tells a student little; then how, and where.
    parts = one_line(outcome.message).split("; ")
    said = _cut("; ".join(parts[1:] or parts))
    what = "unstable" if _NOT_FINITE in said or check in {"stability", "limits"} else "inaccurate"
    head = f"The right formula, but {what}" if right else what.capitalize()
    return f"{head} {_WHERE[check]}: {said}."


def _fails(check: str, outcome: Outcome) -> str:
    broken = _PROPERTY.fullmatch(outcome.message)
    if broken:
        return f"A property does not hold: {in_words(broken.group(1))}."
    if outcome.variant:
        return f"Wrong {_WHERE[check]}, by a known mistake: {in_words(outcome.variant)}."
    said = _cut(one_line(_without_shapes(outcome.message)))
    return f"Wrong {_WHERE[check]}" + (f": {said}." if said else ".")


def _unsupported(check: str, outcome: Outcome) -> str:
    if check == "gradient":
        return "The derivative is asked for, but the submission does not offer it."
    return f"Not there: {_cut(one_line(outcome.message))}."


def _without_shapes(text: str) -> str:
    said = one_line(text).removesuffix(_NOT_RUN).removeprefix("Died: ")
    return _SHAPES.sub("", said)


def _cut(text: str, length: int = 300) -> str:
    text = text.rstrip(".; ")
    return text if len(text) <= length else f"{text[: length - 1]}…"
