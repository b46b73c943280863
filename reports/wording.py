"""The words, symbols and numbers that every report uses alike."""

import json
import math
import re
from collections.abc import Mapping, Sequence

from .record import plain

SYMBOLS = {
    "conforms": "✓",
    "convention": "◆",
    "inaccurate": "≈",
    "fails": "✗",
    "error": "!",
    "unsupported": "○",
}
SHORT = {
    "conforms": "ok",
    "convention": "conv",
    "inaccurate": "inacc",
    "fails": "FAIL",
    "error": "ERR",
    "unsupported": "n/a",
}
MEANINGS = {
    "conforms": "The right formula: results differ from the exact value by rounding only.",
    "convention": "Another legitimate form of the formula, declared under a name; counts as right.",
    "inaccurate": "The right formula, but somewhere the error is larger than rounding explains; "
    "the report says where and by how much.",
    "fails": "Another formula: a counterexample shows it, and the mistake is named when known.",
    "error": "No answer: it raised, ran out of time or died.",
    "unsupported": "Not offered by this framework, dtype or device; does not count in the score.",
}
TERMS = {
    "ULP": "Unit in the last place: the distance between neighbouring floating-point numbers at "
    "the exact result; 0.5 ULP is the best that rounding allows.",
    "band": "How far rounding alone may carry a good implementation at this very input, derived "
    "from the exact gradient; an error of at most 8 bands conforms.",
    "builtin": "The framework's own function for the formula.",
    "as written": "The formula as the document prints it, computed with the framework's array "
    "functions and its own differentiation.",
    "submission": "A file that was handed in.",
    "expected": "A deviation that the project keeps in its list of known ones, with the reason.",
    "score": "Checks that conform or match a convention, of all checks that apply.",
    "coverage": "Formulas with at least one check that applies, of all formulas in the run.",
    "·": "Not run: what is counted is the same in every dtype and runs in one; what is drawn at "
    "random has no form as written.",
}
KINDS = {
    "pointwise": "Judged element by element.",
    "program": "Judged as whole calls: all results of a call together, in any declared layout.",
    "distribution": "Judged by exact tests of what is drawn, in many calls.",
}
QUESTIONS = {
    "contract": "shapes, dtypes, broadcasting, views; inputs left alone; same answer twice",
    "value": "the right formula on ordinary inputs",
    "gradient": "the right derivative, kinks included",
    "properties": "ranges, symmetries, identities and monotonicity",
    "limits": "signed zeros, infinities, NaN, subnormals, ends of the domain",
    "stability": "extreme finite inputs: no overflow, no NaN, no loss of all digits",
    "accuracy": "the error in ULP against the rounding band",
    "examples": "the worked numbers that documents print",
    "statistics": "moments and goodness of fit of random draws",
}

# What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@")
# A list longer than this says nothing on one line.
_BRIEF = 24


def provenance_words(provenance: str) -> str:
    """Return how a provenance is called in a sentence.

    >>> provenance_words("as_written")
    'as written'
    """
    return provenance.replace("_", " ")


def magnitude(value: float | None) -> str:
    """Return an error measure in at most seven characters; "" for None.

    >>> [magnitude(x) for x in (0.0, 0.004, 0.527, 31.42, 4096.0, 4.06e5, float("inf"))]
    ['0', '<0.01', '0.53', '31', '4096', '4.1e5', 'inf']
    """
    if value is None:
        return ""
    if not math.isfinite(value):
        return str(value)
    if value == 0:
        return "0"
    if value < 0.01:
        return "<0.01"
    if value < 9.995:
        return f"{value:.2f}"
    if value < 99999.5:
        return f"{value:.0f}"
    mantissa, _, exponent = f"{value:.1e}".partition("e")
    return f"{mantissa}e{int(exponent)}"


def percent(share: float | None) -> str:
    """Return a share in percent, never rounded up to 100 nor down to 0; "none apply" for None.

    >>> percent(0.9999), percent(1.0), percent(None)
    ('99.9%', '100%', 'none apply')
    """
    if share is None:
        return "none apply"
    if share in (0.0, 1.0):
        return f"{share:.0%}"
    return f"{min(max(share, 0.001), 0.999):.1%}"


def one_line(text: str) -> str:
    r"""Return text on one line, control characters made visible.

    Messages come from foreign code: an escape sequence must not reach a terminal.

    >>> one_line("bad\n  input \x1b[31m")
    'bad input \\x1b[31m'
    """
    return visible(" ".join(text.split()))


def visible(text: str) -> str:
    """Return text with everything that cannot be printed, but line ends, spelled out."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in "\n\t" else _spelled(c) for c in text)


def safe(text: str) -> str:
    """Return text on one line that no spreadsheet takes for a formula.

    >>> safe("=1+1")
    "'=1+1"
    """
    flat = " ".join(text.split())
    return f"'{flat}" if flat.startswith(_FORMULA) else flat


def value_text(value: object) -> str:
    """Return a number, list or dict as it is read in a report.

    >>> value_text([1.5, float("nan")])
    '[1.5, nan]'
    """
    if isinstance(value, str):
        return visible(value)
    return visible(json.dumps(plain(value), ensure_ascii=False)).replace('"', "")


def inputs_text(inputs: Mapping[str, object]) -> str:
    """Return named inputs on one line.

    >>> inputs_text({"z": -2.5, "alpha": 1})
    'z = -2.5, alpha = 1'
    """
    return ", ".join(f"{name} = {value_text(value)}" for name, value in inputs.items())


def brief(text: str) -> str:
    """Return text with long lists left out, for places where a line must do.

    >>> brief("first at theta = [1.5, 2.5], grads = [[[0.5, 1, 2], [3, 4.5, 5]], [[6], [7]]]")
    'first at theta = [1.5, 2.5], grads = […]'
    """
    parts, depth, start = [], 0, 0
    for place, character in enumerate(text):
        if character == "[":
            if depth == 0:
                parts.append(text[start:place])
                start = place
            depth += 1
        elif character == "]" and depth:
            depth -= 1
            if depth == 0:
                given = text[start : place + 1]
                parts.append(given if len(given) <= _BRIEF else "[…]")
                start = place + 1
    return "".join(parts) + text[start:]


def variant_names(label: str) -> list[str]:
    """Return the names in a variant's label, without its constants.

    >>> variant_names("clipped (c = 1e-07)+examples_in_rows")
    ['clipped', 'examples_in_rows']
    """
    return re.sub(r" \([^)]*\)", "", label).split("+")


def counted(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "formula"), counted(2400, "check")
    ('1 formula', '2,400 checks')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def joined(words: Sequence[str]) -> str:
    """Return words as a list in a sentence.

    >>> joined(["torch", "jax", "numpy"])
    'torch, jax and numpy'
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def _spelled(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
