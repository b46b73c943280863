"""The errors that are meant for people: one line, what was wrong, where, what to do."""


class NNConformError(Exception):
    """Any mistake of a user's that nnconform explains in one line, without a traceback."""


class SpecError(NNConformError):
    """A spec file breaks the format; the message names the file, the key and what was expected."""


class UnknownFormulaError(NNConformError):
    """No entry of ``spec/`` has the id that was asked for."""


class UnknownClaimError(NNConformError):
    """No file of ``spec/claims/`` has the id that was asked for."""
