"""A worked solution while mistakes are being made in it.

Each step keeps two texts: `text`, the stored line, and `derivation`, the same line with calculator spans
("x = {12 / 3}"). A mistake that is carried forward rewrites one derivation, and every later step that
uses a value of that line is worked out again from the wrong value, as a student would.

Numbers are matched by their text: where the statement happens to hold the same number as a wrong result,
that number is carried too. The draft is then wrong in one more place, never right by accident unseen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from coe.errors import CalculatorError
from coe.verifier import fill_spans

# A minus belongs to the number where no operand can stand before it.
NUMBER = re.compile(r"(?:(?:(?<=^)|(?<=[=({])|(?<=[=(*/{+\-] ))-)?\d+(?:\.\d+)?(?:/\d+(?![\d.]))?")
SPAN = re.compile(r"(?<![\\}^_])\{([^{}]*)\}")
BINARY = re.compile(r"(?<=[\w)}]) ?([-+*/]) ?(?=[\w({])")
_WORD = re.compile(r"[A-Za-z]{2,}(?=[ ,'])")
_RESULT = re.compile(r"([\d(][\d\s.()+*/^-]*[\d)])\s*=\s*(-?\d+(?:\.\d+)?(?:/\d+)?)(?=[^\d.]*$)")


@dataclass(frozen=True, slots=True)
class Step:
    """One line and how its values were worked out."""

    text: str
    derivation: str

    @classmethod
    def of(cls, derivation: str) -> Step:
        """The step whose line is the derivation with its spans filled.

        Raises:
            CalculatorError: a span does not evaluate (a wrong value led to a division by zero).
        """
        return cls(fill_spans(derivation), derivation)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The steps of a draft, and the statement they answer.

    Args:
        statement: of the problem.
        steps: in order.
        carries: whether a wrong value goes on into the lines after it; else those stay as they were.
    """

    statement: str
    steps: tuple[Step, ...]
    carries: bool = True

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines as a reader sees them."""
        return tuple(step.text for step in self.steps)

    def with_step(self, index: int, step: Step) -> Sheet:
        """The sheet with one step replaced, nothing carried forward."""
        return Sheet(self.statement, (*self.steps[:index], step, *self.steps[index + 1 :]), self.carries)


def sheet_of(
    statement: str, solution: tuple[str, ...], derivation: tuple[str, ...], *, carries: bool = True
) -> Sheet:
    """A sheet of a worked solution; where there is no derivation, results that follow from the arithmetic
    before them ("48 / 2 = 24") become spans."""
    forms = derivation or tuple(map(_derive, solution))
    return Sheet(statement, tuple(map(Step, solution, forms)), carries)


def carry_forward(
    sheet: Sheet, index: int, wrong: Step, rewritten: tuple[str, str] | None = None
) -> Sheet | None:
    """The sheet with step `index` wrong; if it carries, later steps are worked out from its wrong values.

    None where nothing changed or a later step cannot be worked out from the wrong values.

    Args:
        rewritten: (piece, wrong piece) of the derivation, for later steps that repeat it.
    """
    if wrong.text == sheet.steps[index].text:
        return None
    if not sheet.carries:
        return sheet.with_step(index, wrong)
    changed = _changed_numbers(sheet.steps[index].text, wrong.text)
    steps = [*sheet.steps[:index], wrong]
    for step in sheet.steps[index + 1 :]:
        if rewritten is None and not any(number in step.derivation for number in changed):
            steps.append(step)
            continue
        derivation = step.derivation.replace(*rewritten) if rewritten else step.derivation
        derivation = _substitute(derivation, changed)
        try:
            carried = Step.of(derivation) if derivation != step.derivation else step
        except CalculatorError:
            return None
        changed = _changed_numbers(step.text, carried.text) | changed
        steps.append(carried)
    return Sheet(sheet.statement, tuple(steps))


def is_worded(line: str) -> bool:
    """Whether the line begins with a word ("total = 12", "Each gets 12"), so that it names a quantity."""
    return _WORD.match(line) is not None


def same_value(right: str, wrong: str) -> bool:
    """Whether two forms of a line that names a quantity give it the same value: a plan gone wrong whose
    result is right by accident ("2 + 2 = 4" for "2 * 2 = 4")."""
    if not is_worded(right):
        return False
    return numbers_in(right)[-1:] == numbers_in(wrong)[-1:]


@lru_cache(maxsize=4096)
def numbers_in(line: str) -> tuple[str, ...]:
    """Every number of a line, as it is written."""
    return tuple(NUMBER.findall(line))


def choose_span(derivation: str, rng: Random) -> re.Match[str] | None:
    """One calculator span of a derivation, drawn; None where there is none."""
    spans = list(SPAN.finditer(derivation))
    return rng.choice(spans) if spans else None


def replace_match(text: str, match: re.Match[str], new: str) -> str:
    """The text with the matched part replaced."""
    return text[: match.start()] + new + text[match.end() :]


def _derive(line: str) -> str:
    match = _RESULT.search(line)
    if not match or "{" in line:
        return line
    span = "{" + match[1] + "}"
    try:
        if fill_spans(span) != match[2]:
            return line
    except CalculatorError:
        return line
    return line[: match.start(2)] + span + line[match.end(2) :]


def _changed_numbers(right: str, wrong: str) -> dict[str, str]:
    """Numbers that stand at the same place in both lines and differ."""
    before, after = numbers_in(right), numbers_in(wrong)
    if len(before) != len(after):
        before, after = before[-1:], after[-1:]
    return {old: new for old, new in zip(before, after, strict=False) if old != new}


def _substitute(derivation: str, changed: dict[str, str]) -> str:
    def swap(match: re.Match[str]) -> str:
        new = changed.get(match[0])
        if new is None:
            percent = changed.get(match[0].removesuffix("/100")) if match[0].endswith("/100") else None
            return match[0] if percent is None or "/" in percent else f"{percent}/100"
        # A negative or fractional value keeps its meaning next to an operator inside brackets.
        plain = new.replace(".", "").isdigit()
        bracketed = derivation[match.start() - 1 : match.start()] + derivation[match.end() : match.end() + 1]
        return new if plain or match.start() == 0 or bracketed == "()" else f"({new})"

    return NUMBER.sub(swap, derivation)
