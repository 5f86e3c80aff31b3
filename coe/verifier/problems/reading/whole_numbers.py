"""Whole numbers: common factors and multiples, primes, remainders, divisors, digits in other bases."""

from __future__ import annotations

import re
from math import gcd, lcm

from coe.verifier.problems.goals import NO, YES, Form, Goal, Kind
from coe.verifier.problems.reading.parts import listed, number, numbers, quantity, several, template, value_of
from coe.verifier.values.integers import LARGEST, digits, divisors, is_prime, is_square, prime_powers

WORDS = (
    "prime", "multiple", "divi", "factor", "remainder", "mod", "gcd", "gcf", "hcf", "lcm", "binary",
    "base", "octal", "odd", "even", "perfect square",
)  # fmt: skip
"""A statement, in lower case, without any of these is not for this reader."""
_COMMON = template(
    r"(?:{ask} )?(?:the )?(?P<what>(?:greatest|highest|largest) common (?:divisor|factor)|(?:least"
    r"|lowest|smallest) common"
    r" multiple|gcd|gcf|hcf|lcm)(?: \((?:gcd|gcf|hcf|lcm)\))?(?: of| between|:)? ?\(?{n*}\)?"
)
_REMAINDER = tuple(
    template(pattern)
    for pattern in (
        r"{ask} the remainder (?:when|if) {a} is divided by {b}",
        r"{ask} the remainder (?:of|in) (?:the division )?(?:of )?{a} (?:divided )?(?:by|/) {b}",
        r"{ask} the remainder (?:of|when dividing) {a} (?:divided )?by {b}",
        r"(?:{ask} )?{a} (?:mod|modulo) {b}",
        r"(?:if|when) {a} is divided by {b}, what is the remainder",
    )
)
_PRIME_PRODUCT = template(
    r"(?:{ask} (?:the )?prime factori[sz]ation of {n}|(?:write|express) {n2} as (?:a )?product of (?:its"
    r" )?prime"
    r" (?:factors|numbers)|factori[sz]e {n3} into (?:its )?primes?(?: factors| numbers)?|(?:prime"
    r" factori[sz]e) {n4})"
)
_DIVISORS = tuple(
    template(pattern)
    for pattern in (
        r"how many (?:positive |different )?(?:divisors|factors) (?:does|has) {n}(?: have| got)?",
        r"{ask} the number of (?:positive )?(?:divisors|factors) of {n}",
    )
)
_EVERY_DIVISOR = template(
    r"(?:(?:list|{ask}|name) (?:all )?(?:of )?(?:the )?(?:positive )?(?:divisors|factors) of {n})"
)
_QUESTIONS = template(
    r"(?:is|decide whether|determine whether|determine if|check whether|check if|true or false:?)"
    r" (?P<n>\d+)(?: is)? "
    r"(?P<what>(?:an? )?(?:prime|composite)(?: number)?|(?:an? )?(?:odd|even)(?: number)?|(?:a )?perfect"
    r" square|divisible by"
    r" (?P<d>\d+)|a (?:multiple|factor|divisor) of (?P<d2>\d+))"
)
_TO_DECIMAL = template(
    r"(?:convert|write|change|express) (?:the )?(?:(?P<from1>binary|octal) (?:number )?)?(?P<text>[0-9]+)"
    r"(?:_?\(?(?P<from2>2|3|4|5|6|7|8|9)\)?)??(?:(?: from| in| \()? ?(?P<from3>binary|octal|base (?:\d"
    r"|two|eight))\)?)?"
    r" (?:to|into|in|as) (?:a )?(?:decimal|base (?:10|ten))(?: number| form| notation)?"
)
_TO_BASE = template(
    r"(?:convert|write|change|express) (?:the )?(?:decimal )?(?:number )?(?P<n>\d+)(?: from (?:decimal"
    r"|base (?:10|ten)))?"
    r" (?:to|into|in|as) (?:a )?(?P<to>binary|octal|base (?:\d|two|eight))(?: number| form| notation)?"
)
_BASES = {"binary": 2, "octal": 8, "base two": 2, "base eight": 8}


def read(text: str) -> Goal | None:
    """What is asked of whole numbers; None where the text is anything else."""
    for reader in (_common, _remainder, _prime_product, _divisors, _question, _to_decimal, _to_base):
        goal = reader(text)
        if goal is not None:
            return goal
    return None


def _whole(text: str) -> int | None:
    """The number where it is a whole one that is not too large to factor."""
    value = value_of(number(text)) if "/" not in text else None
    if value is None or value.denominator != 1 or not 1 <= value <= LARGEST:
        return None
    return int(value)


def _common(text: str) -> Goal | None:
    match = _COMMON.fullmatch(text)
    if match is None:
        return None
    values = [value_of(part) for part in numbers(match["n"])]
    if any(value.denominator != 1 or not 1 <= value <= LARGEST for value in values):
        return None
    whole = [int(value) for value in values]
    of = listed(map(str, whole))
    if "mult" in match["what"].lower() or match["what"].lower() == "lcm":
        return quantity(
            f"find the least common multiple of {of}", lcm(*whole), ("lcm", "LCM", "least common multiple")
        )
    names = ("gcd", "hcf", "gcf", "GCD", "HCF", "GCF", "greatest common divisor", "greatest common factor")
    return quantity(
        f"find the greatest common divisor of {of}", gcd(*whole), (*names, "highest common factor")
    )


