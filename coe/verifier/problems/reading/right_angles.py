"""Stories of a right angle: ladders, ramps, ropes and kites, walks north and east, diagonals of rectangles.

Two of the three sides are given, in one unit or in none; the third is asked. Directions must be at right
angles. A figure that is named as such ("a right triangle with legs ...") may be read by `geometry.py`.
"""

from __future__ import annotations

import re
from fractions import Fraction

from coe.verifier.expressions.expr import Expr
from coe.verifier.problems.goals import Goal
from coe.verifier.problems.reading.measures import LENGTHS, UNIT
from coe.verifier.problems.reading.parts import ASK, NUMBER, number, quantity, value_of
from coe.verifier.syntax.printing import format_expression

WORDS = (
    "ladder", "ramp", "slide", "rope", "wire", "kite", "diagonal", "right triangle", "right-angled triangle",
    "right angled triangle", "right angle", "north", "south", "straight across",
)  # fmt: skip
"""A statement, in lower case, without any of these is not for this reader."""
_SLOT = re.compile(r"\{([abc])\}")
_RIGHT = r"right(?:[- ]angled?)? triangle"
_PLACE = r"(?:an?|the) (?:rectangular )?(?:[a-z]+)"
_DIRECTION = r"(?:due )?(?P<{0}>north|south|east|west)"
_WHO = r"(?:(?:an?|the) [a-z]+|[A-Z][a-z]+)"
_MOVES = (
    r"(?:walks|runs|drives|rides|cycles|sails|flies|swims|travels|goes|moves|hikes|jogs|flies an? [a-z]+)"
)
_START = (
    r"(?:the start|the starting (?:point|place)|(?:its|his|her|their) (?:start|starting (?:point|place))|home"
    r"|where (?:it|he|she|they) started|[A-Z][a-z]+)"
)
_AWAY = rf"how far (?:away )?is (?:it|he|she|{_WHO})(?: now)? from {_START}(?: now)?(?: in a straight line)?"
_LONG = rf"(?:how long is|{ASK} the length of)"
_FINDS = rf"(?:how long is|{ASK}(?: the length of)?)"

# The sides of the right angle are given as a and b, or one of them as a, and the side across it as c.
_PATTERNS = tuple(
    re.compile(_SLOT.sub(r"(?P<\1>NUMBER)(?:[ -]?(?P<unit_\1>UNIT)(?![A-Za-z]))?", pattern)
               .replace("NUMBER", NUMBER).replace("UNIT", UNIT), re.IGNORECASE)
    for pattern in (
        rf"{_WHO} {_MOVES} {{a}} {_DIRECTION.format('one')}(?:,| and| and then|, then|, and then)"
        rf"(?: turns and)?(?: {_MOVES})? {{b}} {_DIRECTION.format('two')}\. {_AWAY}",
        rf"an? (?:ramp|slide|road) is {{a}} long on the ground and rises {{b}}\."
        rf" {_LONG} (?:the (?:ramp|slide|road)(?: surface| itself)?|its surface)",
        rf"in an? {_RIGHT},? a = {{a}} and b = {{b}}\. {_FINDS} (?:the )?hypotenuse(?: c)?",
        rf"{_FINDS} the (?:hypotenuse|longest side) of an? {_RIGHT}"
        r" (?:whose legs are|with (?:the )?legs(?: of)?) {a} and {b}",
        rf"the (?:two )?(?:shorter sides|legs) of an? {_RIGHT} are {{a}} and {{b}}\."
        rf" {_FINDS} the (?:longest|third) side",
        rf"the (?:two )?sides at the right angle of a triangle are {{a}} and {{b}}\. {_FINDS} the third side",
        rf"{_FINDS} the diagonal of {_PLACE} with sides(?: of)? {{a}} and {{b}}",
        rf"{_FINDS} the diagonal of {_PLACE} {{a}} (?:long and|by) {{b}}(?: wide)?",
        rf"{_PLACE} is {{a}} (?:wide|long) and {{b}} (?:high|wide|tall)\. {_FINDS} (?:its|the) diagonal",
        rf"{_WHO} cuts straight across {_PLACE},? {{a}} by {{b}}\. how (?:far|long) is that",
        r"an? (?:pole|mast|tower|tent pole) {a} (?:high|tall) is (?:held|supported) by a (?:rope|wire|cable)"
        rf" fixed {{b}} from its (?:foot|base)\. {_LONG} the (?:rope|wire|cable)",
        r"the (?:foot|bottom|base) of a ladder is {a} from (?:a|the) wall and its top is {b}"
        rf" (?:up|high|above the ground)\. {_LONG} the ladder",
        r"an? {c}(?: long)? ladder (?:leans|is leaning|rests) (?:on|against) a (?:vertical )?wall\."
        r" (?:its|the) (?:foot|base|bottom)(?: of the ladder)? is {a} from the wall\."
        r" how (?:high|far up(?: the wall)?) does (?:it|the ladder) reach(?: up the wall)?",
        rf"(?:the|a) diagonal of {_PLACE} is {{c}} and (?:one side|its (?:width|length|height)) is {{a}}\."
        rf" (?:{_FINDS} the other side|how (?:high|wide|long|tall) is (?:it|{_PLACE}))",
        r"an? kite string is {c} long\. the kite is over a point {a} away\. how high is the kite",
        rf"in an? {_RIGHT},? the hypotenuse c = {{c}} and the leg a = {{a}}\. {_FINDS} (?:the )?leg b",
        rf"the (?:longest side|hypotenuse) of an? {_RIGHT} is {{c}} and (?:another|one other) side is {{a}}\."
        rf" {_FINDS} the third side",
        rf"how (?:wide|long|high) is {_PLACE} {{a}} (?:long|wide|high) with a diagonal of {{c}}",
        rf"{_PLACE} is {{a}} (?:long|wide|high) and its diagonal is {{c}}\."
        r" how (?:wide|long|high|tall) is it",
        r"an? (?:ramp|road) {c} long covers {a} (?:on|of|along) the ground\. how high does it rise",
        r"an? slide is {c} long and covers {a} (?:on|of|along) (?:the )?ground\."
        r" (?:from what height does it start|how high is it)",
        r"a (?:rope|wire|cable) of {c} runs from the top of a (?:pole|mast|tower) to a point {a} from"
        r" its (?:foot|base)\. how (?:high|tall) is the (?:pole|mast|tower)",
        rf"{_WHO} {_MOVES} {{a}} {_DIRECTION.format('one')} and then {_DIRECTION.format('two')},? and is"
        rf" {{c}} from {_START}\. how far (?P<again>north|south|east|west) is that",
    )
)  # fmt: skip
_ALONG = {"north": 0, "south": 0, "east": 1, "west": 1}
_TWO: Expr = ("num", Fraction(2), None)


