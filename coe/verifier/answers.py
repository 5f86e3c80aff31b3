"""Final answers, and whether two answers mean the same.

`equivalent` compares meanings, never text: 1/2, 0.5 and 50%; "x = 4" and 4; lists of roots in any
order; intervals and inequalities; money and units by value, dropped units by their number; pairs in
order, named values by name. A rounded value is not the exact one; "4 or 5" is not 4; an undefined
value, and an empty text, equal nothing. Forms (expanded, lowest terms) are not compared here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from coe.verifier import truth as t
from coe.verifier.expr import Chain, Expr, Joiner, Relation, Statement
from coe.verifier.points import free_variables
from coe.verifier.realsets import ALL, EMPTY, Comparison, RealSet, compare
from coe.verifier.report import AnswerStatus, LineStatus
from coe.verifier.solutions import is_constant, set_of, solve
from coe.verifier.stated import stated_answer
from coe.verifier.statements import read_line


def final_answer(lines: Sequence[str], statement: str = "") -> str | None:
    """The answer that the lines state, in plain text, or None.

    Args:
        lines: the draft.
        statement: the problem; where it is understood, the answer must have the form asked.
    """
    stated = stated_answer(statement, lines)
    return None if stated is None else stated.answer.text


def check_answer(lines: Sequence[str], reference: str, statement: str = "") -> AnswerStatus:
    """The draft's final answer against a reference answer; UNKNOWN where none is stated."""
    stated = stated_answer(statement, lines)
    return (
        AnswerStatus.UNKNOWN
        if stated is None
        else status_of(same_answer(read_answer(reference), stated.answer.statement))
    )


def status_of(same: bool | None) -> AnswerStatus:
    """RIGHT, WRONG or UNKNOWN."""
    return AnswerStatus.UNKNOWN if same is None else AnswerStatus.RIGHT if same else AnswerStatus.WRONG


@lru_cache(maxsize=16384)
def equivalent(a: str, b: str) -> bool | None:
    """Whether two answers mean the same; None where that is beyond the verifier."""
    return same_answer(read_answer(a), read_answer(b))


@lru_cache(maxsize=16384)
def read_answer(text: str) -> Statement:
    """What a text states as an answer, with or without "Answer:"."""
    statement = read_line(text)
    if statement.is_prose and text.strip():
        return read_line("Answer: " + text)
    return statement


@dataclass(frozen=True, slots=True)
class _Meaning:
    """An answer's value: exactly one of `values`, `named`, `region`, `word`, `equation`.

    Args:
        values: one value, or several in any order.
        ordered: the values are a tuple.
        name: the unknown they belong to, "" if not said.
        named: values of several unknowns, by name.
        region: an interval, inequality or union.
        word: an answer in words.
        equation: an equation that is no solved form.
    """

    values: tuple[Expr, ...] = ()
    ordered: bool = False
    name: str = ""
    named: tuple[tuple[str, Expr], ...] = ()
    region: RealSet | None = None
    word: str = ""
    equation: Chain | None = None


@lru_cache(maxsize=16384)
def same_answer(a: Statement, b: Statement) -> bool | None:
    """Whether two statements of an answer mean the same; None where that is beyond."""
    if a.error or b.error:
        return False
    first, second = _meaning(a), _meaning(b)
    if first is None or second is None:
        return False if _is_empty(a) or _is_empty(b) else None
    return _same(first, second)


def _is_empty(statement: Statement) -> bool:
    return not statement.claims and not statement.word


def _meaning(statement: Statement) -> _Meaning | None:
    if statement.word:
        region = (
            EMPTY if statement.word.startswith("no ") else ALL if statement.word.startswith("all ") else None
        )
        return _Meaning(word=statement.word, region=region)
    claims = statement.claims if statement.joiner is not Joiner.THEN else statement.claims[-1:]
    if not claims:
        return None
    if len(claims) == 1:
        return _of_chain(claims[0])
    parts = [_of_chain(chain) for chain in claims]
    names = {part.name for part in parts if part is not None}
    if any(part is None or part.equation for part in parts):
        return None
    if all(part is not None and part.values for part in parts):
        if len(names) == 1:
            return _Meaning(values=tuple(v for part in parts if part for v in part.values), name=names.pop())
        if len(names) == len(parts) and "" not in names and statement.joiner is Joiner.AND:
            pairs = ((part.name, part.values[0]) for part in parts if part)
            return _Meaning(named=tuple(sorted(pairs)))
        return None
    region = solve(claims, statement.joiner, names.pop()) if len(names) == 1 else None
    return None if region is None else _Meaning(region=region)


def _of_chain(chain: Chain) -> _Meaning | None:
    if not chain.relations or chain.continued:
        return _of_side(chain.sides[-1])
    if any(relation not in (Relation.EQ, Relation.APPROX) for relation in chain.relations):
        return _of_region(chain)
    first, last = chain.sides[0], chain.sides[-1]
    if first[0] == "var":
        meaning = _of_side(last)
        return (
            None
            if meaning is None
            else _Meaning(meaning.values, meaning.ordered, first[1], region=meaning.region)
        )
    if last[0] == "var" and is_constant(first):
        return _Meaning((first,), name=last[1])
    if is_constant(first) or len(chain.sides) > 2:
        return _of_side(last)
    return _Meaning(equation=chain)


