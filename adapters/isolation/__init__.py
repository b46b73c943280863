"""Submissions in a sandbox: opened, called over a pipe with plain arrays, and ended for sure."""

from .binding import Binding as Binding, BindingError as BindingError
from .isolated import IsolatedAdapter as IsolatedAdapter, open_submission as open_submission
from .sandbox import (
    BUBBLEWRAP as BUBBLEWRAP,
    LIMITS as LIMITS,
    Limits as Limits,
    SandboxError as SandboxError,
    best_level as best_level,
)