def _remainder(text: str) -> Goal | None:
    for pattern in _REMAINDER:
        match = pattern.fullmatch(text)
        if match is not None:
            top, bottom = _whole(match["a"]), _whole(match["b"])
            if top is not None and bottom is not None:
                words = f"find the remainder of {top} divided by {bottom}"
                rest = top % bottom
                with_rest = rf"{top} ?(?:/|÷|:|divided by) ?{bottom} ?(?:=|is|gives) ?{top // bottom}"
                sentences = (
                    rf"{with_rest},? ?(?:with |and )?(?:an? )?(?:remainder|rem|r)\.?:?(?: of| is| =)?"
                    rf" ?{rest}",
                    "",
                )
                names = ("remainder", "r", "R", f"{top} mod {bottom}")
                return quantity(words, rest, names, sentences=sentences)
    return None


def _prime_product(text: str) -> Goal | None:
    match = _PRIME_PRODUCT.fullmatch(text)
    if match is None:
        return None
    value = _whole(next(filter(None, match.groups())))
    if value is None or value < 2:
        return None
    return quantity(f"write {value} as a product of primes", value, form=Form.PRIMES)


def _divisors(text: str) -> Goal | None:
    for pattern in _DIVISORS:
        match = pattern.fullmatch(text)
        value = _whole(match["n"]) if match else None
        if value is not None:
            count = 1
            for exponent in prime_powers(value).values():
                count *= exponent + 1
            return quantity(
                f"count the divisors of {value}", count, ("number of divisors", "number of factors")
            )
    match = _EVERY_DIVISOR.fullmatch(text)
    value = _whole(match["n"]) if match else None
    found = divisors(value) if value is not None else []
    if value is None or not 2 <= len(found) <= 64:
        return None
    return quantity(f"list the divisors of {value}", several("set", found), ("divisors", "factors"))


def _question(text: str) -> Goal | None:
    match = _QUESTIONS.fullmatch(text)
    if match is None:
        return None
    value, what = _whole(match["n"]), re.sub(r"^an? | number$", "", match["what"].lower())
    other = _whole(match["d"] or match["d2"] or "1")
    if value is None or other is None:
        return None
    true, says, denies = _property(value, what, other)
    article = "a " if re.match("multiple|factor|divisor|perfect", says) else ""
    subject = rf"(?:{value}|it|this(?: number)?)(?: is|'s)"
    noun = r"(?: number)?"
    opposite = f"|{subject} (?:an? )?{denies}{noun}" if denies else ""
    return Goal(
        Kind.CHOICE,
        f"decide whether {value} is {article}{says}",
        expression=YES if true else NO,
        sentences=(
            rf"{subject} (?:an? )?{re.escape(says)}{noun}",
            rf"(?:{subject} not|(?:{value}|it) isn't) (?:an? )?{re.escape(says)}{noun}{opposite}",
        ),
    )


def _property(value: int, what: str, other: int) -> tuple[bool, str, str]:
    """Whether the number has the property, the property, and its opposite in one word where there is one."""
    if what.startswith(("divisible", "multiple")):
        return value % other == 0, what, ""
    if what.startswith(("factor", "divisor")):
        return other % value == 0, what, ""
    if what == "perfect square":
        return is_square(value), what, ""
    if what in ("odd", "even"):
        return (value % 2 == 1) == (what == "odd"), what, "even" if what == "odd" else "odd"
    # 1 is neither prime nor composite.
    opposite = {"prime": "composite", "composite": "prime"}[what] if value > 1 else ""
    return value > 1 and is_prime(value) == (what == "prime"), what, opposite


def _base(words: str) -> int:
    words = words.lower()
    return _BASES[words] if words in _BASES else int(words.split()[-1])


def _to_decimal(text: str) -> Goal | None:
    match = _TO_DECIMAL.fullmatch(text)
    if match is None:
        return None
    named = [name for name in (match["from1"], match["from2"], match["from3"]) if name]
    if len(named) != 1:
        return None
    base = _base(named[0])
    if not 2 <= base <= 9 or len(match["text"]) > 40 or any(int(digit) >= base for digit in match["text"]):
        return None
    return quantity(f"write {match['text']} (base {base}) in base 10", int(match["text"], base))


def _to_base(text: str) -> Goal | None:
    match = _TO_BASE.fullmatch(text)
    value = _whole(match["n"]) if match else None
    if match is None or value is None:
        return None
    base = _base(match["to"])
    if not 2 <= base <= 9:
        return None
    numeral = digits(value, base)
    in_words = {2: "|in binary", 8: "|in octal"}.get(base, "")
    written = rf"{numeral} ?(?:_?\(?{base}\)?|_?\{{{base}\}}|\(?(?:in )?base {base}\)?{in_words})?"
    sentences = (rf"(?:{value} ?(?:(?:\(?in )?base 10\)?|_10|\(10\))? ?(?:=|is) ?)?{written}", "")
    return quantity(f"write {value} in base {base}", int(numeral), sentences=sentences)
