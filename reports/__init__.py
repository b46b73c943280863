"""Results of a run as data, and the reports that are views of them.

Only the record and the store are imported here; the writers (``terminal``, ``markdown``, ``html``,
``write``) need third-party packages and are imported by name.
"""

from .record import FormulaInfo as FormulaInfo, Record as Record, ReportError as ReportError
from .store import Run as Run, Store as Store, read as read
