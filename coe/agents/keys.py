"""Keys of services: where they are found, and that they stay out of every message."""

from __future__ import annotations

import os
from collections.abc import Sequence

from coe._optional import require
from coe.errors import UsageError

_SECRET = 8  # characters; shorter keys ("EMPTY", "x") are placeholders that local servers are given


def find_key(given: str | None, names: Sequence[str], extra: str) -> str | None:
    """The key: as given, else of the environment, else of a `.env` file in the working folder or above it.

    The file is only read: nothing in it reaches the environment of this process.

    Args:
        given: on the command line.
        names: of variables, the first that is set counts.
        extra: that installs python-dotenv.

    Raises:
        UsageError: a `.env` file that cannot be read, or a key that cannot be sent.
    """
    found = given or next((os.environ[name] for name in names if os.environ.get(name)), None)
    if found is None:
        values = _of_file(extra)
        found = next((values[name] for name in names if values.get(name)), None)
    key = (found or "").strip()
    if not (key.isascii() and (key.isprintable() or not key)):
        raise UsageError(
            "the key of the service holds characters that no key has; was something else copied?"
        )
    return key or None


def _of_file(extra: str) -> dict[str, str | None]:
    dotenv = require("dotenv", extra)
    place = dotenv.find_dotenv(usecwd=True)
    try:
        return dict(dotenv.dotenv_values(place, interpolate=False)) if place else {}
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{place} cannot be read: {type(error).__name__}") from None


def without_key(text: str, key: str | None) -> str:
    """The text with the key, should a service have quoted it, left out."""
    return text.replace(key, "[key]") if key and len(key) >= _SECRET else text
