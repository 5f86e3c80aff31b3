"""Which words of a line are mathematics: tokens of a sentence sorted into five kinds.

MATHS (numbers, letters, operators, functions, units behind numbers), WORD (everything else),
RELATION, and two separators: JOIN between claims, LABEL for the colon behind a label.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from enum import Enum

from coe.verifier.expressions.expr import Relation
from coe.verifier.expressions.functions import NAMES
from coe.verifier.expressions.units import COMPOUNDS, SPELLINGS, unit_of
from coe.verifier.syntax.lexer import ParseFailure
from coe.verifier.syntax.notation import SIGNS as CALCULUS_SIGNS
from coe.verifier.syntax.parser import CONSTANTS, GREEK, REFUSED


class Kind(Enum):
    """What a token is in a sentence."""

    MATHS = "maths"
    WORD = "word"
    RELATION = "relation"
    JOIN = "join"
    LABEL = "label"


RELATIONS: dict[str, Relation] = {
    "=": Relation.EQ, "==": Relation.EQ, "≈": Relation.APPROX, "!=": Relation.NE, "≠": Relation.NE,
    "<": Relation.LT, "<=": Relation.LE, "=<": Relation.LE, ">": Relation.GT, ">=": Relation.GE,
    "∈": Relation.IN,
}  # fmt: skip
OPERATORS = frozenset({"+", "-", "*", "/", "^", "**", "+/-", ":", "∪", "of"})
THEN_WORDS = frozenset((
    "so", "then", "therefore", "thus", "hence", "because", "since", "but", "which", "gives", "giving",
    "give", "means", "meaning", "implies", "yields", "get", "gets", "becomes", "i.e.", "namely",
))  # fmt: skip
THEN_SIGNS = frozenset({"=>", "->", "<=>", ".", ";", "?", "..."})
SCALES = {
    "hundred": "hundred",
    "thousand": "thousand",
    "million": "million",
    "billion": "billion",
    "dozen": "dozen",
    "dozens": "dozen",
}
_SHORT_WORDS = frozenset((
    "of", "is", "in", "on", "at", "to", "by", "as", "so", "or", "if", "it", "an", "am", "be", "do",
    "go", "he", "me", "my", "no", "up", "us", "we", "ok", "vs", "hi", "oh", "ie", "eg", "pm", "th",
    "nd", "st", "rd",
))  # fmt: skip
_BEFORE_LETTERS = frozenset((
    "check", "checking", "test", "testing", "try", "trying", "substitute", "substituting", "for", "when",
    "if", "with", "at",
))  # fmt: skip
_LETTER_RUNS = frozenset("abcxyz")
_OF_TWO = ("of", Kind.WORD)
_NEEDS_BRACKETS = frozenset(
    {
        "root",
        "min",
        "max",
        "log",
        "exp",
        "round",
        "mod",
        "floor",
        "factorial",
        "comb",
        "choose",
        "sec",
        "transpose",
    }
)
_SIGNS = CALCULUS_SIGNS | {"∪"}
# Other signs may change the value beside them: operators, brackets, accents. The rest is decoration.
_MEANT = frozenset({"Sm", "Sk", "Pd", "Mn", "Me", "Mc", "Ps", "Pe", "No", "Nl"})
_PARTS_OF = frozenset("‰‱¢℃℉٪")
_QUOTES = frozenset("'\"`")
_LETTER_UNITS = frozenset("mgshLl")

Tagged = tuple[str, Kind]


def tag(tokens: Sequence[str], variables: frozenset[str], letter_units: frozenset[str]) -> list[Tagged]:
    """The tokens with their kinds; units and scales (dozen, million) become "@name" tokens.

    Args:
        tokens: of the lexer, with the empty stop mark.
        variables: letters that are known to be variables, never units.
        letter_units: single letters that stand for units in this line.

    Raises:
        ParseFailure: quotation marks or another system's names used as values.
    """
    tagged: list[Tagged] = []
    depth = 0
    skip = False
    for index in range(len(tokens) - 1):
        if skip:
            skip = False
            continue
        token, following = tokens[index], tokens[index + 1]
        if token in "([{":
            depth += 1
        elif token in ")]}":
            depth -= 1
        if token[0].isalpha():
            _tag_word(token, following, tagged, variables, letter_units)
        elif token[0].isdigit() and _continues_quantity(tagged, following):
            start = len(tagged) - 2
            unit = ("@" + SPELLINGS[following], Kind.MATHS)
            plus, number = ("+", Kind.MATHS), (token, Kind.MATHS)
            tagged[start:] = [("(", Kind.MATHS), *tagged[start:], plus, number, unit, (")", Kind.MATHS)]
            skip = True
        elif len(token) == 1 and token in "23" and _is_unit_power(tagged):
            tagged.pop()
            tagged[-1] = (f"{tagged[-1][0]}^{token}", Kind.MATHS)
        else:
            tagged.append((token, _sign_kind(token, depth, tagged, following)))
    return tagged


def _continues_quantity(tagged: list[Tagged], following: str) -> bool:
    """1 hour 30 minutes, 5 feet 3 inches: one quantity, a sum."""
    if (
        len(tagged) < 2
        or tagged[-1][0][0] != "@"
        or not tagged[-2][0][0].isdigit()
        or following not in SPELLINGS
    ):
        return False
    first, second = unit_of(tagged[-1][0][1:]), unit_of(SPELLINGS[following])
    return (
        first is not None
        and second is not None
        and first.dimension == second.dimension
        and second.factor < first.factor
    )


def _is_unit_power(tagged: list[Tagged]) -> bool:
    return len(tagged) > 1 and tagged[-1][0] == "^" and tagged[-2][0][0] == "@"


def _sign_kind(token: str, depth: int, tagged: list[Tagged], following: str) -> Kind:
    if token in RELATIONS:
        return Kind.RELATION
    if token == "," or token == ";":
        return Kind.MATHS if depth > 0 and token == "," else Kind.JOIN
    if token == ":":
        return _colon_kind(tagged, following)
    if token in THEN_SIGNS:
        return Kind.JOIN
    if token in _QUOTES:
        raise ParseFailure("quoted text")
    if ord(token[0]) > 127 and token not in _SIGNS:
        if token in _PARTS_OF or any(unicodedata.category(sign) in _MEANT for sign in token):
            raise ParseFailure("an unknown sign", hostile=False)
        return Kind.WORD
    return Kind.WORD if token in ("#", "~", "&", "@") else Kind.MATHS


def _colon_kind(tagged: list[Tagged], following: str) -> Kind:
    """A colon between numbers with no word before it is a ratio, else it ends a label."""
    if any(kind is not Kind.MATHS for _, kind in tagged) and not _in_ratio(tagged):
        return Kind.LABEL
    if not tagged or not following or not (following.isalnum() or following == "("):
        return Kind.LABEL
    return Kind.MATHS if len(following) == 1 or following[0].isdigit() else Kind.LABEL


def _in_ratio(tagged: list[Tagged]) -> bool:
    return not any(kind in (Kind.WORD, Kind.LABEL) for _, kind in tagged) and tagged[-1][1] is Kind.MATHS


def _ends_operand(tagged: list[Tagged]) -> bool:
    if not tagged or tagged[-1][1] is not Kind.MATHS:
        return False
    last = tagged[-1][0]
    return (last[0].isalnum() and last != "of") or last[0] in ")]}%!@.&"


def _tag_word(
    token: str, following: str, tagged: list[Tagged], variables: frozenset[str], letter_units: frozenset[str]
) -> None:
    low = token.lower()
    previous = tagged[-1][0] if tagged else ""
    if low in ("and", "or") or low in THEN_WORDS:
        tagged.append((low, Kind.JOIN))
    elif len(token) == 1:
        _tag_letter(token, following, tagged, variables, letter_units)
    elif _is_unit(token, low, following, tagged, variables):
        _add_unit(COMPOUNDS.get(low) or SPELLINGS.get(token) or SPELLINGS[low], tagged)
    elif low in SCALES and previous[:1].isdigit():
        tagged.append(("@" + SCALES[low], Kind.MATHS))
    elif low == "of" and _of_is_times(tagged, following):
        tagged.append(("of", Kind.MATHS))
    elif low == "per" and (previous[:1] == "@" or _is_price(tagged)) and following.lower() in SPELLINGS:
        tagged.append(("/", Kind.MATHS))
    elif low == "is" and _is_equals(tagged, following):
        tagged.append(("=", Kind.RELATION))
    elif token in REFUSED and _stands_alone(tagged, following):
        raise ParseFailure(f"{token} is not a value")
    else:
        tagged.append(
            (token, Kind.MATHS if _is_maths_word(token, following, tagged, variables) else Kind.WORD)
        )


def _tag_letter(
    token: str, following: str, tagged: list[Tagged], variables: frozenset[str], letter_units: frozenset[str]
) -> None:
    previous = tagged[-1][0] if tagged else ""
    in_compound = previous == "/" and token in _LETTER_UNITS and token not in variables
    if token in "kK" and _is_price(tagged):
        tagged.append(("@thousand", Kind.MATHS))
        return
    if (token in letter_units or in_compound) and _takes_unit(tagged):
        _add_unit(SPELLINGS[token], tagged)
        return
    beside_word = (
        following[:1].isalpha() and len(following) > 1 and following not in NAMES
    ) or following in ("'", "")
    is_article = token in "aAIt" and (
        (beside_word and following != "") or (tagged and tagged[-1][1] is Kind.WORD)
    )
    if is_article and following in RELATIONS and previous.lower() in _BEFORE_LETTERS:
        # "Check t = 5"
        is_article = False
    # In "the price of a pound" the word "of" is no operator.
    operated = previous in OPERATORS and tagged[-1][1] is not Kind.WORD
    if is_article and following.lower() not in ("and", "or") and not operated:
        tagged.append((token, Kind.WORD))
    else:
        tagged.append((token, Kind.MATHS))


def _takes_unit(tagged: list[Tagged]) -> bool:
    """Behind a number or bracket, or in a compound: 5 km, (2 + 3) cm, 60 km / h."""
    if not tagged or tagged[-1][1] is not Kind.MATHS:
        return False
    last = tagged[-1][0]
    if last == "/" and len(tagged) > 1:
        return tagged[-2][0][:1] == "@" or _is_price(tagged[:-1])
    return last[0].isdigit() or last in (")", "pi") or (last[0] == "." and len(last) > 1)


def _is_unit(token: str, low: str, following: str, tagged: list[Tagged], variables: frozenset[str]) -> bool:
    if not (token in SPELLINGS or low in SPELLINGS or low in COMPOUNDS) or token in variables:
        return False
    if low == "in" and (following[:1].isalnum() or following == "$"):
        return False
    after_letter = bool(tagged) and tagged[-1][1] is Kind.MATHS and tagged[-1][0].isalpha() and low != "in"
    return _takes_unit(tagged) or (after_letter and len(tagged[-1][0]) == 1)


def _is_price(tagged: list[Tagged]) -> bool:
    return len(tagged) > 1 and tagged[-2][0] == "$" and tagged[-1][0][0].isdigit()


def _add_unit(name: str, tagged: list[Tagged]) -> None:
    """Behind "@km /" the unit joins into "@km/h", and "$10 /" becomes 10 "@$/h"."""
    if tagged[-1][0] == "/" and _is_price(tagged[:-1]):
        tagged[-3:] = [tagged[-2], (f"@$/{name}", Kind.MATHS)]
        return
    if tagged[-1][0] == "/" and tagged[-2][0][0] == "@":
        tagged.pop()
        tagged[-1] = (f"{tagged[-1][0]}/{name}", Kind.MATHS)
        return
    if _ends_in_fraction(tagged):
        # 2/3 pound: the fraction is the number of the quantity.
        tagged[-3:] = [("(", Kind.MATHS), *tagged[-3:], (")", Kind.MATHS)]
    tagged.append(("@" + name, Kind.MATHS))


def _ends_in_fraction(tagged: list[Tagged]) -> bool:
    if len(tagged) < 3 or tagged[-2][0] != "/" or not tagged[-1][0].isdigit() or not tagged[-3][0].isdigit():
        return False
    return len(tagged) == 3 or tagged[-4][0] not in ("$", "/", "*", "^")


def _of_is_times(tagged: list[Tagged], following: str) -> bool:
    """15% of 200, 1/2 of x; not "3 of the apples"."""
    if not following or not (
        following[0].isdigit() or following in "($" or (len(following) == 1 and following.isalpha())
    ):
        return False
    if not _ends_operand(tagged):
        return False
    last = tagged[-1][0]
    return last in ("%", ")") or "." in last or "/" in last or (len(tagged) > 1 and tagged[-2][0] == "/")


def _is_equals(tagged: list[Tagged], following: str) -> bool:
    """3 + 4 is 7; not "the sum of 3 and 4 is 7", whose left side is in words."""
    if not following or not (following[0].isdigit() or following in "$([-"):
        return False
    clause: list[str] = []
    for index, (token, kind) in enumerate(reversed(tagged), start=1):
        if kind in (Kind.JOIN, Kind.LABEL):
            if token == "and" and _OF_TWO in tagged[: len(tagged) - index]:
                # "the dot product of A and B is 7": the clause only ends a phrase.
                return False
            break
        if kind is not Kind.MATHS:
            return False
        clause.append(token)
    return any(token in OPERATORS or token in NAMES for token in clause)


def _stands_alone(tagged: list[Tagged], following: str) -> bool:
    alone_left = (
        not tagged or tagged[-1][1] in (Kind.RELATION, Kind.JOIN, Kind.LABEL) or tagged[-1][0] in OPERATORS
    )
    return alone_left and (
        not following or following in RELATIONS or following in OPERATORS or following == "("
    )


def _is_maths_word(token: str, following: str, tagged: list[Tagged], variables: frozenset[str]) -> bool:
    if token in NAMES:
        return _is_call(token, following)
    if token in CONSTANTS or token in GREEK or token in variables:
        return True
    if "_" in token:
        return len(token.split("_")[0]) == 1
    return _is_letter_run(token, following, tagged, variables)


def _is_call(token: str, following: str) -> bool:
    if following in ("(", "^", "_", "|") or (following == "[" and NAMES[token] in ("det", "tr")):
        return True
    if token in _NEEDS_BRACKETS and token != "log":
        return False
    return (
        following[:1].isdigit()
        or (len(following) == 1 and following.isalpha())
        or following in NAMES
        or following in GREEK
    )


def _is_letter_run(token: str, following: str, tagged: list[Tagged], variables: frozenset[str]) -> bool:
    """xy or abc as a product of variables, where it can hardly be a word; AB of variables A and B."""
    if len(token) < 4 and variables and not token.islower() and variables.issuperset(token):
        return True
    if not token.islower() or len(token) > 4:
        return False
    if variables and variables.issuperset(token):
        return True
    between_signs = (not tagged or tagged[-1][0] in OPERATORS or tagged[-1][1] is Kind.RELATION) and (
        not following or following in OPERATORS or following in RELATIONS or following == ")"
    )
    if len(token) == 2:
        return token not in _SHORT_WORDS or (between_signs and bool(tagged))
    return _LETTER_RUNS.issuperset(token) and token not in ("bay", "cab", "abc's", "baby", "bcc")
