"""The oracle, the checks, the diagnosis, the runner, the command line and the pytest plug-in."""

from typing import Any


def __getattr__(name: str) -> Any:
    # The plug-in is loaded in every pytest run: nothing heavy is imported before it is used.
    if name in {"assert_conforms", "replay"}:
        from nnconform.conformance import api, replaying

        return api.assert_conforms if name == "assert_conforms" else replaying.replay
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
