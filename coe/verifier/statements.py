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
- an answer in words is a chain of one side ("word", "yes"); "no solution" and its kin are in `word`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from coe.verifier.clauses import Side, bound, parse_side, quantity_name, read_clause
from coe.verifier.expr import Chain, Expr, Joiner, Relation, Statement
from coe.verifier.latex import from_latex, is_latex
from coe.verifier.lexer import ParseFailure, tokenize
from coe.verifier.limits import MAX_CHARS
from coe.verifier.normalise import normalise
from coe.verifier.parser import Parser
from coe.verifier.phrases import (
    HYPOTHETICAL,
    NEGATIONS,
    answer_parts,
    attributes_or_dunder,
    definition_body,
    heading,
    letter_units,
    simplify_phrases,
    word_answer,
    word_claim,
)
from coe.verifier.words import RELATIONS, Kind, Tagged, tag

__all__ = ["Statement", "read_line"]

_NO_NAMES: frozenset[str] = frozenset()
# Anything beyond single letters, numbers, operators, brackets and plain relations needs the long way.
_SENTENCE = re.compile(
    r"[A-Za-z]{2}|[^\w\s+\-*/^()=.%<>]|_|[)\d]!=|\.(?!\d)|=>|->|[\d)]\s*[xX]\s*\d|[\d)] [xX] [(]|\d [mgshLl](?![A-Za-z(])"
    r"|\+/-|^\d+\) |^\s*[fgh]\s*\([^()]*\)\s*=|d[a-z]?/d|[a-z][12]\s*=|\d [xX] \d|\([a-zA-Z],"
)


@lru_cache(maxsize=65536)
def read_line(text: str, variables: frozenset[str] = _NO_NAMES) -> Statement:
    """What the line states.

    Args:
        text: one line, untrusted.
        variables: letters known to be variables, so that "3 m" is not three metres.
    """
    if len(text) > MAX_CHARS:
        return Statement(error="line too long", hostile=True)
    try:
        return _read(text.strip(), variables)
    except ParseFailure as failure:
        return Statement(error=str(failure), hostile=failure.hostile)
    except RecursionError:
        return Statement(error="nested too deeply", hostile=True)


def _read(line: str, variables: frozenset[str]) -> Statement:
    if not line:
        return Statement()
    if not line.isascii():
        line = normalise(line).strip()
    boxed: str | None = None
    if is_latex(line):
        line, boxed = from_latex(line)
        line = line.strip()
    if boxed is None and not _SENTENCE.search(line):
        try:
            return Statement((_plain(line),))
        except ParseFailure as failure:
            if not failure.hostile and line.rstrip()[-1:] in "=<>":
                return Statement()
            raise
    return _sentence(line, boxed, variables)


def _plain(line: str) -> Chain:
    """A line that is one chain without words."""
    parser = Parser(tokenize(line))
    tokens = parser.tokens
    sides: list[Expr] = []
    relations: list[Relation] = []
    continued = tokens[0] in RELATIONS
    if continued:
        if not tokens[1]:
            raise ParseFailure("no sides")
        relations.append(RELATIONS[tokens[0]])
        parser.position = 1
    while True:
        sides.append(parser.expression())
        token = tokens[parser.position]
        if not token:
            break
        relation = RELATIONS.get(token)
        if relation is None:
            raise ParseFailure(
                "unbalanced brackets" if token in ")]}" else f"{token[:8]!r} is not expected here"
            )
        relations.append(relation)
        parser.position += 1
        if not tokens[parser.position] and len(sides) > 1:
            relations.pop()
            break
    if "^" in line or "!" in line or "**" in line:
        for side in sides:
            bound(side)
    return Chain(tuple(sides), tuple(relations), continued)


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
    return Statement((chain, *rest.claims[1:]), rest.joiner, rest.is_answer)


def _as_answer(statement: Statement) -> Statement:
    return Statement(statement.claims, statement.joiner, True, False, statement.word)


def _defined(statement: Statement) -> Statement:
    claims = tuple(claim for claim in statement.claims if claim.relations)
    return Statement(claims, statement.joiner, is_definition=True)


def _with_answer(before: Statement | None, answer: Statement) -> Statement:
    """An answer at the end of a sentence keeps the claims in front of it."""
    earlier = () if before is None else tuple(claim for claim in before.claims if claim.relations)
    if not earlier:
        return answer
    return Statement((*earlier, *answer.claims), Joiner.THEN, True, False, answer.word)


