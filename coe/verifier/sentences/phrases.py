"""Fixed phrases of school English around mathematics: answers, definitions, words for signs and numbers.

Regular expressions over whole lines; each is anchored or bounded, so none backtracks badly on a line
of MAX_CHARS characters.
"""

from __future__ import annotations

import re
from fractions import Fraction

from coe.verifier.expressions.expr import Expr
from coe.verifier.expressions.functions import NAMES
from coe.verifier.expressions.units import SPELLINGS, unit_of
from coe.verifier.syntax.lexer import ParseFailure
from coe.verifier.syntax.parser import CONSTANTS, GREEK

HYPOTHETICAL = frozenset(["if", "suppose", "supposing", "assume", "assuming", "unless", "whether"])
"""Words that make what a line says of variables no claim of the writer; its plain arithmetic still is one."""

_DENIALS = frozenset({"wrong", "incorrect", "false", "untrue", "doubt", "incorrectly", "wrongly"})
_NOT_SO = re.compile(
    r"(?:not|n't|never)\s+(?:true|correct|right|hold|work|possible|the case)\b", re.IGNORECASE
)

NEGATIONS = frozenset((
    "not", "isn't", "doesn't", "don't", "cannot", "can't", "never", "incorrect", "wrong", "impossible",
    "untrue", "false", "instead", "except", "excluding",
))  # fmt: skip
"""Words that, in front of a claim, take it back."""

