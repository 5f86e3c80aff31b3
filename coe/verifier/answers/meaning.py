"""What an answer means: values, values by name, a region of the real line, an equation, a matrix, a word."""

from __future__ import annotations

from dataclasses import dataclass, replace

from coe.verifier.algebra.realsets import ALL, EMPTY, RealSet
from coe.verifier.algebra.solutions import set_of, solve
from coe.verifier.expressions.contents import free_variables, is_constant
from coe.verifier.expressions.expr import Chain, Expr, Joiner, Relation, Statement
from coe.verifier.lines.truth import FALSE, truth

_EQUAL = (Relation.EQ, Relation.APPROX)


@dataclass(frozen=True, slots=True)
class Meaning:
    """An answer's value: at least one of `values`, `named`, `region`, `word`, `equation`.

    Args:
        values: one value, or several in any order.
        ordered: the values are a tuple.
        name: the unknown they belong to, "" if not said.
        named: values of several unknowns, by name, in the order stated.
        region: an interval, inequality or union.
        word: an answer in words.
        equation: an equation that is no solved form; `values` is then its right side where the left one
            is a quantity that an answer may leave out (|AB| = 1, A:B = 2:3).
        inequality: an inequality that is no region of one variable's line.
    """

    values: tuple[Expr, ...] = ()
    ordered: bool = False
    name: str = ""
    named: tuple[tuple[str, Expr], ...] = ()
    region: RealSet | None = None
    word: str = ""
    equation: Chain | None = None
    inequality: Chain | None = None


def meaning_of(statement: Statement) -> Meaning | None:
    """The meaning, or None where it has none that is known."""
    if statement.word:
        region = (
            EMPTY if statement.word.startswith("no ") else ALL if statement.word.startswith("all ") else None
        )
        return Meaning(word=statement.word, region=region)
    claims = statement.claims if statement.joiner is not Joiner.THEN else statement.claims[-1:]
    if not claims:
        return None
    if len(claims) == 1:
        return _of_chain(claims[0])
    return _of_claims(claims, statement.joiner)


def _of_claims(claims: tuple[Chain, ...], joiner: Joiner) -> Meaning | None:
    parts = [_of_chain(chain) for chain in claims]
    if any(part is None for part in parts):
        return None
    known = [part for part in parts if part is not None]
    names = {part.name for part in known}
    if any(part.equation for part in known):
        return _of_quantities(known)
    if all(part.values for part in known):
        if len(names) == 1:
            return Meaning(values=tuple(v for part in known for v in part.values), name=names.pop())
        if len(names) == len(known) and "" not in names and joiner is Joiner.AND:
            return Meaning(named=tuple((part.name, part.values[0]) for part in known))
        return None
    region = solve(claims, joiner, names.pop()) if len(names) == 1 else None
    return None if region is None else Meaning(region=region)


def _of_quantities(parts: list[Meaning]) -> Meaning | None:
    """AB = 4, CD = 5: values in the order stated."""
    if not all(len(part.values) == 1 for part in parts):
        return None
    return Meaning(named=tuple((f"quantity {index}", part.values[0]) for index, part in enumerate(parts)))


def _of_chain(chain: Chain) -> Meaning | None:
    if not chain.relations:
        return _of_side(chain.sides[-1])
    if chain.continued and chain.relations[0] not in _EQUAL:
        return Meaning(inequality=chain)
    if chain.continued:
        return _of_side(chain.sides[-1])
    if any(relation not in _EQUAL for relation in chain.relations):
        return _of_region(chain)
    chain = _without_roundings(chain)
    if all(map(is_constant, chain.sides)) and truth(chain) is FALSE:
        # 2 + 3 = 5 * 2 = 10 is no way to state 10.
        return Meaning(equation=chain)
    first, last = chain.sides[0], chain.sides[-1]
    if first[0] == "var":
        meaning = _of_side(last)
        return None if meaning is None else replace(meaning, name=first[1])
    if last[0] == "var" and is_constant(first):
        return Meaning((first,), name=last[1])
    if len(chain.sides) > 2 and not is_constant(first) and is_constant(chain.sides[1]) and is_constant(last):
        return _of_side(last)
    if len(chain.sides) > 2 or (is_constant(first) and is_constant(last)):
        return _of_side(last)
    if _is_pair(first) and _is_pair(last) and len(first[2]) == len(last[2]):
        return Meaning(tuple(last[2]), ordered=True)
    if is_constant(last) and _is_quantity(first):
        side = _of_side(last)
        return Meaning(side.values if side else (), equation=chain)
    return Meaning(equation=chain)


def _without_roundings(chain: Chain) -> Chain:
    """x = 1/3 ≈ 0.33: the exact value is the answer, the rounding behind it is a remark."""
    count = len(chain.relations)
    while count > 1 and chain.relations[count - 1] is Relation.APPROX:
        count -= 1
    if (
        count == 1
        and len(chain.relations) > 1
        and chain.sides[0][0] != "var"
        and not is_constant(chain.sides[0])
    ):
        return chain
    return Chain(chain.sides[: count + 1], chain.relations[:count])


def _is_pair(side: Expr) -> bool:
    return bool(side[0] == "seq" and side[1] == "tuple")


def _is_quantity(side: Expr) -> bool:
    """Names of points, lengths or areas, and products and quotients of them: AB, |AB|, V_1 : V_2."""
    kind = side[0]
    if kind == "var":
        return bool(side[1][0].isupper() or "_" in side[1])
    if kind in ("*", "/"):
        return _is_quantity(side[1]) and _is_quantity(side[2])
    if kind == "ratio":
        return all(map(_is_quantity, side[1]))
    return bool(kind == "call" and side[1] == "abs" and _is_quantity(side[2][0]))


def _of_side(side: Expr) -> Meaning | None:
    kind = side[0]
    if kind == "word":
        return Meaning(word=side[1])
    if kind == "seq":
        if not side[2]:
            return Meaning(word="no solution", region=EMPTY)
        return Meaning(tuple(side[2]), ordered=side[1] == "tuple")
    if kind in ("interval", "union"):
        region = set_of(side)
        return None if region is None else Meaning(region=region)
    return Meaning((side,))


def _of_region(chain: Chain) -> Meaning | None:
    names = sorted(set().union(*(free_variables(side) for side in chain.sides)))
    if len(names) == 1:
        region = solve((chain,), Joiner.AND, names[0])
        if region is not None:
            return Meaning(region=region, name=names[0])
    return Meaning(inequality=chain) if names else None