def _answer(text: str, variables: frozenset[str]) -> Statement:
    """The text behind "Answer:"; words that are no mathematics are an answer in words."""
    text = text.strip().strip("*").strip()
    if not text:
        return Statement()
    statement = _body(text, variables)
    if statement.claims or statement.word:
        return _as_answer(statement)
    tagged = _tagged(text, variables)
    side = Side(_values(tagged))
    cores = [core for core in side.cores if core[0][0] != "&"]
    if len(cores) == 1:
        return Statement((Chain((parse_side(cores[0]),)),), is_answer=True)
    if any(character.isdigit() for character in text):
        raise ParseFailure("an answer that is not one value", hostile=False)
    return Statement((Chain((("word", quantity_name(text.rstrip(".").split())),)),), is_answer=True)


def _values(tagged: list[Tagged]) -> list[Tagged]:
    """Relations and separators read as words, for an answer that is a sentence."""
    return [item if item[1] in (Kind.MATHS, Kind.WORD) else (item[0], Kind.WORD) for item in tagged]


def _tagged(text: str, variables: frozenset[str]) -> list[Tagged]:
    text = simplify_phrases(text, variables)
    return tag(tokenize(text), variables, letter_units(text, variables))


def _body(text: str, variables: frozenset[str]) -> Statement:
    text = text.strip()
    word = word_claim(text)
    if word:
        return Statement(word=word)
    value = word_answer(text)
    if value is not None:
        return Statement((Chain((value,)),))
    tagged = _tagged(text, variables)
    statement = _joined(_split(tagged))
    if any(kind is Kind.WORD and token.lower() in HYPOTHETICAL for token, kind in tagged):
        claims = tuple(
            claim for claim in statement.claims if claim.relations and not _has_kind(claim.sides, "var")
        )
        return Statement(claims, Joiner.THEN)
    return statement


class _Clause:
    """Tagged tokens between two separators; `joints` are the separators in front."""

    __slots__ = ("items", "joints")

    def __init__(self, joints: list[str]) -> None:
        self.joints = joints
        self.items: list[Tagged] = []

    @property
    def has_relation(self) -> bool:
        return any(kind is Kind.RELATION for _, kind in self.items)

    @property
    def is_negated(self) -> bool:
        """A word such as "not" stands in front of the relation."""
        for token, kind in self.items:
            if kind is Kind.RELATION:
                return False
            if kind is Kind.WORD and token.lower() in NEGATIONS:
                return True
        return False

    @property
    def is_maths(self) -> bool:
        return bool(self.items) and all(kind is Kind.MATHS for _, kind in self.items)


def _split(tagged: list[Tagged]) -> list[_Clause]:
    clauses = [_Clause([])]
    for token, kind in _without_asides(tagged):
        if kind is Kind.JOIN or kind is Kind.LABEL:
            current = clauses[-1]
            if kind is Kind.LABEL and not current.has_relation:
                current.items = []
            elif current.items:
                clauses.append(_Clause([token]))
            else:
                current.joints.append(token)
        else:
            clauses[-1].items.append((token, kind))
    return [clause for clause in clauses if clause.items]


def _without_asides(tagged: list[Tagged]) -> list[Tagged]:
    """Brackets around a claim separate it; brackets around words only are dropped."""
    if not any(token == "(" for token, _ in tagged):
        return tagged
    result: list[Tagged] = []
    opened: list[int] = []
    for item in tagged:
        result.append(item)
        if item[0] == "(":
            opened.append(len(result) - 1)
        elif item[0] == ")":
            if not opened:
                raise ParseFailure("unbalanced brackets")
            start = opened.pop()
            kinds = {kind for _, kind in result[start + 1 : -1]}
            if Kind.RELATION in kinds:
                result[start], result[-1] = (";", Kind.JOIN), (";", Kind.JOIN)
            elif kinds and kinds <= {Kind.WORD, Kind.JOIN}:
                del result[start:]
    if opened:
        raise ParseFailure("unbalanced brackets")
    return result


_THEN_IGNORES = frozenset({",", "and", "or", ";"})


def _joined(clauses: list[_Clause]) -> Statement:
    if not any(clause.has_relation for clause in clauses):
        return _bare(clauses)
    chains: list[Chain] = []
    joints: list[set[str]] = []
    for before, clause in zip([None, *clauses], clauses, strict=False):
        if clause.has_relation:
            if clause.is_negated or _continues_words(before, clause):
                continue
            found = read_clause(clause.items)
            chains.extend(found)
            joints.extend({*clause.joints} if index == 0 else {"then"} for index in range(len(found)))
        elif chains and clause.is_maths and _lists_on(clause.joints) and _is_assignment(chains[-1]):
            value = parse_side([token for token, _ in clause.items])
            chains.append(Chain((chains[-1].sides[0], value), chains[-1].relations))
            joints.append({"or"})
    return _combine(chains, joints)


def _continues_words(before: _Clause | None, clause: _Clause) -> bool:
    """ "19 green and pink hats + 24 = 43": the clause begins in the middle of a phrase."""
    if before is None or before.has_relation or not set(clause.joints) & {"and", "or"}:
        return False
    counts = any(token[0].isdigit() for token, _ in before.items)
    return counts and clause.items[0][1] is Kind.WORD


