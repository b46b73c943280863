"""The drawing library of the pages: Vega-Lite, carried inside each page so that it works offline.

A page holds ``library()`` as text and ``charts.js`` as script; its ``drawChart`` then draws a
Vega-Lite specification into an element, in the page's colours.
"""

import os
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from tempfile import NamedTemporaryFile


@lru_cache(maxsize=1)
def library() -> str:
    """Return Vega, Vega-Lite and vega-embed as one script, safe inside a script element.

    It sets ``window.vegaEmbed``. Bundling takes a second, so that the script is kept in the user's
    cache folder, where there is one that can be written.
    """
    # No home, or a folder that is not ours to read or write: then it is bundled each time.
    with suppress(OSError, RuntimeError):
        kept = _kept()
        if not kept.exists():
            _keep(kept, _bundled())
        return kept.read_text(encoding="utf-8")
    return _bundled()


def _kept() -> Path:
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return home / "nnconform" / f"charts-{version('vl-convert-python')}.js"


def _keep(path: Path, text: str) -> None:
    """Write a file that nobody ever sees half written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:
        file.write(text)
    os.replace(file.name, path)


def _bundled() -> str:
    import vl_convert

    bundle: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    # "</script" inside a string of the library would end the element that holds it.
    return bundle.replace("</script", "<\\/script").replace("<!--", "<\\!--")
