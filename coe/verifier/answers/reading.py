"""The text of an answer, plain or LaTeX, alone or at the end of a solution, to what it states.

Everything that a line may state (see `statements.py`) and, for answers only: letters of choices,
clock times, numbers in words, in groups of three digits or in another base, lists with semicolons, ± inside
lists and sets, the real numbers without some. What is left is an answer in words.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from coe.verifier.answers.candidates import find_answer
from coe.verifier.answers.lists import all_without, bare, read_items, read_solutions, with_number_e
from coe.verifier.answers.words import based_number, choice_of, number_in_words, time_of, with_number, word_of
from coe.verifier.expressions.contents import has_kind, is_constant
from coe.verifier.expressions.expr import Chain, Relation, Statement
from coe.verifier.expressions.kept import kept
from coe.verifier.expressions.limits import MAX_CHARS
from coe.verifier.policy import DEFAULT, CapitalE, Policy
from coe.verifier.sentences.phrases import changes_value
from coe.verifier.sentences.statements import read_line
from coe.verifier.syntax.latex import from_latex, is_latex
from coe.verifier.syntax.lexer import ParseFailure
from coe.verifier.syntax.matrices import may_hold_matrix
from coe.verifier.syntax.normalise import normalise
from coe.verifier.syntax.numerals import number
from coe.verifier.syntax.rules import Keyed, rewritten, rules
from coe.verifier.values.exact import Undefined
from coe.verifier.values.matrices import amounts_to

_SPACED = re.compile(r"[-+]?\d{1,3}(?: \d{3})+(?:\.\d+)?")
_DECIMAL_COMMA = re.compile(r"(?<![\d.,])(\d+),(\d+)(?![\d.,])")
_CAPITAL_E = re.compile(r"(?<=\d)E(?=[-+]?\d)")
_UNION = re.compile(r"(?<=[)\]}])\s*[Uu]\s*(?=[(\[{])")
_WITHOUT = re.compile(
    r"(?:[a-z]\s*∈\s*)?(?:all real numbers|all reals|\(\s*-\s*oo\s*,\s*\+?\s*oo\s*\))\s*"
    r"(?:∖|-|except(?: for)?|excluding|other than|but not)\s*(?:[a-z]\s*=\s*)?(.+)"
)
_FUNCTION = re.compile(r"(?<![A-Za-z])([A-Za-z])\s*\(([a-z])\)\s*(?=[=<>]|∈)")
# Braces around a list, as people write a set without the backslashes that LaTeX needs.
_SET = re.compile(r"(?<![\\\w}^_\]])\{([^{}\\]*,[^{}]*)\}(?!\s*\{)")
_BUILDER = re.compile(r"\{\s*([a-z])\s*(?:∈\s*all real numbers\s*)?[:|]\s*(.+)\}")
_FRACTION_OF_PERCENT = re.compile(r"([-+]?\d+\s*/\s*\d+)\s*%")
_NESTED_EMPTY = re.compile(r"\{\s*no solution\s*[},]|,\s*no solution\b")
_NUMBER_SETS = {"N": "natural numbers", "Z": "integers", "Q": "rational numbers", "C": "complex numbers"}


def _repeating(match: re.Match[str]) -> str:
    """0.1\\overline{6} as a fraction."""
    whole, fixed, period = int(match[1] or 0), match[2], match[3]
    value = whole + Fraction(int(fixed or 0), 10 ** len(fixed))
    value += Fraction(int(period), (10 ** len(period) - 1) * 10 ** len(fixed))
    return f"({value.numerator}/{value.denominator})"


# LaTeX that only answers use, to what `from_latex` reads.
_LATEX: tuple[Keyed, ...] = (
    ((",",), rules((r"(?<=\d)\s?(?:\{\s*,\s*\}|,\s*\\[!,]|\\,)\s*(?=\d{3}(?!\d))", ","))),
    (("\\mathbb",), rules(
        (r"\\mathbb\s*\{?\s*([NZQC])\s*\}?", lambda match: rf"\text{{{_NUMBER_SETS[match[1]]}}}"),
    )),
    ((r"\\",), rules(
        (r"(?<!\\)\\\\(?=(?:[dt]?frac|left|right|boxed|text|sqrt|pi|cdot|times|infty)(?![a-z]))", r"\\"),
    )),
    ((r"\circ",), rules((r"\^\s*(?:\{\s*\\circ\s*\}|\\circ)", r"\\circ "))),
    ((r"\overline", r"\dot", r"\bar"), rules(
        (r"(\d*)\.(\d{0,12})\\(?:overline|dot|bar)\s*\{?(\d{1,12})\}?", _repeating),
    )),
    ((r"\over", r"\vec"), rules((r"\\(?:overline|overrightarrow|vec)\s*\{\s*([A-Z]{2,3})\s*\}", r" \1 "))),
    (("quad", "space", "phantom", "label", "tag", "color", "style", r"\!"), rules(
        (
            r"\\q?quad(?=[A-Za-z])|\\(?:hspace|vspace|phantom|label|tag|color)\*?\{[^{}]*\}"
            r"|\\(?:display|text|script)style\b|\\!",
            " ",
        ),
    )),
)  # fmt: skip
_MARKS: tuple[Keyed, ...] = (
    (("pct", "percentage"), rules((r"(?<=\d)\s*(?:pct|percentage(?: points)?)\b", "%"))),
    # "5m^2" is a monomial: only longer names are surely units.
    (("m^",), rules((r"(?<=\d)(?=[kcdm]m\^[23](?!\d))", " "))),
)
_FUNCTIONS: tuple[Keyed, ...] = (
    (("!",), rules((r"!(?=\d)", "!*"))),
    (("(",), rules((r"(?<![A-Za-z\d)])([fgh])\s*\((\d+|[a-z])\)", r"\1_\2 "))),
)
_RADIANS = re.compile(r"(.*[\di)])\s*rad(?:ians?)?")
_TO = re.compile(r"(\d+) to (\d+)")
_NUMBER = re.compile(r"-?\d{1,40}(?:\.\d{1,40})?")
_LONG_WORD = re.compile(r"[A-Za-z]{2}")
_MINUS_WORD = re.compile(r"^(?:negative|minus)\s+(?=[\d$.(])", re.IGNORECASE)
_EULER = re.compile(r"(?<![A-Za-z])e(?![A-Za-z])")
_SEMICOLON = re.compile(r"\s*;\s*")
# Forms that a line's reader takes for something else: ± in lists, unions, (x, y) = (1, 2), A:B = 2:3.
_VALUES_FIRST = re.compile(r"\+/-|±|∪|^\([^()]*\)\s*=|:[^=]*=")
_INFINITY = {"infinity": "oo", "inf": "oo", "+infinity": "oo", "positive infinity": "oo", "-infinity": "-oo",
             "negative infinity": "-oo", "minus infinity": "-oo", "-inf": "-oo"}  # fmt: skip
_SPECIAL = re.compile(r"[;∖±∪]|\+/-|all real|\bU\b|[=<>∈]")
# A value that is only guessed at; "approximately" and ≈ say that it is rounded.
_DOUBTED = re.compile(
    r"(?:\b(?:about|around|roughly|maybe|perhaps|possibly|probably|likely|presumably|nearly|almost|circa"
    r"|some(?:thing|where)? (?:like|near|close to)|close to|might be|may be|could be|not sure|unsure|a guess)"
    r"|(?<![\w.)])~)\s*(?:\b(?:is|it'?s|the|at|be)\s+)?(?:\b[a-z]\s*=\s*)?[-+$(\\]*\s?[\d\\]"
    r"|\d\W{0,3}(?:or so|give or take|more or less|i (?:guess|suppose)|probably|maybe|perhaps|roughly"
    r"|i'?m not sure)\b"
    r"|(?<![\d.])\d+\W{0,3}approx(?:imately)?\b",
    re.IGNORECASE,
)
_REACH = 24
HEDGED = Statement(error="a choice between answers", hostile=True)


@kept(8192)
def read_answer(text: str, policy: Policy = DEFAULT) -> Statement:
    """What a text states as its final answer, with or without "Answer:"; never raises."""
    if _NUMBER.fullmatch(text):
        return _number(text)
    candidate = find_answer(text)
    if candidate.hedged:
        return HEDGED
    body = candidate.text.strip()
    if not body:
        return Statement()
    if len(body) > MAX_CHARS:
        return Statement(error="answer too long", hostile=True)
    if not candidate.wordless:
        # The words in front may be left out of the candidate.
        in_front = text[: max(0, text.rfind(candidate.text))][-_REACH:].rpartition("\n")[2]
        if _DOUBTED.search(in_front + body):
            return HEDGED
    try:
        found = _read(body, policy)
        return found if len(found.claims) != 1 else _unless_rounded(found)
    except ParseFailure as failure:
        return Statement(error=str(failure), hostile=failure.hostile)
    except RecursionError:
        return Statement(error="nested too deeply", hostile=True)


def _number(text: str) -> Statement:
    return bare(number(text) if text[0] != "-" else ("neg", number(text[1:])))


def _unless_rounded(statement: Statement) -> Statement:
    """HEDGED for ≈ 5 and x ≈ 5, where no decimals say what is rounded; sqrt(26) for sqrt(26) ≈ 5."""
    chain = statement.claims[0]
    side = chain.sides[-1]
    while side[0] in ("neg", "unit", "pct"):
        side = side[1]
    if chain.relations != (Relation.APPROX,) or side[0] != "num" or side[2]:
        return statement
    return HEDGED if chain.continued or not is_constant(chain.sides[0]) else bare(chain.sides[0])


def _read(text: str, policy: Policy) -> Statement:
    if not text.isascii():
        text = normalise(text)
    if "\\" in text or "{" in text:
        text = rewritten(text, _LATEX)
    of_matrices = may_hold_matrix(text)
    if is_latex(text):
        text = from_latex(_SET.sub(r"\\{\1\\}", text) if "," in text and "{" in text else text)[0]
    text = " ".join(text.split()).strip("* ")
    if len(text) > 2 and text[0] in "\"'" and text[0] == text[-1]:
        text = text[1:-1]
    if "no solution" in text and _NESTED_EMPTY.search(text):
        raise ParseFailure("a set that holds the empty set", hostile=False)
    text = text.rstrip(" .,;:" if not text.endswith("...") else " ")
    if not text:
        return Statement()
    if _NUMBER.fullmatch(text):
        return _number(text)
    text = rewritten(text, _MARKS)
    if of_matrices:
        return _worked_out(_mathematics(text, policy))
    found = _in_words(text, policy)
    return found if found is not None else _mathematics(text, policy)


def _worked_out(statement: Statement) -> Statement:
    """An answer with the operations on matrices done: it may be stated as a sum or a multiple."""
    claims = []
    for chain in statement.claims:
        try:
            sides = tuple(
                amounts_to(side) or side if has_kind(side, "matrix") else side for side in chain.sides
            )
        except Undefined as error:
            raise ParseFailure("matrices that do not fit", hostile=False) from error
        claims.append(replace(chain, sides=sides))
    return replace(statement, claims=tuple(claims))


def _in_words(text: str, policy: Policy) -> Statement | None:
    """Kinds of answers that are told by their whole text."""
    first = text[0]
    if first.isdigit() or first in "+-":
        if _SPACED.fullmatch(text):
            return read_line(text.replace(" ", ""))
        if policy.decimal_comma and _DECIMAL_COMMA.search(text):
            return read_line(_DECIMAL_COMMA.sub(r"\1.\2", text))
        if _FRACTION_OF_PERCENT.fullmatch(text):
            return read_line(_FRACTION_OF_PERCENT.sub(r"(\1)%", text))
        if _TO.fullmatch(text):
            return read_line(_TO.sub(r"\1:\2", text))
        special = time_of(text) or based_number(text)
        return None if special is None else bare(special)
    if first == "{" or first.isalpha():
        word = word_of(text)
        if word:
            return Statement(word=word) if " " in word else bare(("word", word))
        special = time_of(text)
        if special is not None:
            return bare(special)
        value = number_in_words(text)
        if value is not None:
            return bare(("num", value, None))
        digits = with_number(text)
        if digits is not None:
            return _as_line(digits)
    chosen = choice_of(text)
    if chosen is None:
        return None
    behind = Statement() if not chosen[1] or choice_of(chosen[1]) else read_answer(chosen[1], policy)
    return bare(("choice", chosen[0], behind if behind.claims or behind.word else None))


def _mathematics(text: str, policy: Policy) -> Statement:
    built = _BUILDER.fullmatch(text) if text[0] == "{" else None
    if built is not None:
        text = built[2].strip()
    text = _MINUS_WORD.sub("-", rewritten(text, _FUNCTIONS))
    infinite = _INFINITY.get(text.lower())
    if infinite is not None:
        text = infinite
    if policy.capital_e is CapitalE.LETTER:
        text = _CAPITAL_E.sub(" * E * ", text)
    radians = _RADIANS.fullmatch(text) if "rad" in text else None
    if radians is not None:
        inner = _mathematics(radians[1], policy)
        if len(inner.claims) == 1 and not inner.claims[0].relations:
            return bare(("unit", inner.claims[0].sides[0], "rad"))
    if not _SPECIAL.search(text):
        return _as_line(text)
    if "all real" in text or "oo" in text:
        excluded = _WITHOUT.fullmatch(text)
        if excluded is not None:
            return all_without(excluded[1])
    text = _FUNCTION.sub(r"\1_\2 ", _UNION.sub(" ∪ ", text))
    listed = "," in text and _LONG_WORD.search(text) is None
    if ";" in text and "=" in text and "," in text and "(" not in text:
        return read_solutions(text.split(";"))
    if ";" in text:
        text = _SEMICOLON.sub(", ", text)
    elif not listed and not _VALUES_FIRST.search(text):
        statement = _as_line(text)
        if not statement.error and (statement.claims or statement.word):
            return statement
    found = read_items(text)
    return found if found is not None else _as_line(text)


def _as_line(text: str) -> Statement:
    statement = read_line(text)
    if _says_more(text, statement):
        raise ParseFailure("a value that the words around it change", hostile=False)
    if statement.is_prose:
        statement = read_line("Answer: " + text)
    if "e" in text and not statement.error and _EULER.search(text):
        claims = tuple(_euler_chain(chain) for chain in statement.claims)
        return Statement(claims, statement.joiner, statement.is_answer, word=statement.word)
    return statement


def _says_more(text: str, statement: Statement) -> bool:
    """A bare value was read and the words around it, dropped as labels, change it."""
    if len(statement.claims) != 1 or statement.claims[0].relations or not _LONG_WORD.search(text):
        return False
    return statement.claims[0].sides[0][0] != "word" and changes_value(text)


def _euler_chain(chain: Chain) -> Chain:
    named = bool(chain.relations) and chain.sides[0][0] == "var"
    first, *others = chain.sides
    sides = (first if named else with_number_e(first), *map(with_number_e, others))
    return Chain(sides, chain.relations, chain.continued)
