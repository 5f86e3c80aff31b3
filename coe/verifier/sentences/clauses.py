"""One clause of a line, tagged tokens without separators, to chains.

Words are sorted out by where they stand. Where an operand is due and an operator, relation or the end
follows, they are a quantity name ("total cost = ..."); behind an operand they are a label ("24 clips");
between two operands they are prose, and what lies on the near side of the relation counts.
"""

from __future__ import annotations

from coe.verifier.expressions.expr import Chain, Expr, Relation
from coe.verifier.sentences.labels import converting, corresponds, label_of, part_of
from coe.verifier.sentences.words import OPERATORS, RELATIONS, Kind, Tagged
from coe.verifier.syntax.lexer import ParseFailure
from coe.verifier.syntax.parser import Parser
from coe.verifier.values.exact import TooLarge, check_size

_OF = ("of", Kind.WORD)
_PERSONS = frozenset({"i", "you", "he", "she", "it", "we", "they", "your"})
_ARTICLES = frozenset({"the", "a", "an", "this", "that", "is", "are", "was", "were"})
_FINDING = frozenset({"find", "obtain", "conclude"})
_SIZED = frozenset({"^", "fact", "call"})


def parse_side(tokens: list[str]) -> Expr:
    """The expression that exactly these tokens form.

    Raises:
        ParseFailure: they do not form one, or it holds a constant that is too large.
    """
    parser = Parser([*tokens, ""])
    value = parser.expression()
    while parser.tokens[parser.position] == "∪":
        parser.position += 1
        value = _union(value, parser.expression())
    rest = parser.tokens[parser.position]
    if rest:
        raise ParseFailure(f"{rest[:8]!r} is not expected here")
    if "^" in tokens or "**" in tokens or "!" in tokens or "(" in tokens:
        bound(value)
    return value


def bound(value: Expr) -> None:
    """Refuse constants that are too large to build.

    Raises:
        ParseFailure: there is one.
    """
    try:
        check_size(value)
    except TooLarge:
        raise ParseFailure("a number too large to compute") from None


def _union(left: Expr, right: Expr) -> Expr:
    parts: list[Expr] = []
    for part in (left, right):
        if part[0] == "union":
            parts.extend(part[1])
        elif part[0] == "seq" and part[1] == "tuple" and len(part[2]) == 2:
            parts.append(("interval", part[2][0], part[2][1], False, False))
        else:
            parts.append(part)
    return ("union", tuple(parts))


class Side:
    """One side of a relation: the cores of mathematics in it, parted by prose.

    Attributes:
        cores: token lists, each a candidate expression.
        led_by_prose: a word comes before the first core.
        ended_by_prose: words between two operands follow the first core.
        adds_up: "add ... to ..." stands around the first core.
        labels: labels dropped behind operands.
    """

    __slots__ = ("_adds", "_tagged", "adds_up", "cores", "ended_by_prose", "labels", "led_by_prose")

    def __init__(self, tagged: list[Tagged]) -> None:
        self.cores: list[list[str]] = []
        self.labels: list[str] = []
        self.led_by_prose = False
        self.ended_by_prose = False
        self.adds_up = False
        self._adds = False
        self._tagged = tagged
        if any(kind is Kind.WORD for _, kind in tagged):
            self._sort(tagged)
        else:
            self.cores.append([token for token, _ in tagged])

    @property
    def name(self) -> str:
        """The whole side in words, for a side that is only a name."""
        return quantity_name([token for token, _ in self._tagged])

    def _sort(self, tagged: list[Tagged]) -> None:
        core: list[str] = []
        depth = 0
        index = 0
        while index < len(tagged):
            token, kind = tagged[index]
            if kind is not Kind.WORD:
                depth += (token in "([{") - (token in ")]}") if len(token) == 1 else 0
                core.append(token)
                index += 1
                continue
            stop = index
            while stop < len(tagged) and tagged[stop][1] is Kind.WORD:
                stop += 1
            words = [word for word, _ in tagged[index:stop]]
            following = tagged[stop][0] if stop < len(tagged) else ""
            closes = not following or following in OPERATORS or following in (")", "]", "}", ",", "%", "!")
            core = self._place_words(words, core, closes, depth)
            index = stop
        if core:
            self.cores.append(core)

    def _place_words(self, words: list[str], core: list[str], closes: bool, depth: int) -> list[str]:
        expects_operand = not core or core[-1] in OPERATORS or core[-1] in ("(", "[", "{", ",", "$")
        if expects_operand and core and core[-1] == "/" and closes and self._is_rate(core):
            # $2/apple, 10 min/pizza: so much for each, the noun is a label.
            core.pop()
            expects_operand = False
        if expects_operand and closes:
            return [*core, "&" + quantity_name(words)]
        if not expects_operand and closes:
            name = "&" + quantity_name(words)
            if name in core:
                # "60 - losses - 2 losses": what stands alone elsewhere is a factor here.
                return [*core, "*", name]
            self.labels.append(" ".join(words).lower())
            return core
        if depth > 0:
            raise ParseFailure("words inside brackets", hostile=False)
        if core:
            if expects_operand:
                raise ParseFailure("a word where a number is expected", hostile=False)
            self.adds_up = self.adds_up or (self._adds and not self.cores and "to" in words)
            self.cores.append(core)
            self.ended_by_prose = True
        else:
            self.led_by_prose = True
            self._adds = "add" in words or "adds" in words
        return []

    def _is_rate(self, core: list[str]) -> bool:
        return bool(self.labels) or (len(core) > 2 and (core[-3] == "$" or core[-2][0] == "@"))

    @property
    def is_bare_number(self) -> bool:
        """The last core is one value without an operator, so prose around it may mean anything."""
        return not self.cores or is_value(self.cores[-1])


