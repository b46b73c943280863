"""The NumPy reference as an adapter: the functions of ``nnconform.reference``, by formula id."""

import numpy

from .functions import FunctionsAdapter

NAME = "numpy"
VERSION = numpy.__version__
HOME = "https://numpy.org"


def adapter() -> FunctionsAdapter:
    """Return the adapter of the reference; bfloat16 is not a dtype of NumPy's."""
    return FunctionsAdapter(NAME, VERSION, "nnconform.reference")
