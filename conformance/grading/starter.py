"""A new assignment: the file, commented, and a starter for students that gives nothing away."""

from collections.abc import Sequence
from pathlib import Path

from nnconform.conformance.planning import applies
from nnconform.conformance.signatures import signature
from nnconform.spec import Formula, Input, load

from .assignment import DEFAULT_SHARES, AssignmentError

_DOMAINS = {
    "real": "real numbers",
    "embedding": "real numbers",
    "gradient": "real numbers",
    "positive": "numbers above 0",
    "nonnegative": "numbers of at least 0",
    "unit": "numbers from 0 to 1",
    "probability": "probabilities",
    "distribution": "probabilities that add up to 1",
    "binary": "0 or 1",
    "sign": "-1 or 1",
    "label": "class numbers",
    "one_hot": "one-hot rows",
    "count": "a whole number",
    "index": "whole numbers, positions",
    "flag": "True or False",
}


def new_assignment(ids: Sequence[str], folder: str | Path) -> tuple[Path, Path]:
    """Write ``assignment.toml`` and ``starter.py`` and return their paths.

    Raises:
        AssignmentError: one of them is there already, or the folder cannot be written.
        UnknownFormulaError: there is no such formula.
    """
    place = Path(folder)
    formulas = [load(identifier) for identifier in dict.fromkeys(ids)]
    pages = {
        place / "assignment.toml": assignment_text(formulas),
        place / "starter.py": starter_text(formulas),
    }
    for path in pages:
        if path.exists():
            raise AssignmentError(f"{path} is there already; choose another folder with --out")
    try:
        place.mkdir(parents=True, exist_ok=True)
        for path, text in pages.items():
            path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise AssignmentError(f"cannot write to {place}: {error.strerror or error}") from None
    first, second = pages
    return first, second


def assignment_text(formulas: Sequence[Formula]) -> str:
    """A complete assignment of the formulas, with every key explained."""
    shares = ", ".join(f"{name} = {share:g}" for name, share in DEFAULT_SHARES.items())
    head = f"""\
# An assignment: `nnconform grade SUBMISSIONS --assignment assignment.toml --out DIR`.
# What a line in a comment shows is the default, unless it says otherwise.

title = "Homework 1"
seed  = 2026             # every submission faces the same cases; another seed draws others
# dtype        = "float64"
# examples     = 10      # random sets of hyperparameters a formula

# The share of the points that each check carries (it need not add up to 100). A formula that has
# no such check shares its part among the others. The gradient counts where it is offered, and
# costs its points where it is missing only if you name it here.
# checks       = {{ {shares} }}
# hidden       = []      # checks of which students see the points only, such as ["stability"]
# accept       = []      # conventions that count as right; [] asks for the documents' form;
#                          left out, every convention is accepted, and named in the report
# inaccurate   = 0.5     # what is left of a check's points for the right formula, computed badly
# other_checks = "when_explained"   # or "always", "when_right": when checks beside the value count
# show_formula = false   # true shows students the expected formula

[limits]
call_seconds = 5         # one call
seconds      = 60        # a submission in all, importing it included
memory_mb    = 1024
"""
    return head + "".join(_question(formula) for formula in formulas)


def _question(formula: Formula) -> str:
    known = [n for n, v in formula.file.variants.items() if v.kind == "convention"]
    checks = [check for check in DEFAULT_SHARES if applies(check, formula)]
    lines = [
        "",
        f"[questions.{formula.id}]   # {formula.file.title}",
        "points = 10",
        f"# checks: {', '.join(checks)}",
    ]
    if known:
        lines.append(f"# conventions: {', '.join(known)}")
    if formula.file.layouts:
        lines.append(f"# layouts, accepted like conventions: {', '.join(formula.file.layouts)}")
    lines.append(f"# inputs, in call order: {', '.join(formula.inputs) or 'none'}")
    lines += [
        f"# [questions.{formula.id}.binding]   # where a submission offers it otherwise",
        f'# function = "{formula.id}"',
    ]
    return "\n".join(lines) + "\n"


def starter_text(formulas: Sequence[Formula]) -> str:
    """A file of signatures and docstrings: what goes in and comes out, but not how."""
    said = '"""Fill in the functions. Keep their names and their arguments."""'
    head = f"{said}\n\nimport numpy as np\n"
    return head + "".join(f"\n\n{_function(formula)}" for formula in formulas)


def _function(formula: Formula) -> str:
    title = formula.file.title.replace("\\", "").replace('"""', "").rstrip(".")
    lines = [f"def {formula.id}({signature(formula)}):", f'    """{title}.', ""]
    lines += _arguments(formula)
    lines += ["    Returns:", f"        {_returns(formula)}", '    """']
    return "\n".join([*lines, "    raise NotImplementedError", ""])


def _arguments(formula: Formula) -> list[str]:
    rows = [f"{name}: {_described(given)}" for name, given in formula.inputs.items()]
    rows += [f"{n}: {_DOMAINS.get(p.domain, p.domain)}" for n, p in formula.parameters.items()]
    rows += [f"{name}: one of {', '.join(c.among)}" for name, c in formula.choices.items()]
    return ["    Args:", *(f"        {row}" for row in rows), ""] if rows else []


def _described(given: Input) -> str:
    numbers = _DOMAINS.get(given.domain, given.domain)
    shape = given.shape
    if not shape:
        return f"a number; {numbers}"
    if shape == "*":
        return f"an array of any shape; {numbers}"
    if shape.startswith("["):
        return f"a list with one array a layer, each of shape ({_axes(shape[1:-1])}); {numbers}"
    if shape.endswith(" *"):
        return f"an array with one row a step, each of any shape; {numbers}"
    may = [axis[:-1] for axis in shape.split() if axis.endswith("?")]
    said = f"an array of shape ({_axes(shape.replace('?', ''))}); {numbers}"
    return f"{said}; the axis {may[0]} may be absent" if may else said


def _axes(shape: str) -> str:
    names = shape.split()
    return f"{names[0]},".replace(" ", "") if len(names) == 1 else ", ".join(names)


def _returns(formula: Formula) -> str:
    if formula.kind == "distribution":
        return "an array of random numbers, the same ones for the same seed"
    if formula.kind == "program":
        names = ", ".join(formula.returns)
        several = f"a tuple ({names})" if len(formula.returns) > 1 else names
        body = formula.file.formula
        return f"{several}, stacked over the steps" if body.trajectory else several
    if formula.rule.reduction != "none":
        return "one number for all samples"
    if formula.elementwise:
        return "an array, one result for each element"
    return "an array, one result for each sample"
