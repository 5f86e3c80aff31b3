"""How a solution goes wrong at its end: too early, too late, or with an answer to another question."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

from coe.corruptions.kind import ADD, DELETE, REPLACE, Corruption, Level
from coe.corruptions.sheet import NUMBER, Sheet, Step, numbers_in
from coe.errors import CalculatorError

_LETTER = re.compile(r"(?<![A-Za-z\\])[a-z](?![A-Za-z])")
_NAMED = re.compile(r"([A-Za-z]\w*) = (?:.*= )?(-?\d+(?:\.\d+)?)")
_STATED = re.compile(r"(?:[A-Za-z]\w* )?= (?:.*= )?(-?\d+(?:\.\d+)?)")
_GIVEN = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w%]|\.\d)")


def _last_dropped(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    return replace(sheet, steps=sheet.steps[:-1]) if len(sheet.steps) > 1 else None


def _jumped(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    """From this line straight to an answer whose last number is one that stands in the lines before."""
    if index + 2 >= len(sheet.steps):
        return None
    last = sheet.steps[-1].text
    number = list(NUMBER.finditer(last))
    seen = [n for step in sheet.steps[: index + 1] for n in numbers_in(step.text)]
    pool = sorted({n for n in seen if number and n != number[-1][0]})
    if not pool:
        return None
    guess = last[: number[-1].start()] + rng.choice(pool) + last[number[-1].end() :]
    return replace(sheet, steps=(*sheet.steps[: index + 1], Step(guess, guess)))


def _went_on(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    """One calculation more, with the answer and a number of the problem."""
    last = sheet.steps[-1].text
    stated, given = _STATED.fullmatch(last), _GIVEN.findall(sheet.statement)
    if stated is None or not given:
        return None
    name = last.partition("=")[0]
    calculation = f"{stated[1]} {rng.choice('+-*')} {rng.choice(given)}"
    derivation = (
        f"{name}= {calculation} = {{{calculation}}}" if len(name) > 2 else f"{name}= {{{calculation}}}"
    )
    try:
        return replace(sheet, steps=(*sheet.steps, Step.of(derivation)))
    except CalculatorError:
        return None


def _earlier_value(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    last, earlier = (
        _NAMED.fullmatch(sheet.steps[-1].text),
        [match[2] for step in sheet.steps[:-1] if (match := _NAMED.fullmatch(step.text))],
    )
    values = [value for value in earlier if last is not None and value != last[2]]
    if last is None or not values:
        return None
    text = f"{last[1]} = {rng.choice(values)}"
    return sheet.with_step(len(sheet.steps) - 1, Step(text, text))


def _other_letter(sheet: Sheet, index: int, rng: Random) -> Sheet | None:
    text = sheet.steps[index].text
    if "=" not in text or "=" not in sheet.statement:
        return None
    here = set(_LETTER.findall(text))
    others = sorted(set(_LETTER.findall(sheet.statement)) - here - {"a"} | ({"a"} & _equated(sheet)) - here)
    if len(here) != 1 or not others:
        return None
    wrong = _LETTER.sub(rng.choice(others), text)
    return sheet.with_step(index, Step(wrong, wrong))


def _equated(sheet: Sheet) -> set[str]:
    """Letters of the lines: where "a" is one of them it is no article."""
    return {letter for step in sheet.steps for letter in _LETTER.findall(step.text)}


UNFINISHED_ANSWER = Corruption(
    "unfinished_answer",
    Level.LINE,
    False,
    "the solution stops one step early",
    _last_dropped,
    "a draft of two lines or more",
    ("Newman 1977", "Golovneva 2023"),
    ADD,
)
PREMATURE_ANSWER = Corruption(
    "premature_answer",
    Level.LINE,
    False,
    "after a line the answer is guessed, the steps between are left out",
    _jumped,
    "a line with two more or more after it",
    ("Lightman 2023", "Tyen 2024"),
    "the guess is replaced by the step, the others are added (REPL, ADDL)",
)
WENT_ON = Corruption(
    "went_on",
    Level.LINE,
    False,
    "one calculation too many is made with the answer",
    _went_on,
    "a last line that states one number",
    ("Golovneva 2023", "Zeng 2023"),
    DELETE,
)
EARLIER_VALUE_REPORTED = Corruption(
    "earlier_value_reported",
    Level.LINE,
    False,
    "a value found on the way is given as the answer",
    _earlier_value,
    "a draft whose lines name two values",
    ("Newman 1977", "Zeng 2023"),
    REPLACE,
)
WRONG_VARIABLE = Corruption(
    "wrong_variable",
    Level.LINE,
    False,
    "the value of one unknown is given for another",
    _other_letter,
    "an equation in one of several unknowns",
    ("Küchemann 1981",),
    REPLACE,
)