def read(text: str) -> Goal | None:
    """The side that a story of a right angle asks for; None where the text is anything else."""
    for pattern in _PATTERNS:
        match = pattern.fullmatch(text)
        if match is not None and _is_right_angle(match):
            return _side(match)
    return None


def _is_right_angle(match: re.Match[str]) -> bool:
    found = match.groupdict()
    one, two = (found.get("one") or "north").lower(), (found.get("two") or "east").lower()
    return _ALONG[one] != _ALONG[two] and (found.get("again") or two).lower() == two


def _side(match: re.Match[str]) -> Goal | None:
    found = match.groupdict()
    sides = {letter: number(found[letter]) for letter in "abc" if found.get(letter)}
    units = {LENGTHS.get((found[f"unit_{letter}"] or "").lower(), "") for letter in sides}
    if len(units) > 1 or any(value_of(side) <= 0 for side in sides.values()):
        return None
    return _hypotenuse(sides, units.pop()) if "b" in sides else _leg(sides, units.pop())


def _shown(side: Expr, unit: str) -> str:
    return f"{format_expression(side)} {unit}".rstrip()


def _squares(sign: str, one: Expr, two: Expr, unit: str) -> Expr:
    root: Expr = ("call", "sqrt", ((sign, ("^", one, _TWO), ("^", two, _TWO)),))
    return ("unit", root, unit) if unit else root


def _hypotenuse(sides: dict[str, Expr], unit: str) -> Goal:
    words = f"find the hypotenuse of a right triangle with legs {_shown(sides['a'], unit)} and"
    return quantity(
        f"{words} {_shown(sides['b'], unit)}",
        _squares("+", sides["a"], sides["b"], unit),
        ("c", "hypotenuse", "diagonal", "longest side"),
        approximate=True,
    )


def _leg(sides: dict[str, Expr], unit: str) -> Goal | None:
    if value_of(sides["a"]) >= value_of(sides["c"]):
        return None
    words = f"find the leg of a right triangle with hypotenuse {_shown(sides['c'], unit)} and"
    return quantity(
        f"{words} leg {_shown(sides['a'], unit)}",
        _squares("-", sides["c"], sides["a"], unit),
        ("other leg", "other side", "missing leg"),
        approximate=True,
        either=(("a", sides["a"]), ("b", sides["a"])),
    )