_ANSWER = re.compile(
    r"^\s*\**(?:#{2,6}\s*|(?:so|thus|therefore|hence|then|and)?,?\s*(?:the|my|our)?\s*(?:final\s+|correct\s+)?"
    r"(?:answer|ans)\b\.?(?!\s*[+\-*/^])\**\s*(?:is\b|was\b|:|=)*\s*:?)\s*(.*)$",
    re.IGNORECASE,
)
_LATE_ANSWER = re.compile(
    r"[,;.:]?\s*\b(?:so|thus|therefore|hence|and)?,?\s*(?:the|my|our)\s+(?:final\s+)?answer\s+is:?\s+", re.I
)
_DEFINITION = re.compile(
    r"^\s*(?:(?:now|so|then|next|first|also|here),?\s+)?(?:we\s+)?(?:let|define|denote)\s+(?!'s|us\b)(.*)$",
    re.IGNORECASE,
)
_BE = re.compile(r"\bbe\b", re.IGNORECASE)
_LIST_MARK = re.compile(
    r"^\s*(?:(?:\d{1,2}[.)]|[-*•])\s+(?=\S)|step\s+\d+\s*[:.)]\s*|\([a-z\d]\)\s+(?=[A-Za-z]))", re.IGNORECASE
)
_NUMBERED_MINUS = re.compile(r"^\s*[-*]\s")
_NO_SOLUTION = re.compile(
    r"\bno\s+(real\s+)?(?:valid\s+|integer\s+)?(?:solutions?|roots?|answers?|values?)\b", re.I
)
_ALL_NUMBERS = re.compile(
    r"\b(?:all|any|every)\s+real(?:s|\s+numbers?)?\b|\binfinitely\s+many\s+solutions\b|\btrue\s+for\s+(?:all|every|any)\b"
    r"|\binfinite(?:ly\s+many)?\s+solutions?\b",
    re.IGNORECASE,
)
_REAL_MEMBER = re.compile(r"\s*[a-zA-Z]\s*(?:∈|in)\s*(?:R|all\s+real\s+numbers)\s*\.?", re.IGNORECASE)
_SET_BUILDER = re.compile(
    r"\s*(?:[a-zA-Z]\s*(?:∈|in)\s*)?\{\s*[a-zA-Z]\s*(?:(?:∈|in)\s*R\s*)?[|:]\s*([^{}]+)\}\s*\.?",
    re.IGNORECASE,
)
_PHRASES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), replacement)
    for pattern, replacement in (
        (r"\bi\.e\.|\be\.g\.", ","),
        (r"\b([ap])\.m\.", r"\1m"),
        (r"(?<=[a-z])\(e?s\)", "s"),
        (
            r"\b(?:is|are)?\s*(?:approximately|about|roughly)\s+(?:equal\s+to\s+)?(?=[\d$(])|=\s*(?:about|approximately|roughly)\s",
            " ≈ ",
        ),
        (r"\b(?:is|are)\s+not\s+equal\s+to\b|\bdoes\s+not\s+equal\b", " != "),
        (r"\b(?:is|are)\s+equal\s+to\b|\bequals?\b(?:\s+to\b)?", " = "),
        (
            r"\bis\s+(?:strictly\s+)?(?:greater|more|larger)\s+than\s+or\s+equal\s+to\b|\bis\s+at\s+least\b",
            " >= ",
        ),
        (r"\bis\s+(?:strictly\s+)?(?:less|smaller)\s+than\s+or\s+equal\s+to\b|\bis\s+at\s+most\b", " <= "),
        (r"\bis\s+(?:strictly\s+)?(?:greater|more|larger)\s+than\b", " > "),
        (r"\bis\s+(?:strictly\s+)?(?:less|smaller)\s+than\b", " < "),
        (r"(?:\bthe\s+)?\bsquare\s+root\s+of\s+(?=[\w(])", " sqrt "),
        (r"(?:\bthe\s+)?\bcube\s+root\s+of\s+(?=[\w(])", " cbrt "),
        (r"(?<=\d)\s*(?:per\s?cent|percent)\b", "%"),
        (r"(?<=[\d)%])\s+(?:times|multiplied\s+by)\s+(?=[\d($])", " * "),
        (r"(?<=[\d)])\s+(?:divided\s+by|over)\s+(?=[\d($])", " / "),
        (r"(?<=[\d)])\s+plus\s+(?=[\d($])", " + "),
        (r"(?<=[\d)])\s+minus\s+(?=[\d($])", " - "),
        (r"(?<![\w$])([a-z])\s+is\s+(?=-?[\d($])", r"\1 = "),
        (r"(?<![\w$])([a-z])\s+(?:is\s+)?in\s+(?=[\[({])", r"\1 ∈ "),
        (r"\b(?:a\s+|one\s+)?half\s+of\s+(?=[\d($])", " 1/2 * "),
        (r"\b(?:a\s+|one\s+)?third\s+of\s+(?=[\d($])", " 1/3 * "),
        (r"\b(?:a\s+|one\s+)?quarter\s+of\s+(?=[\d($])", " 1/4 * "),
        (r"(?<=\d)\s*(?:squared|square)\s+(?=(?:k?m|cm|mm|feet|foot|ft|inch|yard|mile|met)\w*)", " square "),
    )
)
_MATRIX = r"(?:the\s+matrix\s+)?(\[\s*\[[^=]{1,400}?\]\s*\]|(?-i:[A-Z])(?![A-Za-z]))"
_OF_A_MATRIX = tuple(
    (word, re.compile(rf"(?:\bthe\s+)?\b{word}\s+of\s+{_MATRIX}", re.IGNORECASE), replacement)
    for word, replacement in (
        ("determinant", r" det(\1) "),
        ("transpose", r" transpose(\1) "),
        ("inverse", r" (\1)^(-1) "),
    )
)
_INDEXED_ROOT = re.compile(r"(?<![\w)])([a-z])([12])(?=\s*=)")
# What stands behind a minus sign, never behind a hyphen: 5-sqrt(2), pi-theta.
_VALUE = (
    rf"(?:{'|'.join(NAMES)})\(|(?:sqrt|cbrt|sin|cos|tan|ln|log|{'|'.join((*CONSTANTS, *sorted(GREEK)))})"
    r"(?![A-Za-z])"
)
_HYPHEN = re.compile(
    r"(?:(?<=[A-Za-z]{2})(?<!pi)-(?=[A-Za-z]{2})|(?<=\d)-(?=[a-z]{3})|(?<=\b[A-Za-z])-(?=[a-z]{3}))"
    rf"(?!{_VALUE})"
    # ad-bc is a difference of products.
    r"(?!(?<=(?<![A-Za-z])[a-z]{2}-)[a-z]{2}(?![A-Za-z]))"
)
_INCHES = re.compile(r"(?<=\d)\s?\"(?!\w)")
_QUOTED_WORD = re.compile(r"(?<![(\[,=])\"(?![)\],=(])")
_CLOCK = re.compile(r"(?<![\d:])\d{1,2}:[0-5]\d(?![\d:])")
_WORDS = re.compile(r"[A-Za-z]{3}")
_TRIGGER = re.compile(
    r"\b(?:i\.e|e\.g|[ap]\.m|is|are|in|equals?|equal|about|approximately|roughly|does|square|squared|sq|cubic|cu|cube|per|percent|times"
    r"|multiplied|divided|over|plus|minus|half|third|quarter)\b|\(e?s\)|\d\s*percent",
    re.IGNORECASE,
)
_POWER_UNIT = re.compile(r"\b(square|sq|cubic|cu)\b\.?\s+([A-Za-z]+)", re.IGNORECASE)
_TIMES_LETTER = re.compile(r"(?<=\d)\s*[xX]\s*(?=\.?\d)")
_SPACED_TIMES = re.compile(r"(?<=[\da-z)%]) [xX] (?=[\d$(])")
_LONE_X = re.compile(r"(?<![A-Za-z])[xX](?![A-Za-z])")
_ELLIPSIS = re.compile(
    r"\d\s*\.\.\.|\.\.\.\s*\d|[+\-*/]\s*\.\.\.|\.\.\.\s*[+*/]|\.\.\.\s*-(?!>)|\)\s*\.\.\.\s*\("
)
_ATTRIBUTE = re.compile(r"[A-Za-z_)\]]\.[A-Za-z_]")
_ABBREVIATION = re.compile(r"\b(?:i\.e|e\.g|a\.m|p\.m|etc)\b\.?|\b(?:[A-Z]\.){2,}")
_UNKNOWN_CALL = re.compile(
    r"\b(?:open|exec|eval|print|input|compile|getattr|globals|locals|system|import|lambda|type|dir)\s*\("
)
_MANY_STOPS = re.compile(r"\d!=")
_SMALL_NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_NUMBER_WORDS = {word: value for value, word in enumerate(_SMALL_NUMBERS)} | {
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "hundred": 100,
}
_WORD_ANSWERS = frozenset(
    {"yes", "no", "true", "false", "undefined", "none", "impossible", "neither", "both", "never", "always"}
)
_UNIT_LETTER = re.compile(r"\d( ?)([mgshLl])(?![A-Za-z(\d])")
_OF_MOTION = ((("length", 1),), (("time", 1),))
_DEFINITE_UNIT = re.compile(r"\d\s*([A-Za-z]{2,})")


