"""Ways to choose and to arrange: combinations, permutations, the letters of a word."""

from __future__ import annotations

import re
from collections import Counter
from math import comb, factorial, perm

from coe.verifier.problems.goals import Goal
from coe.verifier.problems.reading.parts import count, quantity, template

WORDS = (
    "how many", "permutation", "combination", "choose", "number of", "evaluate", "calculate", "what is",
    "find", "compute",
)  # fmt: skip
"""A statement, in lower case, without any of these is not for this reader."""
_MOST = 170
_HOW_MANY = r"(?:in )?how many (?:different |distinct |possible )?ways"
_NOUN = r"(?: (?P<{}>[a-z]+))?"
_K, _N = rf"{{k#}}{_NOUN.format('thing')}", rf"{{n#}}{_NOUN.format('thing2')}"
_FROM = r"(?:from|of|out of|from among|from a (?:group|set|class|club|team|list) of|from the)"
_CHOOSE = tuple(
    template(pattern)
    for pattern in (
        rf"{_HOW_MANY}(?: are there)? (?:to|can you|can we|can one) (?:choose|select|pick) {_K} {_FROM} {_N}",
        rf"{_HOW_MANY} can {_K} be (?:chosen|selected|picked) {_FROM} {_N}",
        rf"how many (?:different )?(?:committees|teams|groups|combinations|subsets) of {_K} can be"
        rf" (?:formed|made|chosen|picked"
        rf"|selected) {_FROM} {_N}",
        rf"(?:{{ask}} )?(?:the number of |how many )?combinations of {_N},? (?:taken |choosing"
        rf" )?{{k#}}(?P<thing>) at a time"
        r"(?: are there)?",
        r"{ask} (?:the value of )?(?:(?P<n>\d+) ?C ?(?P<k>\d+)|C\((?P<n3>\d+), ?(?P<k3>\d+)\)"
        r"|(?P<n4>\d+) choose (?P<k4>\d+))"
        r"(?P<thing>)(?P<thing2>)",
    )
)
_ARRANGE_SOME = tuple(
    template(pattern)
    for pattern in (
        rf"{_HOW_MANY} can {_K} (?:out )?of {_N} be arranged(?: in a (?:row|line))?",
        rf"(?:{{ask}} )?(?:the number of |how many )?permutations of {_N},? (?:taken )?{{k#}}(?P<thing>)"
        rf" at a time"
        r"(?: are there)?",
        r"{ask} (?:the value of )?(?:(?P<n>\d+) ?P ?(?P<k>\d+)|P\((?P<n3>\d+),"
        r" ?(?P<k3>\d+)\))(?P<thing>)(?P<thing2>)",
    )
)
_ARRANGE_ALL = tuple(
    template(pattern)
    for pattern in (
        rf"{_HOW_MANY} can {{n#}}(?: (?:different|distinct))?(?: [a-z]+)? be (?:arranged|lined up"
        rf"|ordered|placed)"
        r"(?: in a (?:row|line)| on a shelf)?",
        rf"{_HOW_MANY} (?:are there )?(?:to|can you) (?:arrange|line up|order) {{n#}}(?: (?:different"
        rf"|distinct))?(?: [a-z]+)?"
        r"(?: in a (?:row|line)| on a shelf)?",
        r"(?:{ask} the number of|how many) permutations (?:are there )?of {n#}(?: (?:different"
        r"|distinct))?(?: [a-z]+)?",
    )
)
_LETTERS = re.compile(
    rf"{_HOW_MANY} can (?:all )?the letters (?:of|in) (?:the word )?[\"'“‘]?(?P<word>[A-Za-z]+)[\"'”’]?"
    rf" be arranged",
    re.IGNORECASE,
)
_SAYS = r"(?:number of )?ways|combinations|permutations|arrangements"
_NAMES = ("ways", "number of ways", "n", "N", "total", "combinations", "permutations", "arrangements")


def read(text: str) -> Goal | None:
    """What is counted; None where the text is anything else."""
    match = _LETTERS.fullmatch(text)
    if match is not None:
        return _letters(match["word"])
    for patterns, ways in ((_CHOOSE, _combinations), (_ARRANGE_SOME, _permutations)):
        for pattern in patterns:
            match = pattern.fullmatch(text)
            if match is not None and _same_things(match["thing"], match["thing2"]):
                groups = match.groupdict()
                n = next(count(value) for name in ("n", "n3", "n4") if (value := groups.get(name)))
                k = next(count(value) for name in ("k", "k3", "k4") if (value := groups.get(name)))
                return ways(n, k) if 0 <= k <= n <= _MOST else None
    for pattern in _ARRANGE_ALL:
        match = pattern.fullmatch(text)
        if match is not None and 1 <= count(match["n"]) <= _MOST:
            n = count(match["n"])
            return quantity(f"count the arrangements of {n} different things", factorial(n), _NAMES)
    return None


def _same_things(first: str | None, second: str | None) -> bool:
    """Whether the words behind the two numbers name the same things, or one names none."""
    a, b = ((word or "").lower().removesuffix("s") for word in (first, second))
    return not a or not b or a == b or b in ("people", "different", "object", "thing")


def _combinations(n: int, k: int) -> Goal:
    written = rf"(?:{n} ?C ?{k}|C\({n}, ?{k}\)|{n} choose {k}|binomial\({n}, ?{k}\))"
    sentences = (rf"{written} ?= ?{comb(n, k)}", "")
    return quantity(f"count the ways to choose {k} of {n}", comb(n, k), _NAMES, sentences=sentences)


def _permutations(n: int, k: int) -> Goal:
    sentences = (rf"(?:{n} ?P ?{k}|P\({n}, ?{k}\)) ?= ?{perm(n, k)}", "")
    return quantity(f"count the ways to arrange {k} of {n}", perm(n, k), _NAMES, sentences=sentences)


def _letters(word: str) -> Goal | None:
    if not 2 <= len(word) <= 30:
        return None
    ways = factorial(len(word))
    for repeats in Counter(word.lower()).values():
        ways //= factorial(repeats)
    return quantity(f"count the arrangements of the letters of {word.upper()}", ways, _NAMES)
