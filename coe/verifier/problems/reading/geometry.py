"""Figures and solids stated with numbers: areas, perimeters, volumes, surfaces, missing sides."""

from __future__ import annotations

import re

from coe.verifier.expressions.binders import replaced
from coe.verifier.expressions.contents import subexpressions
from coe.verifier.expressions.expr import Expr
from coe.verifier.expressions.substitution import substitute
from coe.verifier.problems.goals import Goal
from coe.verifier.problems.reading.figures import POWERS, QUANTITIES, SHAPES, formula
from coe.verifier.problems.reading.measures import Measures, read_measures
from coe.verifier.problems.reading.parts import ASK, number, quantity
from coe.verifier.values.exact import Undefined
from coe.verifier.values.reals import real_value

WORDS = (
    "area", "perimeter", "circumference", "volume", "diagonal", "hypotenuse", "radius", "diameter",
    "width", "how long", "how wide", "how high", "how tall", "length", "height", "side", "leg", "base",
)  # fmt: skip
"""A statement, in lower case, without any of these is not for this reader."""
_PLACES = (
    "garden|room|field|poster|pool|yard|carpet|park|table|farm|photo|floor|lawn|plot|playground|court|window|wall"
    "|sheet|card|door|picture|rug|tile|pond|plate|track|clock|wheel|lid|pizza|disk|disc"
)
_SHAPE = (
    rf"(?P<shape>(?P<kind>rectangular|square|round|circular) (?:{_PLACES})\b"
    rf"|(?:{'|'.join(sorted(SHAPES, key=len, reverse=True))})\b)"
)
_QUANTITY = (
    rf"(?P<quantity>total surface area|surface area|{'|'.join(q for q in QUANTITIES if q != 'surface area')}"
    r"|third side|other leg|other side|missing leg|breadth|side length|edge|edge length)"
)
_IN_PI = r"(?:,? in terms of (?:pi|π))?"
_OF_IT = r"(?: of (?:the|this) (?P<again>[a-z -]+?))?"
_QUESTION = (
    rf"(?:(?:what is|what's|how long is) (?:its|the) {_QUANTITY}(?: in terms of pi)?{_OF_IT}"
    rf"|(?:please )?(?:find|calculate|compute|work out|determine|give|state) (?:its|the) "
    rf"{_QUANTITY.replace('<quantity>', '<quantity2>')}{_OF_IT.replace('<again>', '<again2>')}"
    r"|how (?P<how>long|wide|high|tall) is it"
    r"|how (?:long|wide|high|tall) is (?:the|one) "
    r"(?P<how2>width|length|height|side|hypotenuse|diagonal|other leg|other side))"
)
_END = rf"[.;,] (?:then )?{_QUESTION}(?P<pi>{_IN_PI})"
_FIRST = (
    "area|perimeter|circumference|volume|radius|diameter|side|side length|length|width|height|base|edge"
    "|diagonal|hypotenuse|legs|sides|parallel sides|diagonals"
)
_FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # Find the area of a rectangle 8 cm by 5 cm
        rf"(?P<pi1>in terms of pi, )?{ASK} the {_QUANTITY} of an? {_SHAPE} (?P<data>.+?)(?P<pi>{_IN_PI})",
        # A rectangle is 8 cm long and 5 cm wide. What is its area
        rf"(?:if |given that |given )?an? {_SHAPE} (?P<data>.+?){_END}",
        # The area of a rectangle is 40 square cm. Its width is 5 cm. Find its length
        rf"(?:if )?the (?P<first>{_FIRST}) of an? {_SHAPE} (?:is|are) (?P<data>.+?){_END}",
        # One side of a rectangle is 8 cm and its area is 40 square cm. Find the other side
        rf"one (?P<first>side|leg) of an? {_SHAPE} is (?P<data>.+?){_END}",
    )
)
_ANY_FIGURE = ("figure", "shape", "solid")
_PI: Expr = ("const", "pi")
_TAUGHT_PI = ("3.14", "22/7", "3.142", "3.1416")
_PI_IS = re.compile(
    r"[.,;]? \(?(?:please )?(?:use|take|taking|using|let) pi (?:=|≈|as|to be|be) ?"
    rf"(?P<pi>{'|'.join(map(re.escape, sorted(_TAUGHT_PI, key=len, reverse=True)))})\)?",
    re.IGNORECASE,
)
_KINDS = {"rectangular": "rectangle", "square": "square", "round": "circle", "circular": "circle"}
_ASKED = {
    "total surface area": "surface area", "other leg": "leg", "missing leg": "leg", "other side": "side",
    "third side": "leg", "breadth": "width", "side length": "side", "edge": "side", "edge length": "side",
    "long": "length", "wide": "width", "high": "height", "tall": "height",
}  # fmt: skip
_LETTERS = {
    "area": ("A",), "perimeter": ("P", "p"), "volume": ("V",),
    "surface area": ("A", "S", "SA", "total surface area"), "circumference": ("C",), "radius": ("r",),
    "diameter": ("d",), "diagonal": ("d", "c"), "hypotenuse": ("c",), "width": ("w", "breadth"),
    "length": ("l",), "height": ("h",), "side": ("s", "side length"), "base": ("b",), "leg": (),
}  # fmt: skip
_ROWS = frozenset({"size", "sides", "legs", "diagonals", "parallel sides", "shorter sides"})
_GIVEN_LETTERS = {"radius": "r", "diameter": "d", "height": "h"}


