"""Probabilities of one experiment stated with numbers: dice, coins, marbles drawn from a bag, a card.

Every outcome of an experiment is equally likely; the event is decided by counting outcomes. Two marbles are
read only where the statement says with or without replacement.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product
from math import comb, perm

from coe.verifier.problems.goals import Goal
from coe.verifier.problems.reading.parts import ASK, COUNTS, count, listed, quantity
from coe.verifier.values.integers import is_prime

WORDS = (
    "probability", "chance",
)  # fmt: skip
"""A statement, in lower case, without any of these is not for this reader."""
_COUNT = rf"(?:\d+|{'|'.join(COUNTS)})"
_ASKED = rf"(?:{ASK} )?(?:the |a )?(?:probability|chance)"
_SETUP_FIRST = re.compile(
    rf"(?:if |when )?(?P<setup>.+?)[.,;] (?:then )?{_ASKED} (?P<event>(?:of|that) .+)", re.IGNORECASE
)
_EVENT_FIRST = re.compile(rf"{_ASKED} (?P<rest>(?:of|that) .+)", re.IGNORECASE)
_BETWEEN = re.compile(r",? (?:when|if|on|with|in|from) ", re.IGNORECASE)
_OF = (
    r"(?:of (?:(?:rolling|getting|throwing|obtaining|drawing|picking|choosing|selecting|tossing|flipping"
    r"|seeing) )?|that"
    r" (?:(?:it|the (?:result|outcome|number|die|coin|card|marble|ball|number rolled)|you|we) (?:is"
    r"|shows|lands on|comes up"
    r"|will be|gets?|rolls?|draws?|picks?) )?)"
)
_DIE = re.compile(
    r"(?:(?:an?|one) )?(?:fair |standard |normal )*(?:six-sided |6-sided )?(?:die|dice)(?: is| are)?(?:"
    r" (?:rolled|thrown|tossed))?"
    r"(?: once| one time)?|(?:you )?(?:roll|throw)(?:ing)? an? (?:fair )?(?:six-sided |6-sided )?(?:die"
    r"|dice)(?: once)?",
    re.IGNORECASE,
)
_TWO_DICE = re.compile(
    r"(?:two|2)(?: fair| standard)*(?: six-sided| 6-sided)? dice(?: are)?(?: (?:rolled|thrown|tossed))?"
    r"|(?:you )?(?:roll|throw)(?:ing)? (?:two|2) (?:fair )?dice",
    re.IGNORECASE,
)
_COINS = re.compile(
    rf"(?:(?:an?|one) (?:fair )?coin(?: is)? (?:tossed|flipped)(?: (?P<times>{_COUNT}) times|"
    rf" (?P<once>once|twice))?"
    rf"|(?P<coins>{_COUNT}) (?:fair )?coins(?: are)? (?:tossed|flipped)"
    rf"|(?:you )?(?:toss|flip)(?:ping|ing)? a (?:fair )?coin(?: (?P<times2>{_COUNT}) times|"
    rf" (?P<once2>once|twice))?"
    rf"|(?:you )?(?:toss|flip)(?:ping|ing)? (?P<coins2>{_COUNT}) (?:fair )?coins)",
    re.IGNORECASE,
)
_CARD = re.compile(
    r"(?:(?:a|one) (?:single )?card is (?:drawn|chosen|picked|selected)(?: at random)? from )?(?:a |an"
    r" )?(?:standard |full"
    r" |well-shuffled |shuffled |ordinary )*(?:52-card )?(?:deck|pack)(?: of (?:52 )?(?:playing )?cards)?",
    re.IGNORECASE,
)
_THINGS = r"(?:marbles?|balls?|counters?|beads?|sweets?|cand(?:y|ies)|pens?|socks?|cubes?|chips?|balloons?)"
_COLOUR = "red|blue|green|yellow|white|black|orange|purple|pink|brown"
_CONTENT = rf"{_COUNT} (?:{_COLOUR})(?: {_THINGS})?"
_BAG = re.compile(
    rf"(?:an?|the) (?:bag|box|urn|jar|drawer|basket|container) (?:contains|has|holds|with|containing|of)"
    rf" (?P<content>{_CONTENT}"
    rf"(?:(?:, and |, | and ){_CONTENT})*)",
    re.IGNORECASE,
)
_DRAWN = re.compile(
    rf"(?:[.,;] |,? and )?(?:(?:if )?(?P<drawn>{_COUNT}) (?:of them |{_THINGS} )?(?:is|are) (?:drawn"
    rf"|picked|chosen|taken|selected)"
    rf"|you (?:draw|pick|take|choose) (?P<drawn2>{_COUNT})(?: {_THINGS})?)(?: out)?(?: at random| randomly)?"
    r"(?:,? (?P<how>with|without) (?:replacement|putting (?:it|them) back))?(?: at random)?",
    re.IGNORECASE,
)


def read(text: str) -> Goal | None:
    """The experiment and the event; None where the text is anything else."""
    for setup, event in _parts(text):
        for experiment in (_one_die, _two_dice, _coins, _card, _bag):
            found = experiment(setup, event)
            if found is not None:
                probability, words = found
                sentences = (rf"P ?\([^()=]*\) ?= ?{probability}", "")
                names = ("P", "p", "probability")
                return quantity(f"find the probability of {words}", probability, names, sentences=sentences)
    return None


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Every way to split a statement into the experiment and the event."""
    match = _EVENT_FIRST.fullmatch(text)
    if match is not None:
        for between in _BETWEEN.finditer(match["rest"]):
            yield match["rest"][between.end() :], match["rest"][: between.start()]
        return
    match = _SETUP_FIRST.fullmatch(text)
    while match is not None:
        yield match["setup"], match["event"]
        return


