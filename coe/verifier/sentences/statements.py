"""One line of a solution, or a problem's statement, to what it claims.

`read_line` never raises: text that is not readable mathematics gives a Statement with an error, prose
one without claims. Forms that a reader of Statements must know:

- a continued chain ("= 17 * 3", "≈ 3.33") has as many relations as sides; the first relation is the
  leading one;
- a bare value is a chain of one side; "4 or 5" and "12, 34" are one side ("seq", "list", ...);
- "x = -2, 2", "x = 2 or x = -2" and "x = ±2" are two chains joined by OR;
- where a line holds alternatives and other claims ("(x - 1)(x + 2) = 0, so x = 1 or x = -2"), the joiner is
  THEN and the alternatives are one chain, x = ("seq", "list", ...);
- a line with "if", "suppose" or "not" around its mathematics claims nothing that can be judged;
- "x = 1 is extraneous" is in `rejected`, and no claim; a value tried out ("Check x = 1: ...") is none either;
- "for x > 0, ..." is in `given`; a line that only assumes something claims nothing;
- an answer in words is a chain of one side ("word", "yes"); "no solution" and its kin are in `word`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from coe.verifier.expressions.contents import free_variables
from coe.verifier.expressions.expr import Chain, Expr, Joiner, Relation, Statement
from coe.verifier.expressions.kept import kept
from coe.verifier.expressions.limits import MAX_CHARS
from coe.verifier.sentences import euler
from coe.verifier.sentences.assumptions import split_assumptions
from coe.verifier.sentences.clauses import Side, parse_side, quantity_name
from coe.verifier.sentences.formulas import read_formula, read_list
from coe.verifier.sentences.joining import is_assignment, join_clauses, split_clauses
from coe.verifier.sentences.phrases import (
    HYPOTHETICAL,
    answer_parts,
    attributes_or_dunder,
    changes_value,
    definition_body,
    denies,
    heading,
    letter_units,
    no_solution,
    set_builder,
    simplify_phrases,
    word_answer,
    word_claim,
)
from coe.verifier.sentences.prose import simplify_prose
from coe.verifier.sentences.rejecting import checks
from coe.verifier.sentences.valueless import Denied, denied
from coe.verifier.sentences.words import Kind, Tagged, tag
from coe.verifier.syntax.latex import from_latex, is_latex
from coe.verifier.syntax.lexer import ParseFailure, tokenize
from coe.verifier.syntax.normalise import normalise
from coe.verifier.syntax.notation import TRIGGER, rewrite

__all__ = ["Statement", "read_line"]

_NO_NAMES: frozenset[str] = frozenset()
TWO_READINGS = "division by a fraction without brackets"
"""The error of a line with 60 / 3/4: from left to right 5, by the spaces 80."""
_DIFFERENTIAL = re.compile(r"(?<![A-Za-z_\\])d ?([a-z])(?![A-Za-z])")
_FRACTION_OF_DIFFERENTIALS = re.compile(r"\(\( ?d ?([a-z])\)/\( ?d ?([a-z])\)\)")
# Not the name in "dy/dx = 2x".
_DERIVATIVE = re.compile(
    r"(?<![A-Za-z\d_])(?<!^)d([a-z])/d([a-z])(?![A-Za-z(])|^d([a-z])/d([a-z])(?! *[=≈A-Za-z(])"
)
_SPACED_FRACTION = re.compile(r"/ (\d+(?: [a-z]+)?)/(\d+)(?![\d/.])")
_DEGREES = re.compile(r"(?<=[\w)])\s*\bdegrees?\b")
_DENIED = re.compile(r"\b(?:not|wrong|incorrect|cannot)\b|n't\b|\btoo (?:small|large|big|low|high)\b", re.I)
_SIGN_AT_THE_START = re.compile(r"[$\\(\[\s]*-\S")


@kept(16384)
def read_line(text: str, variables: frozenset[str] = _NO_NAMES) -> Statement:
    """What the line states, as plain data (`coe.verifier.expressions.expr`); never raises, evaluates nothing.

    Not promised: that a sentence is understood. Words around mathematics are passed over, prose has no claims
    (`is_prose`), and text that is no readable mathematics has an `error`.

    Args:
        text: one line, untrusted.
        variables: letters known to be variables, so that "3 m" is not three metres.
    """
    if len(text) > MAX_CHARS:
        return Statement(error="line too long", hostile=True)
    try:
        statement = _read(text.strip(), variables)
        return euler.read(statement) if "e" in text and euler.has_letter(text) else statement
    except ParseFailure as failure:
        return Statement(error=str(failure), hostile=failure.hostile)
    except RecursionError:
        return Statement(error="nested too deeply", hostile=True)


def readings(text: str) -> tuple[str, str]:
    """A line with TWO_READINGS written so that only one is left: from left to right, and by its spaces."""
    return _SPACED_FRACTION.sub(r"/ \1 / \2", text), _SPACED_FRACTION.sub(r"/ (\1/\2)", text)


def read_expression(text: str) -> Expr | None:
    """The one bare expression that the text states; None for a claim, a list, a measure."""
    statement = read_line(text.strip())
    if len(statement.claims) != 1 or statement.claims[0].relations or statement.is_answer or statement.word:
        return None
    side = statement.claims[0].sides[0]
    return None if side[0] in ("seq", "interval", "union", "word", "unit") else side


def plain_text(text: str) -> str:
    """The text with its signs and its LaTeX in plain notation.

    Raises:
        ParseFailure: unknown LaTeX, hidden characters, too long.
    """
    if len(text) > MAX_CHARS:
        raise ParseFailure("line too long")
    line = text if text.isascii() else normalise(text)
    return from_latex(line)[0] if is_latex(line) else line


def plain_mathematics(text: str) -> Expr | None:
    """The one expression that the text is; None where it is anything more, or holds a word.

    The reader of lines skips words; here nothing is skipped. Quantities in degrees are read.
    """
    try:
        line = plain_text(text)
        line = _DEGREES.sub(" DEGREE ", rewrite(line) if TRIGGER.search(line) else line)
        tokens = tokenize(line)[:-1]
        side = parse_side(["@degree" if token == "DEGREE" else token for token in tokens])
    except (ParseFailure, RecursionError):
        return None
    return euler.read(Statement((Chain((side,)),))).claims[0].sides[0]


def _read(line: str, variables: frozenset[str]) -> Statement:
    if not line:
        return Statement()
    if "  " in line or "\t" in line or "\n" in line:
        # No pattern behind this meets a long run of spaces.
        line = " ".join(line.split())
    if not line.isascii():
        line = normalise(line).strip()
    boxed: str | None = None
    if is_latex(line):
        source, (line, boxed) = line, from_latex(line)
        line = line.strip()
        if line.startswith("- ") and _SIGN_AT_THE_START.match(source):
            # A command's spaces must not turn the sign into a list mark.
            line = "-" + line[1:].lstrip()
    if "d" in line and _DIFFERENTIAL.search(line):
        line = _named_derivatives(line)
    if "/ " in line and _SPACED_FRACTION.search(line):
        raise ParseFailure(TWO_READINGS, hostile=False)
    formula = read_formula(line) if boxed is None else None
    if formula is not None:
        return formula
    if TRIGGER.search(line):
        line = rewrite(line)
    if boxed is None:
        listed = read_list(line)
        if listed is not None:
            return listed
    return _sentence(line, boxed, variables)


def _named_derivatives(line: str) -> str:
    """dy/dx as one name, where it is not the name that the line gives a value: the d is no factor.

    Raises:
        ParseFailure: dy = 2x dx, differentials that stand alone.
    """
    line = " ".join(_FRACTION_OF_DIFFERENTIALS.sub(r" d\1/d\2 ", line).split())
    line = _DERIVATIVE.sub(lambda match: f" {match[1] or match[3]}_d{match[2] or match[4]} ", line)
    sides = [set(_DIFFERENTIAL.findall(side)) for side in line.split("=")]
    if len(sides) == 2 and all(sides) and sides[0] != sides[1] and "∫" not in line:
        raise ParseFailure("an equation of differentials", hostile=False)
    return line


def _sentence(line: str, boxed: str | None, variables: frozenset[str]) -> Statement:
    named = heading(line)
    if named is not None:
        return _headed(named[0], _sentence(named[1], boxed, variables))
    attributes_or_dunder(line)
    head, answer = answer_parts(line)
    if answer is None and boxed is not None:
        statement = _body(head, variables)
        if statement.claims:
            return _as_answer(statement)
        head, answer = "", boxed
    if answer is None:
        definition = definition_body(head)
        if definition is not None:
            return _defined(_body(definition, variables))
        return _body(head, variables)
    return _with_answer(_body(head, variables) if head else None, _answer(answer, variables))


def _headed(name: str, rest: Statement) -> Statement:
    """f'(x) = 3x^2: the name stands as a quantity in front of what follows."""
    if rest.error or not rest.claims or not rest.claims[0].continued:
        return rest
    first = rest.claims[0]
    chain = Chain((("var", name), *first.sides), first.relations)
    return replace(rest, claims=(chain, *rest.claims[1:]))


