"""The clauses of a line, and how their claims belong together: and, or, then.

The forms that come out are listed in `statements.py`.
"""

from __future__ import annotations

from dataclasses import replace

from coe.verifier.expressions.binders import transformed
from coe.verifier.expressions.contents import free_variables, has_kind
from coe.verifier.expressions.expr import Chain, Expr, Joiner, Relation, Statement
from coe.verifier.sentences.clauses import Side, parse_side, read_clause
from coe.verifier.sentences.labels import label_of
from coe.verifier.sentences.phrases import NEGATIONS
from coe.verifier.sentences.prose import is_number_word
from coe.verifier.sentences.rejecting import TRIGGERS, differ, refutes, rejects, restricts
from coe.verifier.sentences.words import OPERATORS, Kind, Tagged
from coe.verifier.syntax.lexer import ParseFailure

_ORDER = frozenset({Relation.LT, Relation.LE, Relation.GT, Relation.GE})
_THEN_IGNORES = frozenset({",", "and", "or", ";"})


class Clause:
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


def split_clauses(tagged: list[Tagged]) -> list[Clause]:
    clauses = [Clause([])]
    for token, kind in _without_asides(tagged):
        if kind is Kind.JOIN or kind is Kind.LABEL:
            current = clauses[-1]
            if kind is Kind.LABEL and not current.has_relation:
                current.items = []
            elif current.items:
                clauses.append(Clause([token]))
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
        if item[0] == "(" or item[0] == "[":
            opened.append(len(result) - 1)
        elif item[0] == ")" or item[0] == "]":
            if not opened:
                raise ParseFailure("unbalanced brackets")
            start = opened.pop()
            if item[0] == "]" or result[start][0] == "[":
                # [1, 3) is an interval: no aside.
                continue
            kinds = {kind for _, kind in result[start + 1 : -1]}
            if Kind.RELATION in kinds:
                result[start], result[-1] = (",", Kind.JOIN), (",", Kind.JOIN)
            elif kinds and kinds <= {Kind.WORD, Kind.JOIN}:
                if any(token.lower() in TRIGGERS for token, _ in result[start + 1 : -1]):
                    # "x = 1 (extraneous)" keeps its words.
                    del result[start], result[-1]
                else:
                    del result[start:]
    if opened:
        raise ParseFailure("unbalanced brackets")
    return result


def join_clauses(clauses: list[Clause]) -> Statement:
    if not any(clause.has_relation for clause in clauses):
        return _bare(clauses)
    if any(
        token.lower() in TRIGGERS for clause in clauses for token, kind in clause.items if kind is Kind.WORD
    ):
        clauses, rejected = _taken_back(clauses)
        if rejected:
            return _without(_joined(clauses), rejected)
    return _joined(clauses)


def _taken_back(clauses: list[Clause]) -> tuple[list[Clause], tuple[Chain, ...]]:
    """The clauses that stand, and the values that the others take back."""
    kept: list[Clause] = []
    rejected: list[Chain] = []
    for clause in clauses:
        if clause.has_relation and rejects(clause) and not _is_arithmetic(clause):
            found = _assignments(clause)
            plural = any(token.lower() == "are" for token, _ in clause.items)
            while plural and found and kept and _assignments(kept[-1]):
                found += _assignments(kept.pop())
            rejected += found
        elif differ(clause):
            # "x = 1 gives 2 and -2, which are not equal".
            tried = next((each for each in reversed(kept) if _assignments(each)), None)
            if tried is not None:
                kept.remove(tried)
                rejected += _assignments(tried)
        elif clause.has_relation and restricts(clause):
            # "Only x = 6 works" rejects every other value.
            rejected += [Chain(chain.sides, (Relation.NE,)) for chain in _assignments(clause)[:1]]
            kept.append(clause)
        elif refutes(clause) and kept:
            refuted = kept.pop()
            found = _assignments(refuted)
            # "x = 1 gives 2 = -2, which is false": the value that leads to it is no solution.
            if not found and kept and refuted.joints and _assignments(kept[-1]):
                found = _assignments(kept.pop())
            rejected += found
        else:
            kept.append(clause)
    return kept, tuple(rejected)


