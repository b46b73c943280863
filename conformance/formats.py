"""The binary floating-point formats and their constants."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import ml_dtypes
import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Format:
    """A binary format: ``precision`` bits of significand, exponents ``emin`` to ``emax``."""

    name: str
    precision: int
    emin: int
    emax: int
    dtype: np.dtype[Any]

    @cached_property
    def u(self) -> float:
        """Unit roundoff: half the distance from 1 to the next number."""
        return 2.0**-self.precision

    @cached_property
    def tiny(self) -> float:
        """The smallest subnormal."""
        return float(np.ldexp(1.0, self.emin - self.precision + 1))

    @cached_property
    def normal(self) -> float:
        """The smallest normal number."""
        return float(np.ldexp(1.0, self.emin))

    @cached_property
    def largest(self) -> float:
        """The largest finite number."""
        return float(np.ldexp(2.0 - 2.0 ** (1 - self.precision), self.emax))

    def round(self, values: npt.ArrayLike) -> Array:
        """Round to the format, saturating at the largest finite number."""
        clipped = np.clip(np.asarray(values, dtype=np.float64), -self.largest, self.largest)
        return np.asarray(clipped.astype(self.dtype))


def keeps_digits(dtype: np.dtype[Any], form: Format) -> bool:
    """Whether an array of ``dtype`` holds every digit of the format; whole numbers have none."""
    return FORMATS.get(dtype.name, form).precision >= form.precision


FORMATS = {
    item.name: item
    for item in (
        Format("float16", 11, -14, 15, np.dtype(np.float16)),
        Format("bfloat16", 8, -126, 127, np.dtype(ml_dtypes.bfloat16)),
        Format("float32", 24, -126, 127, np.dtype(np.float32)),
        Format("float64", 53, -1022, 1023, np.dtype(np.float64)),
    )
}