def attributes_or_dunder(text: str) -> None:
    """Refuse what only code has: dunder names, attribute access, calls of commands.

    Raises:
        ParseFailure: the line has some.
    """
    if "__" in text:
        raise ParseFailure("a name of code")
    if "(" in text and _UNKNOWN_CALL.search(text):
        raise ParseFailure("a call of code")
    if "." in text and _ATTRIBUTE.search(_ABBREVIATION.sub(" ", text)):
        raise ParseFailure("attribute access")
    if "!=" in text and _MANY_STOPS.search(text):
        raise ParseFailure("'!=' behind a number: factorial or not equal", hostile=False)


_PERCENT_ASKED = re.compile(
    r"\b(?:what|which|find|calculate|determine)\b[^.?!]{0,60}?\bper\s?cent(?:age)?\b", re.I
)


def asks_percent(statement: str) -> bool:
    """Whether a problem asks for a percentage: "What percent of 60 is 9?"."""
    return bool(_PERCENT_ASKED.search(statement))


_COMPARED = (
    "more", "less", "fewer", "greater", "larger", "smaller", "higher", "lower", "other", "older", "younger",
    "longer", "shorter", "rather",
)  # fmt: skip
_CHANGING = (
    "not", "cannot", "no", "none", "never", "except", "without", "neither", "nor", "between", "twice",
    "double", "triple", "half", "thrice", "squared", "cubed", "factorial", "power", "under", "above", "below",
    "beyond", "nearly", "almost", "minus", "plus", "negative", "times", "over", "divided", "sum", "product",
    "difference", "quotient", "wrong", "incorrect", "impossible", "unlikely",
)  # fmt: skip
_MODIFIED = re.compile(
    rf"\b(?:{'|'.join(_COMPARED)})\s+than\b"
    r"|\bor\s+(?:more|less|fewer|above|below|greater|higher|lower|so)\b|\b(?:at\s+(?:least|most)|up\s+to)\b"
    rf"|n't\b|\b(?:{'|'.join(_CHANGING)}|(?<!square )(?<!cube )root(?!\())\b",
    re.IGNORECASE,
)
_ENGLISH = re.compile(r"[a-z]+")
_MAY_MODIFY = frozenset({*_COMPARED, *_CHANGING, "or", "at", "up", "t", "root"})
_APPLIED = re.compile(
    r"\b(?:ln|log|sin|cos|tan|sec|csc|cot|exp|mod|gcd|lcm)\b|[A-Za-z]{2}[({[]|\|", re.IGNORECASE
)