def _is_arithmetic(clause: Clause) -> bool:
    """ "120 / 4 = 30 parts are discarded": a calculation, no value of an unknown."""
    return not any(
        kind is Kind.MATHS and token.isalpha() and token not in OPERATORS for token, kind in clause.items
    ) and not any(free_variables(*chain.sides) for chain in read_clause(clause.items))


def _assignments(clause: Clause) -> list[Chain]:
    """The values that a clause gives a letter."""
    if not clause.has_relation:
        return []
    found = [signed for chain in read_clause(clause.items) for signed in _signs(chain)]
    return found if found and all(map(is_assignment, found)) else []


def _without(statement: Statement, rejected: tuple[Chain, ...]) -> Statement:
    """The statement without what it takes back: "x = 1 or x = 6, but x = 1 is extraneous" ends at 6."""
    if statement.joiner is not Joiner.OR:
        return replace(statement, rejected=rejected)
    left = [chain for chain in statement.claims if chain not in rejected]
    if not left or len(left) == len(statement.claims) or not all(map(is_assignment, statement.claims)):
        return replace(statement, rejected=rejected)
    everything = _folded(list(statement.claims))
    last = left[0] if len(left) == 1 else _folded(left)
    return Statement((everything, last), Joiner.THEN, rejected=rejected)


def _joined(clauses: list[Clause]) -> Statement:
    chains: list[Chain] = []
    joints: list[set[str]] = []
    for before, clause in zip([None, *clauses], clauses, strict=False):
        if clause.has_relation:
            if clause.is_negated:
                continue
            found = _stated(before, clause, chains)
            chains.extend(found)
            joints.extend({*clause.joints} if index == 0 else {"then"} for index in range(len(found)))
        elif chains and clause.is_maths and _lists_on(clause.joints) and is_assignment(chains[-1]):
            value = parse_side([token for token, _ in clause.items])
            chains.append(Chain((chains[-1].sides[0], value), chains[-1].relations))
            joints.append({"or"})
    return combine(chains, joints)


def _stated(before: Clause | None, clause: Clause, chains: list[Chain]) -> list[Chain]:
    """The chains of a clause; one that begins in the middle of a phrase has no first side."""
    items = clause.items
    if before is None:
        return read_clause(items)
    if items[0][1] is Kind.RELATION and chains and "which" in clause.joints:
        # "60 / 2 = 30 zombies, which is less than 50".
        first, *rest = read_clause(items)
        if first.relations[0] in _ORDER:
            return [Chain((chains[-1].sides[-1], *first.sides), first.relations), *rest]
    start = next(index for index, (_, kind) in enumerate(items) if kind is Kind.RELATION)
    if _continues_words(before, clause, items[:start], items[start + 1 :]):
        items = items[start:]
    return read_clause(items, continues=False)


def _continues_words(before: Clause, clause: Clause, side: list[Tagged], behind: list[Tagged]) -> bool:
    """Whether the clause's first side only ends a phrase: "19 red and pink hats + 24", "A, B and C"."""
    if before.has_relation or not side or not set(clause.joints) & {"and", "or"}:
        return False
    last, kind = before.items[-1]
    letters = [token for token, kind in side if kind is Kind.MATHS]
    if kind is Kind.MATHS and last.isalpha() and len(letters) == 1 and letters[0].isalpha():
        return True
    if len(letters) == 0:
        return len(before.items) == 1 and last[0].isupper() == side[0][0][0].isupper()
    if not any(token[0].isdigit() or is_number_word(token) for token, _ in before.items):
        return False
    label = label_of(side)
    if label is not None and (label.words or label.unit):
        # "4 small pizzas and 5 medium ones = 4 + 5"; but "an hour has 60 minutes and 1 minute = 60 seconds".
        other = label_of(behind)
        return not (label.unit and other is not None and other.unit)
    return side[0][1] is Kind.WORD and letters[0] in OPERATORS


def _lists_on(joints: list[str]) -> bool:
    return bool(joints) and set(joints) <= {",", "and", "or"}


def is_assignment(chain: Chain) -> bool:
    """True for a letter or name = something."""
    return chain.relations == (Relation.EQ,) and len(chain.sides) == 2 and chain.sides[0][0] == "var"


