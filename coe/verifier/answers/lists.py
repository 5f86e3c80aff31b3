"""Values or claims side by side in an answer: lists, sets with plus-or-minus, pairs, alternatives.

In a value e is Euler's number.
"""

from __future__ import annotations

from coe.verifier.expressions.contents import has_kind
from coe.verifier.expressions.expr import Chain, Expr, Joiner, Relation, Statement
from coe.verifier.sentences.clauses import parse_side
from coe.verifier.sentences.joining import signed
from coe.verifier.sentences.words import RELATIONS
from coe.verifier.syntax.lexer import ParseFailure, tokenize


def value_of(tokens: list[str]) -> Expr:
    """The expression that the tokens form.

    Raises:
        ParseFailure: they form none.
    """
    return with_number_e(parse_side(tokens))


def bare(side: Expr) -> Statement:
    """The statement of one value."""
    return Statement((Chain((side,)),))


def with_number_e(node: Expr) -> Expr:
    """e in a value is the number."""
    if node == ("var", "e"):
        return ("const", "e")
    if not isinstance(node, tuple) or (node and node[0] in ("num", "var", "const", "word")):
        return node
    return tuple(with_number_e(part) for part in node)


def read_items(text: str) -> Statement | None:
    """Values or claims side by side, parted by commas, "and" and "or"; None where they are none."""
    groups: list[list[str]] = [[]]
    joints: list[str] = []
    depth = 0
    for token in tokenize(text)[:-1]:
        depth += (token in "([{") - (token in ")]}") if len(token) == 1 else 0
        if depth == 0 and token.lower() in (",", "and", "or"):
            if groups[-1]:
                groups.append([])
                joints.append(token.lower())
            elif joints and token.lower() != ",":
                joints[-1] = token.lower()
        else:
            groups[-1].append(token)
    if not groups[-1]:
        groups.pop()
    try:
        chains = [chain for group in groups for chain in _claims(group)]
    except ParseFailure:
        return None
    return _joined(chains, joints) if chains else None


def _claims(tokens: list[str]) -> list[Chain]:
    """The chain of some tokens, twice where it holds a plus-or-minus outside brackets of a list."""
    sides: list[Expr] = []
    relations: list[Relation] = []
    part: list[str] = []
    for token in [*tokens, "="]:
        if token not in RELATIONS:
            part.append(token)
            continue
        sides.append(value_of(part))
        relations.append(RELATIONS[token])
        part = []
    chain = Chain(tuple(map(_spread, sides)), tuple(relations[:-1]))
    if not any(has_kind(side, "pm") for side in chain.sides):
        return [chain]
    return [
        Chain(tuple(signed(side, plus) for side in chain.sides), chain.relations) for plus in (True, False)
    ]


def _spread(side: Expr) -> Expr:
    """{1 ± a, 2} as {1 + a, 1 - a, 2}."""
    if side[0] != "seq" or not has_kind(side, "pm"):
        return side
    if side[1] == "tuple":
        raise ParseFailure("plus-or-minus in a tuple", hostile=False)
    items: list[Expr] = []
    for item in side[2]:
        items += [signed(item, True), signed(item, False)] if has_kind(item, "pm") else [item]
    return ("seq", side[1], tuple(items))


def read_solutions(pieces: list[str]) -> Statement:
    """p = 5, q = 2; p = 7, q = 2: pairs in the order of the names."""
    tuples: list[Expr] = []
    for piece in pieces:
        statement = read_items(piece)
        chains = () if statement is None else statement.claims
        if not chains or any(
            chain.relations != (Relation.EQ,) or chain.sides[0][0] != "var" for chain in chains
        ):
            raise ParseFailure("solutions that are not read", hostile=False)
        named = sorted(chains, key=lambda chain: str(chain.sides[0][1]))
        tuples.append(("seq", "tuple", tuple(chain.sides[1] for chain in named)))
    return bare(("seq", "list", tuple(tuples)))


def _pairs(chains: list[Chain]) -> tuple[Expr, ...] | None:
    """(x, y) = (5, 8) and (8, 5): the pairs."""
    if not any(chain.relations for chain in chains):
        return None
    sides = [chain.sides[-1] for chain in chains]
    if any(side[:2] != ("seq", "tuple") for side in sides):
        return None
    names = [chain.sides[0] for chain in chains if chain.relations]
    plain = all(name[:2] == ("seq", "tuple") and all(item[0] == "var" for item in name[2]) for name in names)
    return tuple(sides) if plain else None


def _joined(chains: list[Chain], joints: list[str]) -> Statement:
    if len(chains) == 1:
        return Statement(tuple(chains))
    if not any(chain.relations for chain in chains):
        return bare(("seq", "list", tuple(chain.sides[0] for chain in chains)))
    pairs = _pairs(chains)
    if pairs is not None:
        return bare(("seq", "list", pairs))
    first = chains[0]
    assigned = first.relations in ((Relation.EQ,), (Relation.NE,)) and first.sides[0][0] == "var"
    filled = [
        Chain((first.sides[0], chain.sides[0]), first.relations)
        if assigned and not chain.relations
        else chain
        for chain in chains
    ]
    if not all(chain.relations for chain in filled):
        raise ParseFailure("values beside claims", hostile=False)
    same = len({chain.sides[0] for chain in filled}) == 1
    alternatives = "or" in joints or (same and all(chain.relations == (Relation.EQ,) for chain in filled))
    return Statement(tuple(filled), Joiner.OR if alternatives else Joiner.AND)


def all_without(text: str) -> Statement:
    """The real numbers except some: x is none of them."""
    items = read_items(text.strip("{} "))
    if items is None or len(items.claims) != 1 or items.claims[0].relations:
        raise ParseFailure("a set that is not read", hostile=False)
    value = items.claims[0].sides[0]
    values = value[2] if value[0] == "seq" else (value,)
    return Statement(tuple(Chain((("var", "x"), each), (Relation.NE,)) for each in values))
