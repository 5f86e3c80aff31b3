"""Where models and adapters are kept that the hub's own cache does not hold."""

from __future__ import annotations

import os
from pathlib import Path


def store_folder() -> Path:
    """The folder of models, `$XDG_CACHE_HOME/coe/models` (`~/.cache/coe/models`); it may not exist yet."""
    return _cache() / "models"


def adapters_folder() -> Path:
    """The folder of adapters, beside that of models; it may not exist yet."""
    return _cache() / "adapters"


def _cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "coe"
