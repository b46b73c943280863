"""One page a formula, one a group, the claims, and the index, from the spec files alone."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import escape

import nnconform.reference
from nnconform.conformance.book import pictures
from nnconform.conformance.book.markdown import cell, code, fence, words
from nnconform.conformance.claims import check_claims
from nnconform.conformance.worked import worked_numbers
from nnconform.reports.claims import ClaimOutcome, claims_rows
from nnconform.reports.mathml import typeset
from nnconform.spec import REDUCTIONS, Formula, Program, documents, generated, groups, ids, load

# What of the reference belongs to a formula, by the end of its name.
_ENDINGS = ("", "_gradient", "_step")


def write(folder: Path, outcomes: Iterable[ClaimOutcome] | None = None) -> list[Path]:
    """Write the book, and remove from ``folder`` what is no part of it.

    A page that would not change is left alone, so that a site is not built anew.

    Args:
        folder: made if it is not there; everything in it belongs to the book.
        outcomes: what came of the claims; found out where None, which takes a while.

    Returns:
        the pages, in the order of the spec.
    """
    found = list(check_claims() if outcomes is None else outcomes)
    pages = {folder / name: text for name, text in _pages(found)}
    for old in folder.rglob("*.md"):
        if old not in pages:
            old.unlink()
    for path, text in pages.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
    return list(pages)


def _pages(outcomes: list[ClaimOutcome]) -> Iterator[tuple[str, str]]:
    shelves = {group: [load(i) for i in ids() if load(i).group == group] for group in groups()}
    yield "index.md", _render("index", shelves=shelves)
    for group, formulas in shelves.items():
        yield f"{group}/index.md", _render("group", group=group, formulas=formulas)
        for formula in formulas:
            yield f"{group}/{formula.id}.md", page(formula, outcomes)
    yield "claims.md", _render("claims", outcomes=outcomes, rows=_rows(outcomes), load=load)


def page(formula: Formula, outcomes: Iterable[ClaimOutcome]) -> str:
    """Return the page of one formula; of the claims those that speak of it."""
    spoken = [each for each in outcomes if formula.id in each.formulas]
    variants = formula.file.variants
    return _render(
        "formula",
        formula=formula,
        results=_results(formula),
        picture=pictures.picture(formula.id),
        caption=pictures.caption(formula.id),
        conventions={n: v for n, v in variants.items() if v.kind == "convention"},
        mistakes={n: v for n, v in variants.items() if v.kind == "mistake"},
        derived=_derived(formula),
        numbers=list(worked_numbers(formula.id)),
        claims=spoken,
        rows=_rows(spoken),
        functions=_functions(formula),
        toml=files("nnconform.spec").joinpath(*formula.where.split("/")[1:]).read_text("utf-8"),
    )


def _results(formula: Formula) -> str:
    """What comes out, as a sentence in Markdown."""
    body, program = formula.file.formula, formula.rule.kernel
    if not isinstance(program, Program):
        reduced = {"mean": "the mean of all elements", "sum": "the sum of all elements"}
        return reduced.get(body.reduction or "", "one result an element")
    names = ", ".join(code(name) for name in program.returns)
    if formula.rule.family is not None:
        axes = ", ".join(axis.text for axis in formula.rule.shape)
        shape = code(f"({axes})") if axes else f"that of {code(next(iter(formula.inputs)))}"
        return (
            f"a draw from the family {code(formula.rule.family)} by {names}; its shape is {shape}"
        )
    if program.gradient is not None:
        wrt = ", ".join(code(name) for name in program.gradient.wrt)
        return f"{names}, the derivatives of {code(program.gradient.of)} in {wrt}"
    return f"{names}{' after each step, stacked' if program.trajectory else ''}"


def _derived(formula: Formula) -> Mapping[str, str]:
    """The conventions that follow from the formula's reduction: the other ones."""
    if formula.file.formula.kernel is None:
        return {}
    others = [f"reduction_{each}" for each in REDUCTIONS if each != formula.rule.reduction]
    return {name: generated()[name].text for name in others}


def _functions(formula: Formula) -> list[str]:
    names = [f"{formula.id}{ending}" for ending in _ENDINGS]
    return [name for name in names if hasattr(nnconform.reference, name)]


def _changes(variant: Any) -> list[str]:
    """What a variant computes otherwise, a line each."""
    lines = [text for text in (variant.expression, variant.kernel) if text is not None]
    lines += [f"reduction: {variant.reduction}"] if variant.reduction else []
    lines += [f"family: {variant.family}"] if variant.family else []
    for table in (variant.start, variant.step, variant.equations):
        changed = isinstance(table, Mapping)
        lines += [f"{name} = {text}" for name, text in table.items()] if changed else table
    lines += [f"for {name} in {text}" for name, text in variant.over.items()]
    lines += [f"shape: ({', '.join(variant.shape)})"] if variant.shape else []
    lines += [f"shared: {', '.join(variant.shared)}"] if variant.shared else []
    lines += [] if variant.repeatable else ["one seed gives several results"]
    constants = variant.parameters.items()
    return lines + [f"{name}: {', '.join(f'{v:g}' for v in vs)}" for name, vs in constants]


def _rows(outcomes: Iterable[ClaimOutcome]) -> Mapping[str, tuple[str, ...]]:
    return {row[0]: row[1:] for row in claims_rows(list(outcomes))}


def _source(source: Any) -> str:
    """A document and the place in it, as Markdown."""
    document = documents()[source.document]
    title = words(document.title)
    named = f"[{title}]({document.url})" if document.url else f"*{title}*"
    return f"{named}, {words(source.section)}"


def _inline(latex: str) -> str:
    """A formula among words: typeset, and nothing in it taken for markup."""
    math = typeset(latex).replace('display="block"', 'display="inline"', 1)
    return "".join(f"&#{ord(c)};" if c in "*_`|\\[]$~" else c for c in math)


def _render(name: str, **values: object) -> str:
    return _environment().get_template(name).render(**values)


@cache
def _environment() -> Environment:
    """Templates of Markdown: their filters escape, since HTML's escapes would not do."""
    found = Environment(
        loader=FunctionLoader(_template),
        autoescape=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    own = {"typeset": typeset, "inline": _inline, "changes": _changes, "source": _source}
    found.filters |= {"words": words, "code": code, "cell": cell, "fence": fence, "html": escape}
    found.filters |= own
    return found


def _template(name: str) -> str:
    folder = files("nnconform.conformance.book").joinpath("templates")
    return folder.joinpath(f"{name}.md.j2").read_text(encoding="utf-8")
