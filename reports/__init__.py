"""Results of a run as data, and the reports that are views of them.

Only the record, the store and the tables are imported here (pandas when a table is loaded); the
writers (``terminal``, ``markdown``, ``html``, ``write``) need third-party packages and are imported
by name.
"""

from .record import FormulaInfo as FormulaInfo, Record as Record, ReportError as ReportError
from .store import Run as Run, Store as Store, read as read
from .tables import (
    load as load,
    load_choices as load_choices,
    load_profiles as load_profiles,
)