def is_value(core: list[str]) -> bool:
    """One value without an operator."""
    return not any(token in OPERATORS or token.isalpha() for token in core)


def quantity_name(words: list[str]) -> str:
    """A quantity's name: lower case, without a leading article; single letters keep their case."""
    if len(words) == 1 and len(words[0]) <= 3 and words[0].isupper():
        return words[0]
    kept = [word.lower() for word in words]
    while len(kept) > 1 and kept[0] in _ARTICLES:
        kept.pop(0)
    while len(kept) > 1 and kept[-1] in _ARTICLES:
        kept.pop()
    return " ".join(kept)


def read_clause(tagged: list[Tagged], continues: bool = True) -> list[Chain]:
    """The chains that a clause states; none where it holds no relation between readable sides.

    Args:
        tagged: the clause.
        continues: a relation in front continues the line before; False behind other words of the same line.

    Raises:
        ParseFailure: a side is malformed.
    """
    groups: list[list[Tagged]] = [[]]
    relations: list[Relation] = []
    for item in tagged:
        if item[1] is Kind.RELATION:
            relations.append(RELATIONS[item[0]])
            groups.append([])
        else:
            groups[-1].append(item)
    if not groups[-1]:
        # "3 + 4 =": the last relation has no right side.
        groups.pop()
        relations.pop()
    if not relations:
        return []
    return _chains(groups, relations, continues)


def _chains(groups: list[list[Tagged]], relations: list[Relation], continues: bool) -> list[Chain]:
    building = _Building(continued=continues and not groups[0])
    labels = [label_of(group) for group in groups] if any(map(_is_labelled, groups)) else []
    if groups[0]:
        first = _first_side(Side(groups[0]), part_of(groups[0]) if _OF in groups[0] else "")
        building.sides = [] if first is None else [first]
    for index, group in enumerate(groups[1:], start=1):
        if not group:
            raise ParseFailure("two relations side by side")
        if labels and corresponds(labels, index):
            building.close()
        side = Side(group)
        if side.led_by_prose or not side.cores:
            # "= twice as many as 5": not a value that can be compared.
            building.close()
            continue
        building.add(relations[index - 1], parse_side(side.cores[0]))
        if side.ended_by_prose:
            building.close()
            if index + 1 < len(groups) and not _names_what_is_found(side):
                building.sides = [parse_side(side.cores[-1])]
    building.close()
    return [converting(chain) for chain in building.chains] if labels else building.chains


def _is_labelled(group: list[Tagged]) -> bool:
    """A number comes first, and words, units, money or percent stand in the side too."""
    if not group or group[0][1] is Kind.WORD:
        return False
    return any(kind is Kind.WORD or token[0] in "@$%" for token, kind in group)


class _Building:
    """Chains closed so far, and the one being built."""

    def __init__(self, continued: bool) -> None:
        self.chains: list[Chain] = []
        self.sides: list[Expr] = []
        self.relations: list[Relation] = []
        self.continued = continued

    def add(self, relation: Relation, side: Expr) -> None:
        if self.sides or self.continued:
            self.relations.append(relation)
        self.sides.append(side)

    def close(self) -> None:
        if len(self.sides) > 1 or (self.continued and self.sides):
            self.chains.append(Chain(tuple(self.sides), tuple(self.relations), self.continued))
        self.sides, self.relations, self.continued = [], [], False


def _names_what_is_found(side: Side) -> bool:
    """ "Multiply by 10/2 to find that a box = ...": the words in front of the relation are its side."""
    return bool(side.labels) and not _FINDING.isdisjoint(side.labels[-1].split())


def _first_side(side: Side, part: str) -> Expr | None:
    if not side.cores:
        return None
    if part:
        # "20% of the apples = 10": a part of what is named.
        return ("*", parse_side(side.cores[-1]), ("var", quantity_name(part.split()[1:])))
    mixed = side.led_by_prose or side.ended_by_prose
    if side.cores == [["&" + side.name]] and side.name.split()[0] in _PERSONS:
        # "your discount = ...": another one in every sentence.
        return None
    if mixed and side.is_bare_number:
        core = side.cores[-1]
        if (len(core) == 1 and core[0][0].isalpha()) or core[0][0] == "&":
            return parse_side(core)
        # "cost of 5 apples = 10": the words and the number together are a name.
        return ("var", side.name)
    if _names_what_is_found(side):
        return None
    if side.adds_up and not is_value(side.cores[0]):
        # "20 + 10 decorations to the 29 + 24 = 83": the words add what stands in front.
        return None
    return parse_side(side.cores[-1])
