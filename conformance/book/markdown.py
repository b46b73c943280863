"""Text of spec files inside Markdown: nothing of it is taken for markup."""

import re

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_TICKS = re.compile(r"`+")


def words(text: str) -> str:
    r"""Return text as one line of prose.

    >>> print(words("a*b <c> | d"))
    a\*b \<c\> \| d
    """
    return _PUNCTUATION.sub(r"\\\1", _line(text))


def code(text: object) -> str:
    """Return text as a code span of one line; it cannot stand in a table.

    >>> code("y|x")
    '`y|x`'
    """
    line = _line(str(text))
    fence = "`" * (1 + max((len(run) for run in _TICKS.findall(line)), default=0))
    room = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{room}{line}{room}{fence}"


def cell(markdown: str) -> str:
    r"""Return finished Markdown so that it stands in one cell of a table.

    >>> print(cell(code("|r|")))
    `\|r\|`
    """
    return re.sub(r"(?<!\\)\|", r"\\|", markdown)


def fence(text: str) -> str:
    """Return the ticks of a block that holds ``text``: one more than it has anywhere."""
    return "`" * max(3, 1 + max((len(run) for run in _TICKS.findall(text)), default=0))


def _line(text: str) -> str:
    return " ".join(text.split())