def _as_answer(statement: Statement) -> Statement:
    return replace(statement, is_answer=True, is_definition=False)


def _defined(statement: Statement) -> Statement:
    claims = tuple(claim for claim in statement.claims if claim.relations)
    return Statement(claims, statement.joiner, is_definition=True)


def _with_answer(before: Statement | None, answer: Statement) -> Statement:
    """An answer at the end of a sentence keeps the claims in front of it."""
    earlier = () if before is None else tuple(claim for claim in before.claims if claim.relations)
    if not earlier:
        return answer
    rejected = answer.rejected if before is None else (*before.rejected, *answer.rejected)
    return Statement((*earlier, *answer.claims), Joiner.THEN, True, False, answer.word, rejected=rejected)


def _answer(text: str, variables: frozenset[str]) -> Statement:
    """The text behind "Answer:"; words that are no mathematics are an answer in words."""
    text = text.strip().strip("*").strip()
    if not text:
        return Statement()
    if _DENIED.search(text) and any(character.isdigit() for character in text):
        raise ParseFailure("an answer that is denied", hostile=False)
    named = heading(text)
    statement = _body(text, variables) if named is None else _headed(named[0], _body(named[1], variables))
    if statement.claims or statement.word:
        return _as_answer(statement)
    tagged = _tagged(text, variables)
    side = Side(_values(tagged))
    cores = [core for core in side.cores if core and core[0][0] != "&"]
    if len(cores) == 1:
        if changes_value(text, functions=True):
            raise ParseFailure("a value that the words around it change", hostile=False)
        return Statement((Chain((parse_side(cores[0]),)),), is_answer=True)
    if any(character.isdigit() for character in text):
        raise ParseFailure("an answer that is not one value", hostile=False)
    words = text.rstrip(".").split()
    return Statement((Chain((("word", quantity_name(words)),)),), is_answer=True) if words else Statement()


