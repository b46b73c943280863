"""LaTeX as MathML, which browsers typeset by themselves."""

from collections.abc import Collection, Iterable
from html import unescape
from xml.etree.ElementTree import tostring

from latex2mathml.converter import convert_to_element
from markupsafe import Markup

from .record import FormulaInfo


def typeset(latex: str) -> str:
    """Return a formula as a MathML element, or "" where it cannot be typeset.

    Args:
        latex: the formula, without dollar signs.

    Returns:
        markup whose text is escaped; it is safe to put into a page as it is.
    """
    try:
        math = convert_to_element(latex, display="block")
    except Exception:  # The converter raises whatever it meets; its own errors share no class.
        return ""
    # In HTML the namespace goes without saying.
    math.attrib.pop("xmlns", None)
    for element in math.iter():
        # The tree holds entities as text, and text of \text{} as it came; convert() would print
        # both unescaped, markup included. Unescaped here, tostring escapes everything once.
        element.text = unescape(element.text or "")
        element.attrib.pop("href", None)
    return tostring(math, encoding="unicode")


def typeset_all(
    formulas: Iterable[FormulaInfo], used: Collection[tuple[str, str]]
) -> dict[str, Markup]:
    """Return MathML under "group/id" for each formula that is used and has a form to typeset.

    Args:
        used: pairs of group and id.
    """
    return {
        f"{info.group}/{info.id}": Markup(typeset(info.latex))
        for info in formulas
        if (info.group, info.id) in used and info.latex
    }
