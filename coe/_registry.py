"""Names to objects, imported only when asked for.

A registry is a flat table of name -> "module:attribute". A dotted path of the user's own
("package.module:attribute") works wherever a name does.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping

from coe.errors import UsageError


class Registry:
    """A flat table of names; `load` imports the one asked for.

    Args:
        kind: what the entries are, for error messages ("agent", "task family").
        entries: name -> "module:attribute".
    """

    def __init__(self, kind: str, entries: Mapping[str, str]) -> None:
        self._kind = kind
        self._entries = dict(entries)

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __len__(self) -> int:
        return len(self._entries)

    def load(self, name: str) -> object:
        """The object behind a registered name or a "package.module:attribute" path.

        Raises:
            UsageError: unknown name, or a path whose module or attribute does not exist.
        """
        path = self._entries.get(name, name)
        module_name, separator, attribute = path.partition(":")
        if not separator:
            known = ", ".join(self._entries)
            raise UsageError(
                f"unknown {self._kind} {name!r}; known: {known}; or give your own as package.module:attribute"
            )
        try:
            module = importlib.import_module(module_name)
        except ModuleNotFoundError as error:
            if error.name and not (module_name + ".").startswith(error.name + "."):
                raise
            raise UsageError(f"{self._kind} {name!r}: no module named {module_name!r}") from error
        try:
            return getattr(module, attribute)
        except AttributeError as error:
            raise UsageError(f"{self._kind} {name!r}: {module_name} has no {attribute!r}") from error