def _event(pattern: str, event: str) -> re.Match[str] | None:
    return re.fullmatch(_OF + pattern, event, re.IGNORECASE)


_ONE_NUMBER = (
    rf"(?:(?:an? )?(?:number )?(?P<kind>even|odd|prime)(?: number)?|(?:a number )?(?P<order>greater|more"
    rf"|larger|less|smaller) than"
    rf" (?P<limit>{_COUNT})|(?:a number that is )?at (?P<bound>least|most) (?P<limit2>{_COUNT})|a"
    rf" multiple of (?P<factor>{_COUNT})"
    rf"|(?:(?:an?|the number) )?(?P<value>{_COUNT})(?: or (?:an? )?(?P<value2>{_COUNT}))?)"
)


def _one_die(setup: str, event: str) -> tuple[Fraction, str] | None:
    match = _event(_ONE_NUMBER, event) if _DIE.fullmatch(setup) else None
    if match is None:
        return None
    holds, words = _test(match)
    return Fraction(sum(map(holds, range(1, 7))), 6), f"{words} with one die"


def _test(match: re.Match[str]) -> tuple[Callable[[int], bool], str]:
    """Whether a number is in the event, and the event in words."""
    if match["kind"]:
        kind = match["kind"].lower()
        tests: dict[str, Callable[[int], bool]] = {
            "even": lambda n: n % 2 == 0,
            "odd": lambda n: n % 2 == 1,
            "prime": is_prime,
        }
        return tests[kind], f"{'an' if kind[0] in 'aeiou' else 'a'} {kind} number"
    if match["order"]:
        limit = count(match["limit"])
        if match["order"].lower() in ("less", "smaller"):
            return lambda n: n < limit, f"a number less than {limit}"
        return lambda n: n > limit, f"a number greater than {limit}"
    if match["bound"]:
        limit = count(match["limit2"])
        if match["bound"].lower() == "least":
            return lambda n: n >= limit, f"a number of at least {limit}"
        return lambda n: n <= limit, f"a number of at most {limit}"
    if match["factor"]:
        factor = max(1, count(match["factor"]))
        return lambda n: n % factor == 0, f"a multiple of {factor}"
    values = [count(text) for text in (match["value"], match["value2"]) if text]
    return lambda n: n in values, " or ".join(f"the number {value}" for value in values)


