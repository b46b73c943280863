"""Stand-ins for libraries that draw and show: a homework may import them, and nobody looks."""

import importlib.machinery
import importlib.util
import sys
import types
from collections.abc import Iterator, Sequence
from typing import Any

SHOWN = ("matplotlib", "seaborn", "plotly", "IPython", "tqdm", "google")


class Nothing:
    """Whatever is asked of it, it gives itself; two of it where it is unpacked."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing()

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        return Nothing()

    def __iter__(self) -> Iterator[Any]:
        return iter((Nothing(), Nothing()))

    def __getitem__(self, index: Any) -> Any:
        return Nothing()

    def __setitem__(self, index: Any, value: Any) -> None:
        return None

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *error: Any) -> None:
        return None


def _same(items: Any = (), *arguments: Any, **keywords: Any) -> Any:
    return items


class StandIn(types.ModuleType):
    """A module that has everything, and does nothing."""

    __path__ = []  # noqa: RUF012 -- a package without a folder

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name in ("tqdm", "trange", "tqdm_notebook"):
            return range if name == "trange" else _same
        return Nothing()


class Finder:
    """Offers a stand-in where the real module is not installed."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: Any = None
    ) -> importlib.machinery.ModuleSpec | None:
        """See :meth:`importlib.abc.MetaPathFinder.find_spec`."""
        if name.partition(".")[0] not in SHOWN:
            return None
        return importlib.util.spec_from_loader(name, self, is_package=True)  # type: ignore[arg-type]

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        """Return the stand-in."""
        return StandIn(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """Do nothing: there is nothing to run."""


_FINDER = Finder()


def offer() -> None:
    """Put the stand-ins behind everything that is installed."""
    if _FINDER not in sys.meta_path:
        sys.meta_path.append(_FINDER)
