"""Two values asked of one thing, in one sentence or in two: the answer is both, in this order or by name.

"Find the gcd and the lcm of 12 and 18", "Find the gcd of 12 and 18. Also find their lcm.", "A rectangle is 8
cm by 5 cm. Find its area. Then find its perimeter." Both must be read, and have names of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from coe.verifier.problems import phrasings
from coe.verifier.problems.goals import Form, Goal, Kind
from coe.verifier.problems.reading.parts import ASK

Reader = Callable[[str], Goal | None]
_SENTENCES = re.compile(r"(?<=[a-z0-9)%°])[.?!] (?=[A-Z])")
_LEAD = re.compile(r"^(?:also|then|and|next|finally),? ", re.IGNORECASE)
_ASKS = re.compile(rf"{ASK}\b.*", re.IGNORECASE)
_OF = re.compile(rf"{ASK} (?:the )?[a-z ]{{3,40}}? (?P<of>(?:of|between) .+)", re.IGNORECASE)
_ITS = re.compile(rf"{ASK} (?:the|its|their) (?P<word>[a-z ]{{3,40}})", re.IGNORECASE)


def read(text: str, understand: Reader) -> Goal | None:
    """The goal of two questions; None where the text is anything else.

    Args:
        text: a statement that is not one question.
        understand: reads one question.
    """
    return _in_one_sentence(text, understand) or _in_two_sentences(text, understand)


def _in_one_sentence(text: str, understand: Reader) -> Goal | None:
    match = phrasings.BOTH[0].fullmatch(text)
    if match is None:
        return None
    asked = [(word, understand(f"find the {word} {match['of']}")) for word in match.group("one", "two")]
    return _both([({word.lower()}, goal) for word, goal in asked])


def _in_two_sentences(text: str, understand: Reader) -> Goal | None:
    *before, first, second = ("", "", *_SENTENCES.split(text))
    second = _LEAD.sub("", second)
    if not _ASKS.fullmatch(first) or not _ASKS.fullmatch(second):
        return None
    context = "".join(f"{sentence}. " for sentence in before if sentence)
    of, its = _OF.fullmatch(first), _ITS.fullmatch(second)
    if of is not None and its is not None and not context:
        second = f"find the {its['word']} {of['of']}"
    asked = [understand(f"{context}{question[0].upper()}{question[1:]}") for question in (first, second)]
    goal = _both([(set(), goal) for goal in asked])
    names = [each.names for each in asked if each is not None]
    return None if len(names) == 2 and names[0] & names[1] else goal


def _both(asked: list[tuple[set[str], Goal | None]]) -> Goal | None:
    parts = [(words, goal) for words, goal in asked if goal is not None and _is_one_value(goal)]
    if len(parts) < 2:
        return None
    (_, first), (_, second) = parts
    shared = first.names & second.names
    given = {
        name: goal.expression
        for words, goal in parts
        for name in {*words, *goal.names} - shared
        if goal.expression
    }
    return Goal(
        Kind.QUANTITY,
        f"{first.read_as}, and {second.read_as}",
        expression=("seq", "tuple", (first.expression, second.expression)),
        given=(*first.given, *given.items()),
        approximate=first.approximate or second.approximate,
    )


def _is_one_value(goal: Goal) -> bool:
    if goal.expression is None or goal.variables or goal.unsure or goal.also or goal.form is not Form.VALUE:
        return False
    return goal.kind in (Kind.QUANTITY, Kind.EXPRESSION) and goal.expression[0] not in ("seq", "matrix")