def read(text: str) -> Goal | None:
    """The figure, its measures and what is asked of it; None where the text is anything else."""
    pi = _PI_IS.search(text)
    if pi is not None and pi.end() != len(text):
        return None
    if pi is not None:
        text = text[: pi.start()]
    for form in _FORMS:
        match = form.fullmatch(text)
        if match is not None:
            goal = _figure(match, pi["pi"] if pi else "")
            if goal is not None:
                return goal
    return None


def _figure(match: re.Match[str], pi: str) -> Goal | None:
    groups = match.groupdict()
    shape = _KINDS[match["kind"].lower()] if match["kind"] else SHAPES[match["shape"].lower()]
    asked = _first(groups, "quantity", "quantity2", "how", "how2")
    asked = _ASKED.get(asked, asked)
    again = _first(groups, "again", "again2")
    if again and again not in _ANY_FIGURE and not match["shape"].lower().endswith(again):
        # The area of the circle inside, of the shaded part: another figure.
        return None
    data = f"{match['first']} {match['data']}" if groups.get("first") else match["data"]
    measures = read_measures(data.replace(". ", ", "))
    if measures is None:
        return None
    found = formula(shape, asked, _unmarked(measures.values, asked))
    if found is None:
        return None
    value = substitute(*found)
    if not _exists(value):
        return None
    in_pi = bool(match["pi"] or groups.get("pi1"))
    if pi and (in_pi or not _holds_pi(value)):
        return None
    return _goal(shape, asked, value, measures, in_pi=in_pi, pi=pi)


def _first(groups: dict[str, str | None], *names: str) -> str:
    """The first of these groups that matched, in lower case."""
    return next((text.lower() for name in names if (text := groups.get(name))), "")


def _unmarked(values: dict[str, tuple[Expr, ...]], asked: str) -> dict[str, tuple[Expr, ...]]:
    """A single "sides of 5" or "legs" under the name that the formulas use."""
    if asked == "side" and "sides" in values and len(values["sides"]) == 1:
        return {("side" if name == "sides" else name): value for name, value in values.items()}
    return values


def _exists(value: Expr) -> bool:
    """Whether the measures make a figure: a positive real value."""
    try:
        found = real_value(value)
    except Undefined:
        return False
    return found is not None and found > 0


def _holds_pi(value: Expr) -> bool:
    return _PI in subexpressions(value)


def _goal(shape: str, asked: str, value: Expr, measures: Measures, *, in_pi: bool, pi: str) -> Goal:
    power = POWERS.get(asked, 1)
    unit = f"{measures.unit}^{power}" if measures.unit and power > 1 else measures.unit
    names = (asked, *_LETTERS.get(asked, ()), f"{asked} of {shape}", f"{asked} of the {shape}")
    article = "an" if shape[0] in "aeiou" else "a"
    words = f"find the {asked} of {article} {shape} with {measures.words()}"
    others = (
        [] if in_pi or not _holds_pi(value) else [replaced(value, _PI, number(text)) for text in _TAUGHT_PI]
    )
    if pi:
        words, others, value = f"{words}, pi taken as {pi}", [value], replaced(value, _PI, number(pi))
    values = [("unit", each, unit) if unit else each for each in (value, *others)]
    return quantity(
        f"{words} in terms of pi" if in_pi else words,
        values[0],
        names,
        given=_given(measures),
        also=tuple(values[1:]) if pi else (),
        unsure=() if pi else tuple(values[1:]),
        either=_other_leg(asked, measures),
        approximate=not in_pi,
    )


def _other_leg(asked: str, measures: Measures) -> tuple[tuple[str, Expr], ...]:
    """a and b are the legs, one asked and one given."""
    given = measures.values.get("leg", ())
    return (("a", given[0]), ("b", given[0])) if asked == "leg" and len(given) == 1 else ()


def _given(measures: Measures) -> tuple[tuple[str, Expr], ...]:
    """Names that the statement gives a value, one value each."""
    given: list[tuple[str, Expr]] = []
    for name, values in measures.values.items():
        if len(values) > 1 or name in POWERS or name in _ROWS:
            continue
        value: Expr = ("unit", values[0], measures.unit) if measures.unit else values[0]
        given.append((name, value))
        if name in _GIVEN_LETTERS:
            given.append((_GIVEN_LETTERS[name], value))
    return tuple(given)