def combine(chains: list[Chain], joints: list[set[str]]) -> Statement:
    """Chains with the separators in front of each, to one statement."""
    cases = _cases(chains, joints)
    if cases is not None:
        return cases
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


def _cases(chains: list[Chain], joints: list[set[str]]) -> Statement | None:
    """ "x = 3, y = 4 or x = 4, y = 3": alternatives that give several letters their values, as tuples."""
    if len(chains) < 4 or not any("or" in joint or ";" in joint for joint in joints):
        return None
    groups: list[list[Chain]] = []
    for chain, joint in zip(chains, joints, strict=True):
        if not is_assignment(chain) or not joint <= {"and", "or", ",", ";"}:
            return None
        if not groups or "or" in joint or ";" in joint:
            groups.append([])
        groups[-1].append(chain)
    names = sorted(chain.sides[0] for chain in groups[0])
    if len(names) < 2 or any(sorted(chain.sides[0] for chain in group) != names for group in groups):
        return None
    left = ("seq", "tuple", tuple(names))
    values = [{chain.sides[0]: chain.sides[1] for chain in group} for group in groups]
    right = [("seq", "tuple", tuple(value[name] for name in names)) for value in values]
    claims = tuple(Chain((left, each), (Relation.EQ,)) for each in right)
    return Statement(claims, Joiner.OR) if len(claims) > 1 else None


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
    if not all(is_assignment(chain) and chain.sides[0] == group[0].sides[0] for chain in group):
        raise ParseFailure("alternatives mixed with other claims", hostile=False)
    values = tuple(chain.sides[1] for chain in group)
    return Chain((group[0].sides[0], ("seq", "list", values)), (Relation.EQ,))


def _signs(chain: Chain) -> list[Chain]:
    """x = ±2 is two chains; at most one plus-or-minus is read."""
    with_sign = [index for index, side in enumerate(chain.sides) if has_kind(side, "pm")]
    if not with_sign:
        return [chain]
    return [
        Chain(tuple(signed(side, plus) for side in chain.sides), chain.relations, chain.continued)
        for plus in (True, False)
    ]


def signed(node: Expr, plus: bool) -> Expr:
    """The expression with every plus-or-minus read as plus, or as minus."""
    return transformed(node, lambda part: _with_sign(part[1], plus, part[2]) if part[0] == "pm" else part)


def _with_sign(left: Expr | None, plus: bool, right: Expr) -> Expr:
    if left is None:
        return right if plus else ("neg", right)
    return ("+" if plus else "-", left, right)


def _paired(chain: Chain) -> list[Chain]:
    """(x, y) = (1, 2) states x = 1 and y = 2."""
    if len(chain.sides) != 2 or chain.relations != (Relation.EQ,):
        return [chain]
    left, right = chain.sides
    if not left[:2] == right[:2] == ("seq", "tuple") or len(left[2]) != len(right[2]):
        return [chain]
    if any(item[0] != "var" for item in left[2]):
        return [chain]
    return [Chain(pair, (Relation.EQ,)) for pair in zip(left[2], right[2], strict=True)]


def _bare(clauses: list[Clause]) -> Statement:
    """A line without a relation: one value, a list of values, or prose."""
    if not clauses:
        return Statement()
    if len(clauses) == 1:
        return _bare_value(clauses[0])
    if all(clause.is_maths for clause in clauses) and all(_lists_on(clause.joints) for clause in clauses[1:]):
        items = tuple(parse_side([token for token, _ in clause.items]) for clause in clauses)
        return Statement((Chain((("seq", "list", items),)),))
    return Statement()


def _bare_value(clause: Clause) -> Statement:
    if clause.items[0][1] is Kind.WORD:
        return Statement()
    words = [token for token, kind in clause.items if kind is Kind.WORD]
    side = Side(clause.items)
    if len(words) > 3 or len(side.cores) != 1 or any(word.lower() in NEGATIONS for word in words):
        return Statement()
    value = parse_side(side.cores[0])
    if has_kind(value, "pm"):
        value = ("seq", "list", (signed(value, True), signed(value, False)))
    return Statement((Chain((value,)),))