def changes_value(text: str, *, functions: bool = False) -> bool:
    """Whether a word around a value says that another one is meant: "more than 5", "not 5", "twice 5".

    Args:
        text: an answer of which only the value was read.
        functions: the names of functions count too: the function itself was not read.
    """
    may_modify = not _MAY_MODIFY.isdisjoint(_ENGLISH.findall(text.lower()))
    return (may_modify and bool(_MODIFIED.search(text))) or (functions and bool(_APPLIED.search(text)))


def answer_parts(text: str) -> tuple[str, str | None]:
    """The text in front of a stated answer, and the answer, or (text, None)."""
    if "ans" not in text.lower() and "##" not in text:
        return text, None
    match = _ANSWER.match(text)
    if match is not None:
        return "", match[1]
    late = _LATE_ANSWER.search(text)
    if late is not None:
        return text[: late.start()], text[late.end() :]
    return text, None


def definition_body(text: str) -> str | None:
    """The text behind "Let", or None where the line is no definition."""
    match = _DEFINITION.match(text)
    if match is None:
        return None
    return _BE.sub("=", match[1], count=1)


_HEADING = re.compile(
    r"^\s*([fghFGPV]'{0,2}\s*\([^()=]{1,12}\)|[a-zA-Z]'{1,2}|d[a-z]/d[a-z]|derivative[^=]*|integral[^=]*)"
    r" ?(=.*)$"
)


def heading(text: str) -> tuple[str, str] | None:
    """A function or derivative that the line names, and the rest from its relation on: f'(x) | = 3x^2."""
    match = _HEADING.match(text)
    return None if match is None else (match[1].strip(), match[2])


def set_builder(text: str) -> str | None:
    """The condition in {x | x > 3}, or None where the text is no such set."""
    match = _SET_BUILDER.fullmatch(text)
    return None if match is None else match[1]


def word_claim(text: str) -> str:
    """ "no solution", "no real solution" or "all real numbers" where the line says so without a relation."""
    if any(sign in text for sign in "=<>≈∈"):
        return "all real numbers" if _REAL_MEMBER.fullmatch(text) else ""
    if _REAL_MEMBER.fullmatch(text):
        return "all real numbers"
    return no_solution(text) or ("all real numbers" if _ALL_NUMBERS.search(text) else "")


def no_solution(text: str) -> str:
    """ "no solution" or "no real solution" where the text says so, else ""."""
    match = _NO_SOLUTION.search(text)
    return "" if match is None else "no real solution" if match[1] else "no solution"


