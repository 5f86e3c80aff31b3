"""What counts as the same answer where school and graders differ: named options with stated defaults.

Pass a `Policy` to `verify`, `check_answer` or `equivalent`; a report shows the one it was made under.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Percent(StrEnum):
    """Whether 15 stands for 15%."""

    VALUE = "value"
    ASKED = "asked"
    NUMBER = "number"


class Colon(StrEnum):
    """What 3:30 means where nothing says whether it is a time."""

    AUTO = "auto"
    RATIO = "ratio"
    TIME = "time"


class CapitalE(StrEnum):
    """What the capital in 1.2E3 means."""

    POWER_OF_TEN = "power of ten"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Policy:
    """Choices about answers. Every default is the stricter reading, so that none accepts a wrong answer.

    Args:
        rounded: decimals that a rounded value must show to equal the exact one: with 3, 0.333 is 1/3 and
            0.33 is not. None: never, 0.333 is not 1/3.
        percent: VALUE: 15% is 0.15 and never 15. ASKED: also 15 where the problem asks for a percentage.
            NUMBER: also 15 everywhere.
        form: an answer must have the form that an understood problem asks for (expanded, factored, lowest
            terms); False: any equal expression will do.
        units_required: 72 is not 72 km; False: a dropped unit is taken as meant.
        capital_e: POWER_OF_TEN: 1.2E3 is 1200. LETTER: E is always a variable. Alone it is a variable in
            both, and never the number e.
        colon: AUTO: 3:30 is a time beside a time (3:30 pm), else a ratio; where two texts such as 2:30 and
            4:60 could be either and the readings disagree, the verdict is unknown. RATIO, TIME: always that.
        decimal_comma: 1,5 is 1.5, as much of Europe writes; False: it is a list of two numbers.
    """

    rounded: int | None = None
    percent: Percent = Percent.ASKED
    form: bool = True
    units_required: bool = False
    capital_e: CapitalE = CapitalE.POWER_OF_TEN
    colon: Colon = Colon.AUTO
    decimal_comma: bool = False

    def __post_init__(self) -> None:
        if self.rounded is not None and (not isinstance(self.rounded, int) or self.rounded < 1):
            raise ValueError(
                "rounded is the decimals that a rounded value must show: a whole number from 1, or None"
            )

    def __hash__(self) -> int:
        """By the plain values alone: members of an Enum are slow to hash, and every cache asks for this."""
        return hash((self.rounded, self.form, self.units_required, self.decimal_comma))

    @property
    def text(self) -> str:
        """The options that are not the default, "rounded=3, percent=value", or "default"."""
        usual = DEFAULT.as_dict()
        changed = [f"{name}={value}" for name, value in self.as_dict().items() if value != usual[name]]
        return ", ".join(changed) or "default"

    def as_dict(self) -> dict[str, bool | int | str | None]:
        """The options as plain values, for reports in JSON."""
        return {
            name: str(value) if isinstance(value, StrEnum) else value for name, value in asdict(self).items()
        }


DEFAULT = Policy()


def read_policy(options: Iterable[str]) -> Policy:
    """The policy of options written "name=value": rounded=3, percent=number, form=false.

    Raises:
        ValueError: there is no such option or value.
    """
    chosen: dict[str, Any] = {}
    for option in options:
        name, _, value = (part.strip() for part in option.partition("="))
        name = name.replace("-", "_")
        if name not in _READERS:
            raise ValueError(f"no policy {name!r}: one of {', '.join(_READERS)}")
        try:
            chosen[name] = _READERS[name](value.lower())
        except (ValueError, KeyError):
            raise ValueError(f"{name} cannot be {value!r}: {_VALUES[name]}") from None
    return Policy(**chosen)


def _kind(kind: type[StrEnum]) -> tuple[Callable[[str], object], str]:
    return lambda value: kind(value.replace("_", " ")), ", ".join(member.value for member in kind)


_SWITCH: tuple[Callable[[str], object], str] = ({"true": True, "false": False}.__getitem__, "true, false")
_OPTIONS: dict[str, tuple[Callable[[str], object], str]] = {
    "rounded": (lambda value: None if value == "none" else int(value), "a whole number from 1, or none"),
    "percent": _kind(Percent),
    "form": _SWITCH,
    "units_required": _SWITCH,
    "capital_e": _kind(CapitalE),
    "colon": _kind(Colon),
    "decimal_comma": _SWITCH,
}
_READERS = {name: reader for name, (reader, _) in _OPTIONS.items()}
_VALUES = {name: values for name, (_, values) in _OPTIONS.items()}
