"""The formulas, one data file each, and the typed model and language they are written in."""

from ._calls import callables as callables, chosen as chosen, function as function
from ._claims import (
    Claim as Claim,
    ClaimFile as ClaimFile,
    ClaimInput as ClaimInput,
    Comparison as Comparison,
    ConditionRule as ConditionRule,
    ExpectationRule as ExpectationRule,
    claim_schema as claim_schema,
    claims as claims,
    load_claim as load_claim,
    read_claim as read_claim,
)
from ._expression import (
    CONSTANTS as CONSTANTS,
    FUNCTIONS as FUNCTIONS,
    Expression as Expression,
    NumberSystem as NumberSystem,
    ProgramSystem as ProgramSystem,
    parse as parse,
)
from ._formula import (
    Formula as Formula,
    Freedom as Freedom,
    LayoutRule as LayoutRule,
    PropertyRule as PropertyRule,
    Rule as Rule,
)
from ._loader import (
    derivative as derivative,
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
from ._mutation import (
    mutations as mutations,
    program_mutations as program_mutations,
    reorderings as reorderings,
)
from ._program import Arrays as Arrays, Program as Program, Statement as Statement
from ._rules import REDUCTIONS as REDUCTIONS, rules as rules
from ._schema import json_schema as json_schema, key_fault as key_fault, place_of as place_of
from .errors import (
    NNConformError as NNConformError,
    SpecError as SpecError,
    UnknownClaimError as UnknownClaimError,
    UnknownFormulaError as UnknownFormulaError,
)