def _of_side(side: Expr) -> _Meaning | None:
    if side[0] == "word":
        return _Meaning(word=side[1])
    if side[0] == "seq":
        return _Meaning(tuple(side[2]), ordered=side[1] == "tuple")
    if side[0] in ("interval", "union"):
        region = set_of(side)
        return None if region is None else _Meaning(region=region)
    return _Meaning((side,))


def _of_region(chain: Chain) -> _Meaning | None:
    names = sorted(set().union(*(free_variables(side) for side in chain.sides)))
    if len(names) != 1:
        return None
    region = solve((chain,), Joiner.AND, names[0])
    return None if region is None else _Meaning(region=region, name=names[0])


def _same(a: _Meaning, b: _Meaning) -> bool | None:
    if a.word or b.word:
        return _same_words(a, b)
    if a.equation or b.equation:
        return _same_equations(a, b)
    if a.region is not None or b.region is not None:
        return _same_regions(a, b)
    if a.named or b.named:
        return _same_named(a, b)
    if len(a.name) == 1 and len(b.name) == 1 and a.name != b.name:
        return False
    if a.ordered != b.ordered:
        return False
    if a.ordered:
        return len(a.values) == len(b.values) and _all(map(same_value, a.values, b.values))
    return _same_collections(a.values, b.values)


def _all(found: map[bool | None]) -> bool | None:
    known = list(found)
    return False if False in known else None if None in known else True


def _same_words(a: _Meaning, b: _Meaning) -> bool | None:
    if a.word and b.word:
        same_set = a.region is not None and b.region is not None and a.region == b.region
        return a.word.lower() == b.word.lower() or same_set
    if a.region is not None and b.region is not None:
        return compare(a.region, b.region) is Comparison.EQUAL
    return False


def _same_equations(a: _Meaning, b: _Meaning) -> bool | None:
    first, second = _as_equation(a), _as_equation(b)
    if first is None or second is None:
        return False
    from coe.verifier.literal import same_literal_equation

    names = tuple(sorted(set().union(*(free_variables(side) for side in (*first.sides, *second.sides)))))
    return same_literal_equation(first, second, names)


def _as_equation(meaning: _Meaning) -> Chain | None:
    if meaning.equation is not None:
        return meaning.equation
    if len(meaning.values) == 1 and meaning.name:
        return Chain((("var", meaning.name), meaning.values[0]), (Relation.EQ,))
    return None


def _same_regions(a: _Meaning, b: _Meaning) -> bool | None:
    if a.name and b.name and a.name != b.name:
        return False
    first, second = _as_region(a), _as_region(b)
    if first is None or second is None:
        return False
    return compare(first, second) is Comparison.EQUAL


def _as_region(meaning: _Meaning) -> RealSet | None:
    if meaning.region is not None:
        return meaning.region
    if meaning.named:
        return None
    kind = "tuple" if meaning.ordered else "set"
    return set_of(("seq", kind, meaning.values))


def _same_named(a: _Meaning, b: _Meaning) -> bool | None:
    if a.named and b.named:
        if [name for name, _ in a.named] != [name for name, _ in b.named]:
            return False
        return _all(map(same_value, [value for _, value in a.named], [value for _, value in b.named]))
    named, other = (a, b) if a.named else (b, a)
    if not other.ordered or len(other.values) != len(named.named):
        return False
    return _all(map(same_value, [value for _, value in named.named], other.values))


def _same_collections(a: tuple[Expr, ...], b: tuple[Expr, ...]) -> bool | None:
    if len(a) == len(b) == 1:
        return same_value(a[0], b[0])
    unknown = False
    for these, those in ((a, b), (b, a)):
        for value in these:
            found = [same_value(value, other) for other in those]
            if True not in found:
                if None not in found:
                    return False
                unknown = True
    return None if unknown else True


def same_value(a: Expr, b: Expr) -> bool | None:
    """Whether two values are equal; a rounded value is not."""
    if a[0] == "ratio" or b[0] == "ratio":
        return _same_ratios(a, b)
    if a[0] == "seq" and b[0] == "seq":
        return a[1] == b[1] and len(a[2]) == len(b[2]) and _all(map(same_value, a[2], b[2]))
    verdict = t.link_truth(a, Relation.EQ, b)
    if verdict is t.TRUE:
        return True
    return False if verdict.status is LineStatus.INVALID or verdict is t.ROUNDED else None


def _same_ratios(a: Expr, b: Expr) -> bool | None:
    if a[0] != b[0] or len(a[1]) != len(b[1]):
        return False
    scaled = [(("*", x, b[1][0]), ("*", y, a[1][0])) for x, y in zip(a[1], b[1], strict=True)]
    return _all(map(same_value, [x for x, _ in scaled], [y for _, y in scaled]))
