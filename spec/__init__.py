"""The formulas, one data file each, and the typed model and language they are written in."""

from ._calls import called as called, chosen as chosen, function as function
from ._expression import (
    CONSTANTS as CONSTANTS,
    FUNCTIONS as FUNCTIONS,
    Expression as Expression,
    NumberSystem as NumberSystem,
    ProgramSystem as ProgramSystem,
    parse as parse,
)
from ._formula import (
    REDUCTIONS as REDUCTIONS,
    Formula as Formula,
    Freedom as Freedom,
    LayoutRule as LayoutRule,
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
from ._model import (
    Choice as Choice,
    Domain as Domain,
    Example as Example,
    FormulaFile as FormulaFile,
    Input as Input,
)
from ._program import Arrays as Arrays, Program as Program, Statement as Statement
from .errors import (
    NNConformError as NNConformError,
    SpecError as SpecError,
    UnknownFormulaError as UnknownFormulaError,
)
