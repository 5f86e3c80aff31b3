"""Percent taken as a plain number, of the wrong base, or for the change alone."""

from __future__ import annotations

import re
from random import Random

from coe.corruptions.kind import rewritten_mistake
from coe.corruptions.sheet import Sheet

_PERCENT = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)/100(?![\d.])")
_CHANGE = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?) \* \(1 ([-+]) (\d+(?:\.\d+)?)/100\)")
_SHARE = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?) / (\d+(?:\.\d+)?) \* 100(?![\d.])")
_OF = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?/100) \* (\d+(?:\.\d+)?)(?![\d.])")
_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w]|\.\d)")


def _as_number(sheet: Sheet, index: int, rng: Random) -> tuple[str, str] | None:
    derivation = sheet.steps[index].derivation
    change, percent = _CHANGE.search(derivation), _PERCENT.search(derivation)
    if change is not None and rng.random() < 0.5:
        return change[0], f"{change[1]} {change[2]} {change[3]}"
    return (percent[0], percent[1]) if percent else None


def _wrong_base(sheet: Sheet, index: int, rng: Random) -> tuple[str, str] | None:
    derivation = sheet.steps[index].derivation
    share, change, part = (form.search(derivation) for form in (_SHARE, _CHANGE, _OF))
    if share is not None:
        return (share[0], f"{share[2]} / {share[1]} * 100") if share[1] != share[2] else None
    if change is not None:
        return change[0], f"{change[1]} / (1 {change[2]} {change[3]}/100)"
    if part is None:
        return None
    percent = part[1].partition("/")[0]
    others = [n for n in _NUMBER.findall(sheet.statement) if n not in (part[2], percent)]
    return (part[0], f"{part[1]} * {rng.choice(others)}") if others else None


def _change_only(sheet: Sheet, index: int, rng: Random) -> tuple[str, str] | None:
    change = _CHANGE.search(sheet.steps[index].derivation)
    return (change[0], f"{change[1]} * {change[3]}/100") if change else None


PERCENT_AS_NUMBER = rewritten_mistake(
    "percent_as_number",
    "a percent is used as a plain number",
    _as_number,
    where="a percent written as n/100",
    sources=("Parker & Leinhardt 1995",),
)

PERCENT_BASE = rewritten_mistake(
    "percent_base",
    "the percent is taken of the wrong number, or undone by the percent of the other",
    _wrong_base,
    where="a percent of a number, a change by a percent, or a share in percent",
    sources=("Parker & Leinhardt 1995",),
)

PERCENT_CHANGE_ONLY = rewritten_mistake(
    "percent_change_only",
    "the change is given for the value after the change",
    _change_only,
    where="an increase or decrease by a percent",
    sources=("Parker & Leinhardt 1995",),
)
