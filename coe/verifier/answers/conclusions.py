"""The value that a sentence in LaTeX ends with, where no mark says that it is the answer.

"Therefore, the graph has $2$ holes.", "So $a + b = 2 + 3 = 5$.": the last formula, with at most a few words
behind it. Also whether a draft goes on behind the value that was read last: then that value may be one on the
way, and not the answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from coe.verifier.answers.candidates import FORMULA
from coe.verifier.answers.reading import HEDGED, read_answer
from coe.verifier.expressions.contents import is_constant
from coe.verifier.expressions.expr import Expr, Relation
from coe.verifier.policy import Policy
from coe.verifier.problems.forms import is_number

_MOST_WORDS = 8
_STATING = re.compile(
    r"(?:^|\b(?:is|are|be|was|were|equals?|gets?|obtain|has|have|had|gives?|of|find|so|thus|hence|to|by"
    r"|therefore|most|least|costs?|weighs?|leaves?|takes?|needs?|makes?|becomes?|only))"
    r"\W*(?:exactly |only |just )?$",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"n't\b|\b(?:not|cannot|never|no|except|without|than)\b", re.IGNORECASE)
_CONDITION = re.compile(r"\b(?:for|when|if|where|since|because|as|with|at|let)\W*$", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_VALUES = frozenset({"word", "seq", "interval", "union", "unit", "pct", "matrix", "choice", "ratio"})
_WHOLE = frozenset({"word", "seq", "interval", "union", "matrix"})


def concluded(problem: str, line: str, policy: Policy) -> Expr | None:
    """The value that the line's last formula states; None where there is none, or where words go on."""
    found = _last_formula(line)
    if found is None:
        return None
    before, content, behind = found
    if _says_more(behind) or _CONDITION.search(before) or _NEGATED.search(before.rpartition(",")[2][-30:]):
        return None
    answer = read_answer(content, policy)
    if answer is HEDGED or answer.error or len(answer.claims) != 1:
        return None
    chain = answer.claims[0]
    last = chain.sides[-1]
    if not (is_number(last) or last[0] in _VALUES or (is_constant(last) and not chain.relations)):
        return None
    if not chain.relations:
        return last if last[0] in _WHOLE or _STATING.search(before) else None
    if any(relation is not Relation.EQ for relation in chain.relations) or chain.continued:
        return None
    named = len(chain.sides) > 2 or _STATING.search(before) is not None
    return last if (chain.sides[0][0] != "var" and named) or is_asked(problem, content) else None


def is_last_word(lines: Sequence[str], number: int, shown: str) -> bool:
    """Whether nothing with a number or a formula stands behind the value read from a line.

    Args:
        lines: the draft.
        number: of the line, from 1.
        shown: the value in plain text.
    """
    if any(_has_mathematics(line) for line in lines[number:]):
        return False
    line = lines[number - 1]
    found = _last_formula(line)
    if found is not None and _says_more(found[2]):
        return False
    written = _NUMBER.findall(line)
    return not written or written[-1] in _NUMBER.findall(shown) or "/" in shown or "." in shown


def _last_formula(line: str) -> tuple[str, str, str] | None:
    """What stands in front of the last formula, what is in it, and what stands behind."""
    last = None
    for match in FORMULA.finditer(line):
        last = match
    if last is None:
        return None
    content = next(part for part in last.groups() if part is not None)
    return line[: last.start()], content.strip().rstrip(".,;:!").strip(), line[last.end() :]


def _says_more(behind: str) -> bool:
    return len(behind.split()) > _MOST_WORDS or any(sign.isdigit() or sign in "=<>" for sign in behind)


def _has_mathematics(line: str) -> bool:
    return any(sign.isdigit() or sign in "$\\" for sign in line)


def is_asked(problem: str, content: str) -> bool:
    """Whether the problem holds what the formula gives a value: "AB + B = 12" where AB + B is asked."""
    asked = "".join(content.partition("=")[0].split())
    return len(asked) > 2 and asked in "".join(problem.split())
