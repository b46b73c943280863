"""The formulas, one data file each, and the typed model and language they are written in."""

from ._expression import (
    CONSTANTS as CONSTANTS,
    FUNCTIONS as FUNCTIONS,
    Expression as Expression,
    NumberSystem as NumberSystem,
    parse as parse,
)
from ._formula import (
    REDUCTIONS as REDUCTIONS,
    Formula as Formula,
    Freedom as Freedom,
    PropertyRule as PropertyRule,
    Rule as Rule,
    rules as rules,
)
from ._loader import (
    documents as documents,
    generated as generated,
    groups as groups,
    ids as ids,
    load as load,
    read as read,
    schema as schema,
)
from ._model import Domain as Domain, Example as Example, FormulaFile as FormulaFile, Input as Input
from .errors import (
    NNConformError as NNConformError,
    SpecError as SpecError,
    UnknownFormulaError as UnknownFormulaError,
)