def _values(tagged: list[Tagged]) -> list[Tagged]:
    """Relations and separators read as words, for an answer that is a sentence."""
    return [item if item[1] in (Kind.MATHS, Kind.WORD) else (item[0], Kind.WORD) for item in tagged]


def _tagged(text: str, variables: frozenset[str]) -> list[Tagged]:
    text = simplify_phrases(simplify_prose(text), variables)
    return tag(tokenize(text), variables, letter_units(text, variables))


def _body(text: str, variables: frozenset[str]) -> Statement:
    text = text.strip()
    if "{" in text:
        text = set_builder(text) or text
    rest, conditions = split_assumptions(text)
    if conditions:
        return _conditional(rest, conditions, variables)
    valueless = denied(text)
    if valueless is not None:
        return _without_value(valueless, variables)
    word = word_claim(text)
    if word:
        return Statement(word=word)
    value = word_answer(text)
    if value is not None:
        return Statement((Chain((value,)),))
    tagged = _tagged(text, variables)
    statement = join_clauses(split_clauses(tagged))
    if statement.rejected and not statement.claims:
        return replace(statement, word=no_solution(text))
    if checks(tagged):
        return _checked(statement)
    words = {token.lower() for token, kind in tagged if kind is Kind.WORD}
    if words and not statement.rejected and denies(words, text):
        return Statement()
    if words & HYPOTHETICAL:
        claims = tuple(
            claim for claim in statement.claims if claim.relations and not free_variables(*claim.sides)
        )
        return Statement(claims, Joiner.THEN)
    return statement


def _without_value(found: Denied, variables: frozenset[str]) -> Statement:
    """ "1/0 is undefined" as a chain; "1 != -1, so the limit does not exist" with what stands in front."""
    if found.side is not None:
        return Statement((Chain((found.side, found.word), (Relation.EQ,)),))
    said = Chain((found.word,))
    try:
        before = _body(found.before, variables) if found.before else Statement()
    except ParseFailure:
        before = Statement()
    claims = tuple(claim for claim in before.claims if claim.relations)
    return Statement((*claims, said), Joiner.THEN if claims else Joiner.AND)


def _conditional(rest: str, conditions: tuple[str, ...], variables: frozenset[str]) -> Statement:
    """A line with "for x > 0" around it."""
    given = tuple(claim for condition in conditions for claim in read_line(condition, variables).claims)
    statement = _body(rest, variables) if rest else Statement()
    return replace(statement, given=given)


def _checked(statement: Statement) -> Statement:
    """A value tried out is no claim; where two sides then differ, it is rejected."""
    if any(
        len(name) > 1 for claim in statement.claims for side in claim.sides for name in free_variables(side)
    ):
        # "For x = 3, total = 4 * 3 = 12": quantities are told, nothing is tried.
        return statement
    tried = tuple(claim for claim in statement.claims if is_assignment(claim))
    found = tuple(claim for claim in statement.claims if claim.relations and not free_variables(*claim.sides))
    differ = any(Relation.NE in claim.relations for claim in found)
    rejected = tried[:1] if differ and not statement.rejected else statement.rejected
    return Statement(found, Joiner.THEN, rejected=rejected)