_SUM = (
    rf"(?:(?:the |a )?(?:sum|total)(?: of the (?:two )?(?:dice|numbers))?(?: is| of| equals| being)?"
    rf"|(?:the )?numbers add up to)"
    rf" (?:(?P<order>greater|more|less) than (?P<limit>{_COUNT})|at (?P<bound>least|most)"
    rf" (?P<limit2>{_COUNT})|(?P<value>{_COUNT}))"
)
_DOUBLE = r"(?:a double|doubles|(?:both (?:dice )?show )?the same number(?: on both(?: dice)?)?)"
_BOTH = (
    r"(?:two (?P<name>one|two|three|four|five|six)e?s"
    rf"|both (?:dice )?(?:show|are) (?:an? )?(?P<number>{_COUNT}))"
)
_NAMED = {name: value for name, value in COUNTS.items() if len(name) > 2}


def _meets(total: int, how: str, limit: int) -> bool:
    """Whether a sum is the limit, or less, at least, at most or greater."""
    if how in ("less", "most"):
        return total < limit or (how == "most" and total == limit)
    return total == limit if not how else total > limit or (how == "least" and total == limit)


def _two_dice(setup: str, event: str) -> tuple[Fraction, str] | None:
    if not _TWO_DICE.fullmatch(setup):
        return None
    rolls = list(product(range(1, 7), repeat=2))
    match = _event(_SUM, event)
    if match is not None:
        limit = count(match["limit"] or match["limit2"] or match["value"])
        how = (match["order"] or match["bound"] or "").lower()
        name = {"": "", "less": "less than ", "least": "at least ", "most": "at most "}.get(
            how, "greater than "
        )
        hits = sum(_meets(a + b, how, limit) for a, b in rolls)
        return Fraction(hits, 36), f"a sum of {name}{limit} with two dice"
    if _event(_DOUBLE, event):
        return Fraction(1, 6), "the same number on two dice"
    match = _event(_BOTH, event)
    if match is None:
        return None
    value = _NAMED[match["name"].lower()] if match["name"] else count(match["number"])
    return Fraction(int(1 <= value <= 6), 36), f"the number {value} on both of two dice"


_SIDES = rf"(?:(?:(?P<bound>exactly|at least|at most) )?(?P<k>{_COUNT}|no|all|only) )?(?P<side>heads?|tails?)"


def _coins(setup: str, event: str) -> tuple[Fraction, str] | None:
    match = _COINS.fullmatch(setup)
    hit = _event(_SIDES, event)
    if match is None or hit is None:
        return None
    tossed = match["times"] or match["times2"] or match["coins"] or match["coins2"]
    once = (match["once"] or match["once2"] or "once").lower()
    n = count(tossed) if tossed else {"once": 1, "twice": 2}[once]
    k = {"no": 0, "all": n, "only": n, "": 1}.get((hit["k"] or "").lower())
    if not 1 <= n <= 60 or (not hit["k"] and n > 1):
        return None
    wanted = count(hit["k"]) if k is None else k
    bound = (hit["bound"] or "exactly").lower()
    which = {
        "exactly": range(wanted, wanted + 1),
        "at least": range(wanted, n + 1),
        "at most": range(wanted + 1),
    }[bound]
    side = hit["side"].lower().rstrip("s")
    ways = sum(comb(n, each) for each in which if each <= n)
    plural = "" if wanted == 1 else "s"
    times = "1 toss" if n == 1 else f"{n} tosses"
    return Fraction(ways, 2**n), f"{bound} {wanted} {side}{plural} in {times} of a coin"


