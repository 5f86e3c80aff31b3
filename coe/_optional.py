"""Imports of packages that an extra installs."""

from __future__ import annotations

import importlib
from types import ModuleType

from coe.errors import MissingDependencyError


def require(package: str, extra: str | None = None) -> ModuleType:
    """The imported module `package`.

    Raises:
        MissingDependencyError: `package` itself is not installed; the message is the pip line. An
            import error inside an installed package is a real bug and is raised as it is.
    """
    try:
        return importlib.import_module(package)
    except ModuleNotFoundError as error:
        if error.name != package.split(".")[0] and error.name != package:
            raise
        target = f"chain-of-edits[{extra}]" if extra else "chain-of-edits"
        raise MissingDependencyError(f"{package} is not installed; run: pip install '{target}'") from error
