"""Names of files for submissions, whatever these are called."""

import hashlib
import re
from collections.abc import Iterable

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
# Windows keeps these for devices.
_KEPT = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def file_names(submissions: Iterable[str]) -> dict[str, str]:
    """A file name for each submission, without its ending: safe everywhere, and no two alike.

    >>> file_names(["ana", "../x"])["ana"]
    'ana'
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in submissions:
        plain = _PLAIN.fullmatch(name) and not _KEPT.fullmatch(name)
        if plain and name.casefold() not in taken and not name.endswith("."):
            found[name] = name
        else:
            mark = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:10]
            stem = re.sub(r"[^A-Za-z0-9_-]+", "_", name)[:60].strip("_")
            found[name] = f"{stem or 'submission'}-{mark}"
        taken.add(found[name].casefold())
    return found
