"""What replies cost: a table of prices that ships with the package, and the user's own over it.

The table is `prices.toml` beside this file. A model that no table names has no price: the cost of its replies
is unknown, never zero.
"""

from __future__ import annotations

import math
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from pathlib import Path

from coe.errors import UsageError

VARIABLE = "COE_PRICES"
# Services name the dated snapshot that answered: gpt-5.4-mini-2026-03-17, gemini-2.0-flash-001.
_SNAPSHOT = re.compile(r"-(\d{4}-\d{2}-\d{2}|\d{3})$")


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for one million tokens.

    Args:
        input: tokens read.
        output: tokens written, thinking included.
        cached_input: tokens read that the service had read before; None is as `input`.
    """

    input: float
    output: float
    cached_input: float | None = None

    def cost(self, prompt_tokens: int, completion_tokens: int, known_tokens: int = 0) -> float:
        """US dollars; `known_tokens` of the prompt are charged as `cached_input`."""
        again = self.input if self.cached_input is None else self.cached_input
        paid = (prompt_tokens - known_tokens) * self.input + known_tokens * again
        return (paid + completion_tokens * self.output) / 1e6


def price_of(model: str, own: str | Path | None = None) -> Price | None:
    """The price of a model, None if no table has it; a dated snapshot costs what its model does.

    Args:
        model: as the service names it.
        own: the user's file of prices; None is the one that the environment variable COE_PRICES names.

    Raises:
        UsageError: the user's file cannot be read; the message names the place.
    """
    place = own or os.environ.get(VARIABLE) or None
    table = _shipped() if place is None else {**_shipped(), **_read(Path(place))}
    name = model.removeprefix("models/")
    return table.get(name) or table.get(_SNAPSHOT.sub("", name))


@cache
def _shipped() -> Mapping[str, Price]:
    return _parse(files("coe.agents").joinpath("prices.toml").read_text("utf-8"), "prices.toml")


def _read(place: Path) -> Mapping[str, Price]:
    try:
        text = place.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the file of prices {place} cannot be read: {error}") from error
    return _parse(text, str(place))


def _parse(text: str, place: str) -> Mapping[str, Price]:
    try:
        models = tomllib.loads(text)["models"]
        return {name: _price(entry) for name, entry in models.items()}
    except (tomllib.TOMLDecodeError, KeyError, AttributeError, TypeError, ValueError) as error:
        raise UsageError(
            f"prices in {place}: {error}; an entry is: "
            '[models."name"], then input = and output = in US dollars for one million tokens'
        ) from error


def _price(entry: Mapping[str, float]) -> Price:
    known = {field.name for field in fields(Price)}
    for name, value in entry.items():
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if name not in known or not number or not math.isfinite(value) or value < 0:
            raise ValueError(f"{name} = {value!r} is no price")
    return Price(**{name: float(value) for name, value in entry.items()})
