"""School prose around numbers, rewritten in signs before tokens are read.

"twice as many as 7", "28 divided by two", "1 and 1/3 hours", "125$", "the sum of 3 and 4": each rule has
key words, and only rules whose key stands in the line are tried. A phrase that can be read in two ways
refuses the line: it is then unchecked, never wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from coe.verifier.expressions.units import SPELLINGS
from coe.verifier.syntax.lexer import ParseFailure
from coe.verifier.syntax.rules import Keyed, rewritten, rules

_DIGITS = {
    word: str(value)
    for value, word in enumerate(
        (
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
            "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
            "twenty",
        )
    )
}  # fmt: skip
_WORD = "(?:" + "|".join(_DIGITS) + ")"
_NUMBER = r"\$?(?<![\d.,])(?:\d[\d,]{0,15}(?:\.\d{1,9})?|\.\d{1,9})(?![\d.]\d)%?"
_OPERATION = r"times|multiplied by|divided by|plus|minus"
_LONG_UNIT = r"(?:weeks?|days?|hours?|hrs?|minutes?|mins?|feet|foot|ft|yards?|pounds?|lbs?|gallons?|dollars?)"
_SHORT_UNIT = (
    r"(?:days?|hours?|hrs?|minutes?|mins?|seconds?|secs?|inch(?:es)?|ounces?|oz|pints?|cups?|cents?)"
)
_AREA = r"(?:square|sq\.?|cubic|cu\.?)"
_PLACE = (
    r"(?:Week|Day|Month|Year|Hour|Class|Team|Group|Box|Table|Row|Room|Grade|Level|Person|Player|Number|Bus|Train"
    r"|Car|Truck|Chapter|Stage|Round|Part|Trip|Game|Lap|Floor|Shelf|Bag|Bowl|Plot|Field|Store|House|Quiz|Test"
    r"|Item|Side|Angle|Shirt|Worker|Machine|Pile|Tank)"
)
_COUNTED = r"(?:bills?|notes?|coins?)"


def is_number_word(word: str) -> bool:
    """zero ... twenty."""
    return word.lower() in _DIGITS


def _digit(word: str) -> str:
    return _DIGITS.get(word.lower(), word)


def _operation(match: re.Match[str]) -> str:
    return f"{_digit(match[1])} {match[2]} {_digit(match[3])}"


def _slash(match: re.Match[str]) -> str:
    """bags/boxes is a label; miles/hour stays a unit."""
    left, right = match[1], match[2]
    return match[0] if left.lower() in SPELLINGS or right.lower() in SPELLINGS else f"{left} {right}"


def _area_rate(match: re.Match[str]) -> str:
    """4 tiles/square foot: so many for each, the rate of a noun is a label."""
    return match[0] if match[1].lower() in SPELLINGS else f"{match[1]} each"


def _named_factor(match: re.Match[str]) -> str:
    """3(number of trucks): a product with a named quantity."""
    return match[0] if match[2].lower() in SPELLINGS else f"{match[1]} * {match[2]}"


def _mixed(match: re.Match[str]) -> str:
    """1 and 1/3; not "3 and 3/3"."""
    top, _, bottom = match[2].partition("/")
    return f"({match[1]} + {match[2]})" if int(top) < int(bottom) else match[0]


def _remainder(match: re.Match[str]) -> str:
    """13 / 6 = 2 with a remainder of 1; a remainder as large as the divisor is none."""
    divisor, rest = match[2], match[4] or match[5]
    if divisor.isdigit() and (len(rest), rest) >= (len(divisor), divisor):
        return match[0]
    quotient = match[3].rstrip(",")
    return f"{divisor} * {quotient} + {rest} = {match[1]}"


def _refuse(reason: str) -> Callable[[re.Match[str]], str]:
    def refuse(match: re.Match[str]) -> str:
        raise ParseFailure(reason, hostile=False)

    return refuse


_rules = partial(rules, flags=re.IGNORECASE)
_AS_MUCH = r"as (?:many|much|old|long|far|tall|high)(?: as)?"
_STATED = r"(?= is| =| equals)"
_COUNT = r"(\d{1,4})"
_PARTED = r"weeks|days|months|years|hours|pages|ages|chapters|grades|levels|questions|rows|episodes"
_BILLS = _refuse("a number of bills, or their worth")
_FRACTION = r"(\d{1,3}/\d{1,3})"
# Keys, and the rules that are tried where one of the keys stands in the line.
_GROUPS: tuple[Keyed, ...] = (
    (("$",), _rules(
        (r"(?<![$\d.,\w])(\d[\d,]*(?:\.\d+)?)\$(?!\s?\d)", r"$\1"),
        (r"\$\s*\$(?=\d)", "$"),
        # "5 $10 bills" is five bills, or fifty dollars.
        (rf"= \d+ \$\d+(?:\.\d+)? {_COUNTED}", _BILLS),
        (rf"\d \$\d+(?:\.\d+)? {_COUNTED}[^=]*= (?!\$)[^$]*$", _BILLS),
    )),
    ((" %",), _rules((r"(?<![\d)\w%])(?<![\d)\w%] )%\s?(\d+(?:\.\d+)?)\b", r"\1%"))),
    (("&",), _rules((r"\b([A-Z])&([A-Z])(s?)\b", r"\1n\2\3"))),
    (("0,",), _rules((r"(?<=[*/])(\s?)0,(\d+)(?![\d,)])", r"\g<1>0.\2"))),
    ((" 000",), _rules(
        (r"(?<![\d.,])([1-9]\d{0,2}(?: \d{3})* 000)(?![\d.,]*\d)", lambda match: match[1].replace(" ", "")),
    )),
    ((",",), _rules((r"(?:^|[\s$=])\d+,\d{4,}", _refuse("a malformed number")))),
    (("sq.", "ft.", "yd.", "oz.", "lb.", "lbs.", "hr.", "hrs.", "min.", "in."), _rules(
        (r"\b(sq|ft|yd|oz|lbs?|hrs?|mins?|in)\.(?=\s*[a-z+\-*/=,)])", r"\1"),
    )),
    (("over ",), _rules((r" over (?=\d+ (?:weeks?|days?|months?|years?|hours?|minutes?)\b)", " during "))),
    ((" cent",), _rules((r"(\d cents?) \(\$?0?\.\d+\)", r"\1"))),
    (("0",), _rules(# Times are added and subtracted; what is multiplied or divided is a number.
        (r"(?<![\d.,])(?<![*/] )(?<![*/])0\d{3}(?![\d.,]| ?[*/])", _refuse("a time of day")),
    )),
    ((" rad",), _rules((r"(?<![\w.])((?:\d+ ?\*? ?)?(?:pi|\d+) ?/ ?\d+) (rad(?:ian)?s?)\b", r"(\1) \2"))),
    (("times ",), _rules((r"= \d+ times \d+ [a-z]", _refuse("so many times, or a product")))),
    (("equivalent to ", "same as "), _rules(
        (r"\b(?:is|are) (?:equivalent to|the same as) (?=[\d($\[])", " = "),
    )),
    (("Mr.", "Mrs.", "Ms.", "Dr."), _rules((r"\b(Mr|Mrs|Ms|Dr)\.(?=\s)", r"\1"))),
    ((" times ", " by ", " plus ", " minus "), _rules(
        (rf"\b(\d[\d.,]*|{_WORD}) ({_OPERATION}) ({_WORD})\b(?! (?:as|more|the))", _operation),
        (rf"\b({_WORD}) ({_OPERATION}) ({_NUMBER})(?![\w.])", _operation),
        (rf"\b({_NUMBER}|{_WORD}) times {_AS_MUCH} (?={_NUMBER})", lambda match: f"{_digit(match[1])} * "),
    )),
    (("equals ", "equal to "), _rules(
        (rf"\b(equals|is equal to) ({_WORD})\b", lambda match: f"{match[1]} {_digit(match[2])}"),
        (r"(?<!is )(?<!are )\b(?:less|greater|more|fewer|larger|smaller)(?: than)? or equal to\b", " up to "),
    )),
    ((" and ",), _rules(
        (rf"(?<![\d./,$]){_COUNT} and (?:an? )?{_FRACTION}(?!\s*(?:of\b|[\d/*=+^)]))", _mixed),
        (rf"(?<![\d./,$]){_COUNT} and \({_FRACTION}\)(?!\s*(?:of\b|[\d/*=+^(]))", _mixed),
        (rf"(?:(?<=[*/+x] )|(?<=[*/+])){_COUNT} and {_FRACTION}(?=\s*[=)])", _mixed),
        (rf"\({_COUNT} and {_FRACTION}\)", _mixed),
        (rf"\${_COUNT} and \${_FRACTION}(?![\d/])", r"$(\1 + \2)"),
        (rf"(?<![\d./,$]){_COUNT} and (?:a|one)[ -]half\b", r"(\1 + 1/2)"),
        (rf"(?<![\d./,$]){_COUNT} and (?:a|one)[ -]quarter\b", r"(\1 + 1/4)"),
        (rf"(\d {_LONG_UNIT}),? and (?=\d+(?:\.\d+)? {_SHORT_UNIT}\b)", r"\1 "),
    )),
    (("wice ", "ouble ", "rice ", "riple "), _rules(
        (rf"\b(?:twice|double)(?: {_AS_MUCH}| of)? (?={_NUMBER})", "2 * "),
        (rf"\b(?:thrice|triple)(?: {_AS_MUCH}| of)? (?={_NUMBER})", "3 * "),
    )),
    (("% of ", " of the "), _rules(
        (r"\bhalf of (?=(?:the|his|her|their|its) )", "1/2 of "),
        (
            r"((?:^|[.,;] |\b(?:so|then|since|that|if|because|therefore|thus) )"
            r"(?:[\d.]+%|\d+/\d+) of (?:(?:the|all|his|her|their|its) )*[a-z]+(?: [a-z]+){0,2}) (?:is|are)"
            r" (?=\$?[\d.,]+\s*(?:$|[=+\-*/]))",
            r"\1 = ",
        ),
    )),
    (("alf as ",), _rules((rf"\bhalf {_AS_MUCH} (?={_NUMBER})", "1/2 * "))),
    ((" than ",), _rules(
        (rf"(?<![\d*/+\-] )({_NUMBER}) more than ({_NUMBER}){_STATED}", r"(\2 + \1)"),
        (rf"(?<![\d*/+\-] )({_NUMBER}) (?:less|fewer) than ({_NUMBER}){_STATED}", r"(\2 - \1)"),
    )),
    (("sum of ", "product of ", "quotient of ", "difference "), _rules(
        (rf"\b(?:the )?sum of ({_NUMBER}) and ({_NUMBER}){_STATED}", r"(\1 + \2)"),
        (rf"\b(?:the )?product of ({_NUMBER}) and ({_NUMBER}){_STATED}", r"(\1 * \2)"),
        (rf"\b(?:the )?quotient of ({_NUMBER}) and ({_NUMBER}){_STATED}", r"(\1 / \2)"),
        (rf"\b(?:the )?difference (?:of|between) ({_NUMBER}) and ({_NUMBER}){_STATED}", r"abs(\1 - \2)"),
    )),
    (("emainder", "emaining", "left over"), _rules(
        (
            rf"({_NUMBER})(?: [a-z]+){{0,3}} ?/ ?({_NUMBER})(?: [a-z]+){{0,3}} ?= ?({_NUMBER})"
            r"(?:(?: [a-z]+){0,5},? with)?,? (?:(?:a )?remainder (?:of |is )?(\d+)(?![\d.]|\s*[/*^])"
            r"|(\d+)(?: [a-z]+)? (?:remaining|left over))",
            _remainder,
        ),
    )),
    ((" a ", " an "), _rules(
        (rf"(\d/\d+) (?:of )?an? (?={_LONG_UNIT}\b|{_SHORT_UNIT}\b)", r"\1 "),
        (r"(?<=\w) an? (?=(?:day|week|month|year|hour|minute|second)\b)", " per "),
    )),
    (("/",), _rules(
        (rf"\b([A-Za-z]{{2,}})/{_AREA} [a-z]+", _area_rate),
        (r"\b([A-Za-z]{3,})/([A-Za-z]{3,})\b", _slash),
    )),
    (("(",), _rules(
        (
            r"(?<!_)(\d)\((?!the |from |for |per |each |in )"
            r"([A-Za-z][A-Za-z']+(?: [A-Za-z][A-Za-z']*){0,5})\)",
            _named_factor,
        ),
        (r"(?:^|(?<=[a-z] ))\(([A-Z][A-Za-z]+(?: [A-Za-z]+){0,5})\)(?=\s*(?:=|equals\b|is\b))", r"\1"),
    )),
    (("s ",), _rules(
        (rf"\b({_PARTED}) (\d+)-(\d+)\b", r"\1 \2 to \3"),
    )),
)  # fmt: skip
_MAY_BE_NUMBERED = re.compile(r"[A-Za-z] ?\d{1,2}\s?[+\-*/=]")
_NUMBERED = re.compile(rf"\b({_PLACE}|(?<=on )day) (\d{{1,2}})(?=\s?[+\-*/=])")
_LETTERED = re.compile(r"(?<![\w)])([A-Z])(\d)(?=\s?[+\-*/=])")


def simplify_prose(text: str) -> str:
    """The text with phrases of school prose as signs.

    Raises:
        ParseFailure: a phrase that can be read in two ways, or a number that is none; not hostile.
    """
    text = rewritten(text, _GROUPS)
    if _MAY_BE_NUMBERED.search(text):
        text = _LETTERED.sub(r"\1_\2", _NUMBERED.sub(r"\1_\2", text))
    return text