_RANKS = (
    "ace",
    "king",
    "queen",
    "jack",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
)
_SUITS = ("heart", "diamond", "club", "spade")
_CARDS = (
    rf"(?:an? |the )?(?:(?P<rank>{'|'.join(_RANKS)}|\d+)(?: of (?P<of>hearts|diamonds|clubs|spades))?"
    rf"|(?P<suit>{'|'.join(_SUITS)})"
    r"|(?P<colour>red|black)(?: card| one)?(?! \w)|(?P<colour2>red|black) (?P<rank2>ace|king|queen|jack)"
    r"|(?P<face>face|picture) card)"
)


def _card(setup: str, event: str) -> tuple[Fraction, str] | None:
    match = _event(_CARDS, event) if _CARD.fullmatch(setup) else None
    if match is None:
        return None
    found = match.groupdict()
    if found["rank"]:
        if found["rank"].isdigit() and not 2 <= int(found["rank"]) <= 10:
            return None
        words = f"a card of rank {found['rank'].lower()}"
        if found["of"]:
            return Fraction(1, 52), f"the {found['rank'].lower()} of {found['of'].lower()} from 52 cards"
        return Fraction(4, 52), f"{words} from 52 cards"
    if found["suit"]:
        return Fraction(13, 52), f"a {found['suit'].lower()} from 52 cards"
    if found["colour"]:
        return Fraction(26, 52), f"a {found['colour'].lower()} card from 52 cards"
    if found["colour2"]:
        return Fraction(2, 52), f"a {found['colour2'].lower()} {(found['rank2'] or '').lower()} from 52 cards"
    return Fraction(12, 52), "a face card from 52 cards"


_ONE = (
    r"(?:an? )?(?P<negated>not )?(?:an? )?"
    rf"(?P<colours>(?:{_COLOUR})(?: or (?:an? )?(?:{_COLOUR}))*)(?: {_THINGS})?"
)
_SAME = (
    rf"(?:(?:(?:both|all)(?: of them)?(?: the)?(?: {_THINGS})?(?: are| will be)?|two|three|2|3)"
    rf" (?P<colour>{_COLOUR})(?: {_THINGS}| ones)?"
    rf"|(?:they|both)(?: {_THINGS})?(?: are| have)?(?: of)? the same (?P<alike>colou?r))"
)


def _bag(setup: str, event: str) -> tuple[Fraction, str] | None:
    bag = _BAG.match(setup)
    if bag is None:
        return None
    held: dict[str, int] = {}
    for number, colour in re.findall(rf"({_COUNT}) ({_COLOUR})", bag["content"], re.IGNORECASE):
        held[colour.lower()] = held.get(colour.lower(), 0) + count(number)
    rest = setup[bag.end() :]
    drawn = _DRAWN.fullmatch(rest)
    if rest and drawn is None:
        return None
    draws = count(drawn["drawn"] or drawn["drawn2"]) if drawn else 1
    how = (drawn["how"] or "").lower() if drawn else ""
    total = sum(held.values())
    content = listed(f"{number} {colour}" for colour, number in held.items())
    if not 1 <= total <= 10_000 or not 1 <= draws <= min(total, 10):
        return None
    if draws == 1:
        match = _event(_ONE, event)
        if match is None:
            return None
        colours = [word.lower() for word in re.findall(_COLOUR, match["colours"], re.IGNORECASE)]
        hits = sum(held.get(colour, 0) for colour in set(colours))
        words = f"{'not ' if match['negated'] else ''}{' or '.join(colours)} in one draw from {content}"
        return Fraction(total - hits if match["negated"] else hits, total), words
    match = _event(_SAME, event)
    if match is None or not how:
        return None
    wanted = [match["colour"].lower()] if match["colour"] else list(held)
    ways = [held.get(colour, 0) for colour in wanted]
    chance = sum((_all_of(number, total, draws, how) for number in ways), Fraction(0))
    alike = match["colour"].lower() if match["colour"] else "the same colour"
    return chance, f"{alike} in all of {draws} draws {how} replacement from {content}"


def _all_of(number: int, total: int, draws: int, how: str) -> Fraction:
    """The chance that every draw is one of `number`."""
    if how == "with":
        return Fraction(number, total) ** draws
    return Fraction(perm(number, draws), perm(total, draws))