def _lists_on(joints: list[str]) -> bool:
    return bool(joints) and set(joints) <= {",", "and", "or"}


def _is_assignment(chain: Chain) -> bool:
    return chain.relations == (Relation.EQ,) and len(chain.sides) == 2 and chain.sides[0][0] == "var"


def _combine(chains: list[Chain], joints: list[set[str]]) -> Statement:
    """Chains with the separators in front of each, to one statement."""
    groups: list[list[Chain]] = []
    then = False
    for chain, joint in zip(chains, joints, strict=True):
        if groups and "or" in joint and joint <= {",", "or"}:
            groups[-1].extend(_signs(chain))
        else:
            then = then or (bool(groups) and not joint <= _THEN_IGNORES)
            groups.append(_signs(chain))
    groups = _commas_before_or(groups, joints)
    if len(groups) == 1 and len(groups[0]) != 1:
        return Statement(tuple(groups[0]), Joiner.OR if len(groups[0]) > 1 else Joiner.AND)
    claims: list[Chain] = []
    for group in groups:
        if len(group) == 1:
            claims.extend(_paired(group[0]))
        else:
            claims.append(_folded(group))
            then = True
    return Statement(tuple(claims), Joiner.THEN if then else Joiner.AND)


def _commas_before_or(groups: list[list[Chain]], joints: list[set[str]]) -> list[list[Chain]]:
    """x = 1, x = 2 or x = 3: the comma stands for "or" too."""
    if len(groups) < 2 or len(groups[-1]) < 2 or not all(joint <= {",", "or"} for joint in joints[1:]):
        return groups
    everything = [chain for group in groups for chain in group]
    return [everything] if len({chain.sides[0] for chain in everything}) == 1 else groups


def _folded(group: list[Chain]) -> Chain:
    """x = 1 or x = 2 as one chain, x = list of values.

    Raises:
        ParseFailure: the alternatives are not values of one variable.
    """
    if not all(_is_assignment(chain) and chain.sides[0] == group[0].sides[0] for chain in group):
        raise ParseFailure("alternatives mixed with other claims", hostile=False)
    values = tuple(chain.sides[1] for chain in group)
    return Chain((group[0].sides[0], ("seq", "list", values)), (Relation.EQ,))


def _signs(chain: Chain) -> list[Chain]:
    """x = ±2 is two chains; at most one plus-or-minus is read."""
    with_sign = [index for index, side in enumerate(chain.sides) if _has_kind(side, "pm")]
    if not with_sign:
        return [chain]
    return [
        Chain(tuple(_signed(side, plus) for side in chain.sides), chain.relations, chain.continued)
        for plus in (True, False)
    ]


def _has_kind(node: object, kind: str) -> bool:
    return (
        isinstance(node, tuple)
        and bool(node)
        and (node[0] == kind or any(_has_kind(part, kind) for part in node))
    )


def _signed(node: Expr, plus: bool) -> Expr:
    if not isinstance(node, tuple):
        return node
    if node and node[0] == "pm":
        right = _signed(node[2], plus)
        if node[1] is None:
            return right if plus else ("neg", right)
        return ("+" if plus else "-", _signed(node[1], plus), right)
    return tuple(_signed(part, plus) for part in node)


def _paired(chain: Chain) -> list[Chain]:
    """(x, y) = (1, 2) states x = 1 and y = 2."""
    if len(chain.sides) == 2 and chain.relations == (Relation.EQ,):
        left, right = chain.sides
        if left[0] == right[0] == "seq" and left[1] == right[1] == "tuple" and len(left[2]) == len(right[2]):
            if all(item[0] == "var" for item in left[2]):
                return [Chain(pair, (Relation.EQ,)) for pair in zip(left[2], right[2], strict=True)]
    return [chain]


def _bare(clauses: list[_Clause]) -> Statement:
    """A line without a relation: one value, a list of values, or prose."""
    if not clauses:
        return Statement()
    if len(clauses) == 1:
        return _bare_value(clauses[0])
    if all(clause.is_maths for clause in clauses) and all(_lists_on(clause.joints) for clause in clauses[1:]):
        items = tuple(parse_side([token for token, _ in clause.items]) for clause in clauses)
        return Statement((Chain((("seq", "list", items),)),))
    return Statement()


def _bare_value(clause: _Clause) -> Statement:
    if clause.items[0][1] is Kind.WORD:
        return Statement()
    words = [token for token, kind in clause.items if kind is Kind.WORD]
    side = Side(clause.items)
    if len(words) > 3 or len(side.cores) != 1:
        return Statement()
    value = parse_side(side.cores[0])
    if _has_kind(value, "pm"):
        value = ("seq", "list", (_signed(value, True), _signed(value, False)))
    return Statement((Chain((value,)),))
