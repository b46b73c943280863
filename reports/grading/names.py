"""Names of files for submissions, whatever these are called."""

import hashlib
import re

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
# Windows keeps these for devices.
_KEPT = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


class FileNames:
    """Gives each submission a file name without its ending: safe everywhere, and no two alike."""

    def __init__(self) -> None:
        """Begin with no names given."""
        self._taken: set[str] = set()

    def of(self, submission: str) -> str:
        """The file name of a submission that was not asked for before.

        >>> FileNames().of("ana")
        'ana'
        """
        name = submission
        plain = _PLAIN.fullmatch(name) and not _KEPT.fullmatch(name) and not name.endswith(".")
        if not plain or name.casefold() in self._taken:
            mark = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:10]
            stem = re.sub(r"[^A-Za-z0-9_-]+", "_", name)[:60].strip("_-")
            name = f"{stem or 'submission'}-{mark}"
        self._taken.add(name.casefold())
        return name
