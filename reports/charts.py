"""The drawing library of the pages: Vega-Lite, carried inside each page so that it works offline.

A page holds ``library()`` as text and ``charts.js`` as script; its ``drawChart`` then draws a
Vega-Lite specification into an element, in the page's colours.
"""

from functools import lru_cache


@lru_cache(maxsize=1)
def library() -> str:
    """Return Vega, Vega-Lite and vega-embed as one script, safe inside a script element.

    It sets ``window.vegaEmbed``.
    """
    import vl_convert

    bundle: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    # "</script" inside a string of the library would end the element that holds it.
    return bundle.replace("</script", "<\\/script").replace("<!--", "<\\!--")
