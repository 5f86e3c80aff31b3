"""Understands the problems that need no reference answer: what is asked, of which expression.

Promises: a statement is understood as a whole or not at all (None); a sentence left over, a word
problem or a quantity in words is "not understood", never guessed at. Covers solving equations,
inequalities and systems, evaluating, simplifying, expanding, factoring, percentages, derivatives and
indefinite integrals, in the phrasings of school books.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from coe.verifier.algebra.solutions import is_value
from coe.verifier.expressions.building import ONE
from coe.verifier.expressions.contents import free_variables, kinds_of
from coe.verifier.expressions.expr import Chain, Expr, Joiner, Relation
from coe.verifier.expressions.functions import NAMES
from coe.verifier.expressions.limits import MAX_FACTORIAL
from coe.verifier.expressions.substitution import substitute
from coe.verifier.problems import phrasings, two_questions
from coe.verifier.problems.choices import choices_of
from coe.verifier.problems.given_values import is_false_of_numbers, with_values
from coe.verifier.problems.goals import Form, Goal, Kind
from coe.verifier.problems.reading import calculus, read_words
from coe.verifier.sentences.assumptions import split_assumptions
from coe.verifier.sentences.statements import plain_mathematics, read_line
from coe.verifier.syntax.latex import from_latex, is_latex
from coe.verifier.syntax.normalise import normalise
from coe.verifier.syntax.parser import GREEK, ParseFailure, parse_expression
from coe.verifier.syntax.printing import chain_text, format_expression
from coe.verifier.workers.late import WorkerTimeout

_MAX_STATEMENT = 600
# A backslash before a word makes it a LaTeX command, which the reader knows or refuses.
_WORD = re.compile(r"(?<![A-Za-z\\])(?:is|of|if|in|at|to|by|so|as|it|no|we|[A-Za-z]{3,})(?![A-Za-z])")
_EQUATION_WORDS = frozenset({"and", *NAMES, *GREEK})
_GIVING_WORDS = _EQUATION_WORDS | {"is", "to", "equal", "equals"}
_OVER_THE_REALS = re.compile(r",? (?:over|in) (?:the )?reals?(?: numbers?)?$", re.IGNORECASE)
_OF_I = re.compile(
    r",? (?:where|if|with) i\^2 = -1$|\b(?:the )?complex numbers?:? (?=[-(\d])",
    re.IGNORECASE,
)
_WRITE_OUT = re.compile(r"^write (.+?),? in the form a \+ bi$", re.IGNORECASE)
_OPERANDS = frozenset({"num", "neg", "/"})
_MATHS_NUMBER = re.compile(r"\$(-?\d[\d.,/]*)\$")
_SPACED_STOP = re.compile(r" ([.,;])")
_SECOND_SENTENCE = re.compile(r"[a-z0-9][.!?]\s+[A-Z]")


def understood(statement: str) -> Goal | None:
    """What the statement asks, or None where it is not understood as a whole, or not in time."""
    try:
        return understand(statement)
    except WorkerTimeout:
        return None


@lru_cache(maxsize=4096)
def understand(statement: str) -> Goal | None:
    """What the statement asks, or None where it is not understood as a whole.

    Raises:
        WorkerTimeout
    """
    if len(statement) > _MAX_STATEMENT:
        return None
    choices = choices_of(statement)
    if choices is not None:
        goal = understand(choices.asked)
        return (
            None
            if goal is None
            else replace(goal, read_as=f"{goal.read_as}, of {len(choices.options)} options")
        )
    text = " ".join(statement.replace("\n", " ; ").split()).strip()
    text = re.sub(r"^(?:problem|question|exercise)\s*\d*\s*[:.]\s*", "", text, flags=re.IGNORECASE)
    text = re.sub(r"\s*(?:=\s*\?|\?|(?<!\d)\.|\.(?=$))\s*$", "", text).rstrip(" ?.;")
    if text.endswith("="):
        text = text[:-1].rstrip()
    text = _OVER_THE_REALS.sub("", text)
    if "i" in text:
        text = _WRITE_OUT.sub(r"calculate \1", _OF_I.sub("", text))
    if not text:
        return None
    found = calculus.read(text)
    if found is not None:
        return found
    if not _SECOND_SENTENCE.search(text):
        for reader in _MATHEMATICS:
            goal = reader(text)
            if goal is not None:
                return goal
    words = _plain(text)
    goal = None if words is None else read_words(words)
    return two_questions.read(text, understand) or _assuming(text) if goal is None else goal


def _assuming(text: str) -> Goal | None:
    """A problem with conditions on its letters: "Solve x^2 = 9 for x > 0"."""
    rest, conditions = split_assumptions(text)
    goal = understand(rest) if conditions else None
    if goal is None or goal.domain or goal.kind not in (Kind.EQUATION, Kind.EXPRESSION):
        return None
    domain = tuple(claim for condition in conditions for claim in read_line(condition).claims)
    names = _names(domain)
    if names is None or not set(names) <= set(goal.variables):
        return None
    return replace(goal, read_as=f"{goal.read_as}, given {' and '.join(conditions)}", domain=domain)


def _plain(text: str) -> str | None:
    """The statement with signs and LaTeX in plain text; None where they are not known."""
    try:
        if not text.isascii():
            text = normalise(text)
        text = _MATHS_NUMBER.sub(r"\1", text)
        if is_latex(text):
            text = from_latex(text)[0]
    except ParseFailure:
        return None
    return _SPACED_STOP.sub(r"\1", " ".join(text.split())).rstrip(" ?.;")


def _equations(text: str) -> Goal | None:
    for pattern in phrasings.SOLVE:
        match = pattern.fullmatch(text)
        if match:
            goal = _equation(match["eq"], match.groupdict().get("var") or "")
            if goal is not None:
                return goal
    return None


def _equation(text: str, variable: str) -> Goal | None:
    if any(word not in _EQUATION_WORDS for word in _WORD.findall(text)):
        # The reader of lines skips words; here nothing may be skipped.
        return None
    statement = read_line(text, frozenset(variable))
    if not statement.claims or statement.error or statement.joiner is Joiner.THEN:
        return None
    if any(not chain.relations or chain.continued for chain in statement.claims):
        return None
    if any(map(is_false_of_numbers, statement.claims)):
        return None
    claims, given = with_values(statement.claims, variable if statement.joiner is Joiner.AND else "")
    names = _names(claims)
    if names is None or (variable and variable not in names):
        return None
    if not variable:
        if len(names) != 1:
            return None
        variable = names[0]
    ordered = (variable, *(name for name in names if name != variable))
    joined = f" {statement.joiner} ".join(chain_text(chain) for chain in statement.claims)
    words = f"solve {joined} for {variable}"
    return Goal(Kind.EQUATION, words, claims, statement.joiner, ordered, given=given, beside=given)


def _systems(text: str) -> Goal | None:
    for pattern in phrasings.SYSTEM:
        match = pattern.fullmatch(text)
        if match:
            goal = _system(match["eq"], match.groupdict().get("vars") or "")
            if goal is not None:
                return goal
    return None


def _system(text: str, listed: str) -> Goal | None:
    if any(word not in _EQUATION_WORDS for word in _WORD.findall(text)):
        return None
    claims: list[Chain] = []
    for part in re.split(r"\s*[;,]\s*(?:and\s+)?|\s+and\s+", text.strip(" {}")):
        statement = read_line(part)
        if len(statement.claims) != 1 or statement.claims[0].relations != (Relation.EQ,):
            return None
        claims.append(statement.claims[0])
    names = _names(tuple(claims))
    if len(claims) < 2 or names is None or len(names) < 2 or any(chain.continued for chain in claims):
        return None
    if any(map(is_false_of_numbers, claims)):
        return None
    if listed and set(re.findall(r"\b[a-z]\b", listed, re.IGNORECASE)) != set(names):
        return None
    joined = ", ".join(chain_text(chain) for chain in claims)
    unknowns = " and ".join((", ".join(names[:-1]), names[-1]))
    return Goal(Kind.SYSTEM, f"solve {joined} for {unknowns}", tuple(claims), Joiner.AND, names)


def _operations(text: str) -> Goal | None:
    """The sum of 3 and 5; the greatest common divisor of 12 and 18."""
    for kind, pattern in phrasings.OPERATION:
        match = pattern.fullmatch(text)
        if match is None:
            continue
        first, second = _expression(match["a"]), _expression(match["b"])
        if first is not None and second is not None:
            call = kind in ("gcd", "lcm")
            asked: Expr = ("call", kind, (first, second)) if call else (kind, first, second)
            return _named(_calculate(asked, Form.VALUE), kind)
    return _verbs(text) or _one_operand(text)


def _verbs(text: str) -> Goal | None:
    """Divide 12 by 4; not "multiply 3 by 4 + 5", which may end at the 4, nor the division of polynomials."""
    for kind, pattern in phrasings.VERBS:
        match = pattern.fullmatch(text)
        parts = [] if match is None else [_expression(match["a"]), _expression(match["b"])]
        known = [(part, match[name]) for part, name in zip(parts, "ab", strict=False) if part and match]
        if len(known) == 2 and not any(_goes_on(part, shown) for part, shown in known):
            (first, _), (second, _) = known
            if kind != "/" or not free_variables(first) | free_variables(second):
                return _named(_calculate((kind, first, second), Form.VALUE), kind)
    return None


def _goes_on(part: Expr, shown: str) -> bool:
    """Whether a number is a calculation of its own: 4 + 5, 4 times 5; with i or letters it is one operand."""
    if _WORD.search(shown):
        return True
    bracketed = shown.startswith("(") and shown.endswith(")")
    return not (bracketed or free_variables(part) or "const i" in kinds_of(part)) and part[0] not in _OPERANDS


def _named(goal: Goal | None, kind: str) -> Goal | None:
    return None if goal is None else replace(goal, names=frozenset(phrasings.NAMES.get(kind, ())))


def _one_operand(text: str) -> Goal | None:
    """The square root of 144; the square of 12; 7 factorial."""
    for name, pattern in phrasings.UNARY:
        match = pattern.fullmatch(text)
        inner = _expression(match["ex"]) if match else None
        if inner is not None:
            asked = _OF_NUMBERS[name](inner) if name in _OF_NUMBERS else ("call", name, (inner,))
            return None if asked is None else _named(_calculate(asked, Form.VALUE), name)
    match = phrasings.POWER[0].fullmatch(text)
    if match is not None:
        asked = _OF_NUMBERS[match["kind"].lower()](parse_expression(match["ex"]))
        return None if asked is None else _calculate(asked, Form.VALUE)
    match = phrasings.FACTORIAL[0].fullmatch(text)
    if match is None or int(match["n"] or match["m"]) > MAX_FACTORIAL:
        return None
    return _calculate(("fact", parse_expression(match["n"] or match["m"])), Form.VALUE)


def _power(number: Expr, exponent: str) -> Expr | None:
    """Of a number alone: the square of -3, of 2/3 or of x + 1 may mean two things."""
    return ("^", number, parse_expression(exponent)) if number[0] == "num" else None


_OF_NUMBERS: dict[str, Callable[[Expr], Expr | None]] = {
    "square": lambda number: _power(number, "2"),
    "cube": lambda number: _power(number, "3"),
    "reciprocal": lambda number: ("/", ONE, number) if number[0] in _OPERANDS else None,
    "opposite": lambda number: ("neg", number) if number[0] in _OPERANDS else None,
}


def _percents(text: str) -> Goal | None:
    for pattern in phrasings.OF:
        match = pattern.fullmatch(text)
        if match:
            part, whole = _expression(match["p"]), _expression(match["n"])
            if part is not None and whole is not None:
                return _calculate(("*", ("pct", part), whole), Form.VALUE)
    for pattern in phrasings.CHANGE:
        match = pattern.fullmatch(text)
        if match:
            part, whole = _expression(match["p"]), _expression(match["n"])
            if part is not None and whole is not None:
                sign = "+" if match["dir"].lower()[:2] in ("in", "ra") else "-"
                one: Expr = parse_expression("1")
                return _calculate(("*", whole, (sign, one, ("pct", part))), Form.VALUE)
    return None


def _calculus(text: str) -> Goal | None:
    for kind, patterns in ((Kind.DERIVATIVE, phrasings.DERIVE), (Kind.INTEGRAL, phrasings.INTEGRATE)):
        for pattern in patterns:
            match = pattern.fullmatch(text)
            if match is None:
                continue
            body = re.sub(r"^(?:y|[a-z]\([a-z]\))\s*=\s*", "", match["ex"])
            expression = _expression(body)
            if expression is None:
                continue
            names = _single(sorted(free_variables(expression)))
            variable = match["var"] or (names[0] if names and len(names) == 1 else "x")
            verb = "differentiate" if kind is Kind.DERIVATIVE else "integrate"
            words = f"{verb} {format_expression(expression)} with respect to {variable}"
            return Goal(kind, words, variables=(variable,), expression=expression, form=Form.SIMPLIFIED)
    return None


def _substitutions(text: str) -> Goal | None:
    match = next(filter(None, (pattern.fullmatch(text) for pattern in phrasings.WHEN)), None)
    if match is None:
        return None
    if any(word.lower() not in _GIVING_WORDS for word in _WORD.findall(match["at"])):
        return None
    expression, given = _expression(match["ex"]), read_line(match["at"])
    if expression is None or not given.claims or given.joiner is not Joiner.AND:
        return None
    values: dict[str, Expr] = {}
    for chain in given.claims:
        if len(chain.sides) != 2 or chain.sides[0][0] != "var" or not is_value(chain, chain.sides[0][1]):
            return None
        if chain.sides[0][1] in values:
            return None
        values[chain.sides[0][1]] = chain.sides[1]
    if not free_variables(expression) or not free_variables(expression) <= values.keys():
        return None
    return _calculate(substitute(expression, values), Form.VALUE)


def _expressions(text: str) -> Goal | None:
    for name, pattern in phrasings.FORM:
        match = pattern.fullmatch(text)
        if match:
            expression = _expression(match["ex"])
            if expression is not None:
                return _calculate(expression, Form(name))
    return None


def _bare(text: str) -> Goal | None:
    """A statement that is only mathematics: an equation to solve or an expression to work out."""
    expression = _expression(text)
    if expression is not None:
        return _calculate(expression, Form.VALUE) if expression[0] not in ("num", "var") else None
    return _equation(text, "")


def _calculate(expression: Expr, form: Form) -> Goal | None:
    if expression[0] in ("var", "const", "word", "seq", "interval", "union"):
        return None
    names = tuple(sorted(free_variables(expression)))
    if _single(list(names)) is None:
        return None
    if names and form is Form.VALUE:
        form = Form.SIMPLIFIED
    return Goal(
        Kind.EXPRESSION,
        f"{form} {format_expression(expression)}",
        variables=names,
        expression=expression,
        form=form,
    )


def _expression(text: str) -> Expr | None:
    """The expression, where the text is nothing else and names no quantity in words."""
    if plain_mathematics(text) is None:
        # The reader of lines skips words; here nothing may be skipped.
        return None
    statement = read_line(text.strip())
    if len(statement.claims) != 1 or statement.word or statement.is_answer or statement.is_definition:
        return None
    chain = statement.claims[0]
    if chain.relations or chain.continued:
        return None
    expression = chain.sides[0]
    return expression if _single(sorted(free_variables(expression))) is not None else None


def _single(names: list[str]) -> list[str] | None:
    """The names, or None where one is a word: word problems are not understood."""
    known = ("theta", "alpha", "beta", "lambda")
    return names if all(len(name) == 1 or name in known for name in names) else None


def _names(claims: tuple[Chain, ...]) -> tuple[str, ...] | None:
    """Variables in order of first appearance; None where one is a word or there is none."""
    found: list[str] = []
    for chain in claims:
        for side in chain.sides:
            found += [name for name in sorted(free_variables(side)) if name not in found]
    return tuple(found) if found and _single(found) is not None else None


_MATHEMATICS = (
    _systems, _equations, _percents, _operations, _calculus, _substitutions, _expressions, _bare,
)  # fmt: skip
"""Readers of statements that are one sentence around an expression, an equation or a system."""