def word_answer(text: str) -> Expr | None:
    """A line that is one word of an answer: "Yes.", "four", "twenty-one"."""
    word = text.strip().rstrip(".!").lower()
    if word in _WORD_ANSWERS:
        return ("word", word)
    if word in _NUMBER_WORDS:
        return ("num", Fraction(_NUMBER_WORDS[word]), None)
    tens, dash, ones = word.partition("-")
    if dash and _NUMBER_WORDS.get(tens, 0) >= 20 and 0 < _NUMBER_WORDS.get(ones, 0) < 10:
        return ("num", Fraction(_NUMBER_WORDS[tens] + _NUMBER_WORDS[ones]), None)
    return None


def denies(words: set[str], text: str) -> bool:
    """Whether a line, its words in lower case beside it, says that what stands in it does not hold."""
    return bool(words & _DENIALS or (words & NEGATIONS and _NOT_SO.search(text)))


def simplify_phrases(text: str, variables: frozenset[str]) -> str:
    """Words for signs replaced by the signs; list marks, closing stops and question marks dropped.

    Raises:
        ParseFailure: an ellipsis beside a digit: what it leaves out is not known.
    """
    if "..." in text and _ELLIPSIS.search(text):
        raise ParseFailure("an ellipsis beside a number", hostile=False)
    if not _NUMBERED_MINUS.match(text) or "=" in text:
        text = _LIST_MARK.sub("", text)
    if '"' in text:
        text = _QUOTED_WORD.sub(" ", _INCHES.sub(" inches ", text))
    if "-" in text:
        text = _HYPHEN.sub(" ", text)
    if ":" in text and _CLOCK.search(text) and _WORDS.search(text):
        raise ParseFailure("clock times are not read", hostile=False)
    for word, pattern, replacement in _OF_A_MATRIX:
        if word in text:
            text = pattern.sub(replacement, text)
    if _TRIGGER.search(text):
        for pattern, replacement in _PHRASES:
            text = pattern.sub(replacement, text)
        text = _POWER_UNIT.sub(_power_unit, text)
    if "=" in text:
        text = _INDEXED_ROOT.sub(r"\1_\2", text)
    if "x" in text or "X" in text:
        text = _TIMES_LETTER.sub(" * ", text)
        if "x" not in variables and len(_LONE_X.findall(text)) == len(_SPACED_TIMES.findall(text)):
            text = _SPACED_TIMES.sub(" * ", text)
    return text.rstrip(" .!" if text.rstrip(" .").endswith(("=", " !")) else " .")


def _power_unit(match: re.Match[str]) -> str:
    if match[2] not in SPELLINGS:
        return match[0]
    return f"{match[2]}^{2 if match[1].lower().startswith('sq') else 3}"


def letter_units(text: str, variables: frozenset[str]) -> frozenset[str]:
    """Single letters that are units in this line: "3000 m", "200g of flour", or "500m" beside "2 km"."""
    found: dict[str, bool] = {}
    for match in _UNIT_LETTER.finditer(text):
        found[match[2]] = found.get(match[2], False) or bool(match[1])
    if not found:
        return frozenset()
    beside = {SPELLINGS.get(match[1], "") for match in _DEFINITE_UNIT.finditer(text)}
    return frozenset(
        letter
        for letter, spaced in found.items()
        if letter not in variables
        and (spaced or _fits(letter, beside) or f"{letter} of " in text)
        and _only_behind_numbers(text, letter)
    )


def _fits(letter: str, names: set[str]) -> bool:
    """Whether a unit measures what the letter would: 500m beside 2 km or 10 seconds, not 2 pounds."""
    mine = unit_of(SPELLINGS[letter])
    found = [unit.dimension for name in names if (unit := unit_of(name)) is not None]
    if mine is None:
        return False
    return mine.dimension in found or (letter in "mhs" and any(one in _OF_MOTION for one in found))


def _only_behind_numbers(text: str, letter: str) -> bool:
    alone = re.findall(rf"(?<![A-Za-z]){letter}(?![A-Za-z])", text)
    behind = re.findall(rf"(?:\d ?|/ ?|\) ?){letter}(?![A-Za-z])", text)
    return len(alone) == len(behind)
