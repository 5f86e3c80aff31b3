"""Ways to write a line that keep its meaning keep its verdict, right or wrong, in the families of the core.

Every line of some worked solutions of each family, and the same line with one number, operator or sign
changed, is written again: sides swapped, the variable renamed, both sides multiplied by a number, sums
reordered, in LaTeX.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from types import ModuleType

import pytest

from coe.problem import Problem
from coe.seeding import derive_rng
from coe.tasks.catalogue import GROUPS, load_family, make_problem
from coe.verifier import LineStatus, understand, verify

PROBLEMS = 6
_LETTER = re.compile(r"(?<![A-Za-z\\])[a-z](?![A-Za-z])")
_WORD = re.compile(r"[a-z]{3,}(?= =)")


@dataclass(frozen=True)
class Step:
    """A line of an understood problem, or of a word problem, in its place."""

    statement: str
    before: tuple[str, ...]
    line: str

    @property
    def status(self) -> LineStatus:
        return verify(self.statement, [*self.before, self.line]).lines[-1].status

    def written(self, change: Callable[[str], str]) -> Step:
        """The step with each equation of the line changed."""
        return replace(self, line=" or ".join(change(claim) for claim in self.line.split(" or ")))


def in_full(problem: Problem, number: int) -> str:
    """A line that continues the one before ("= 5 + 6"), or the problem, with the side that it continues."""
    line = problem.solution[number]
    if not line.startswith("="):
        return line
    goal = understand(problem.statement)
    assert goal is not None
    before = problem.solution[number - 1].removeprefix("= ") if number else goal.read_as.partition(" ")[2]
    return f"{before} {line}"


def steps(family: str, mutations: ModuleType) -> Iterator[Step]:
    """Lines of the family's worked solutions, and the same lines with one thing changed."""
    rng = derive_rng("metamorphic", family)
    for index in range(PROBLEMS):
        problem = make_problem(family, "train", 11, index)
        for number in range(len(problem.solution)):
            line = in_full(problem, number)
            before = problem.solution[:number]
            yield Step(problem.statement, before, line)
            changed = mutations.mutate(line, rng)
            if changed is not None:
                yield Step(problem.statement, before, changed[0])


def swapped(claim: str) -> str:
    """b = a; a chain from its end."""
    first, *rest = claim.split(" = ")
    return " = ".join([*reversed(rest), first])


def multiplied(claim: str) -> str:
    # A name in brackets would be a remark.
    def side(text: str) -> str:
        return f"3 * {text}" if re.fullmatch("[A-Za-z' ]+", text) else f"3 * ({text})"

    first, *rest = re.split(r"( (?:=|<=?) )", claim)
    return side(first) + "".join(sign + side(text) for sign, text in zip(rest[::2], rest[1::2], strict=True))


def reordered(claim: str) -> str:
    """The terms of each sum from its end."""
    return " = ".join(_reordered(side) for side in claim.split(" = "))


def _reordered(side: str) -> str:
    terms: list[str] = []
    depth = 0
    for word in re.findall(r"[()]|[^()\s]+|\s+", side):
        depth += (word == "(") - (word == ")")
        if not depth and word in ("+", "-"):
            terms.append(word)
        elif terms:
            terms[-1] += word
        else:
            terms.append(word)
    if any(not term.strip("+- ") for term in terms):
        return side
    turned = [term if term[0] in "+-" else f"+{term}" for term in reversed(terms)]
    first = turned[0].strip().removeprefix("+").strip()
    return " ".join([first.replace("- ", "-", 1), *turned[1:]])


def in_latex(line: str) -> str:
    """The line as LaTeX source."""
    line = re.sub(r"(?<![\w.)])(\d+)/(\d+)(?![\w.(])", r"\\frac{\1}{\2}", line)
    line = re.sub(r"sqrt\((\d+)\)", r"\\sqrt{\1}", line)
    line = re.sub(r"\^(\d+)", r"^{\1}", line)
    line = re.sub(r"[a-z]{3,}(?= =)", lambda match: rf"\text{{{match[0]}}}", line)
    line = line.replace(" * ", r" \cdot ").replace("(", r"\left(").replace(")", r"\right)")
    return "$" + re.sub(r"(?<![a-z\\])pi\b", r"\\pi ", line).replace(" or ", r" \text{ or } ") + "$"


def renamed(step: Step) -> Step:
    """The unknowns of the problem, or the names of quantities on the way, called otherwise."""
    lines = (*step.before, step.line)
    letters = sorted(set(_LETTER.findall(" ".join(lines))))
    if not letters:
        new_words = iter(
            ("amount", "portion", "rest of it", "sum of all", "first lot", "other lot", "whole lot", "gain")
        )
        words = {word: next(new_words) for word in dict.fromkeys(_WORD.findall(" ; ".join(lines)))}
        lines = tuple(_WORD.sub(lambda match: words[match[0]], line) for line in lines)
        return replace(step, before=lines[:-1], line=lines[-1])
    new = iter(name for name in "wzkv" if name not in letters)
    names = {letter: next(new) for letter in letters}
    # "as a product": an article is no variable.
    parts = re.split(r"(?<=as )a(?= product)", step.statement)
    *changed, line = (
        _LETTER.sub(lambda match: names.get(match[0], match[0]), text) for text in (*parts, *lines)
    )
    return Step("a".join(changed[: len(parts)]), tuple(changed[len(parts) :]), line)


RELATIONS: dict[str, Callable[[Step], Step]] = {
    "sides swapped": lambda step: step.written(swapped),
    "multiplied by 3": lambda step: step.written(multiplied),
    "sums reordered": lambda step: step.written(reordered),
    "LaTeX": lambda step: replace(step, line=in_latex(step.line)),
    "renamed": renamed,
}
DECIDED = (LineStatus.VALID, LineStatus.INVALID)
_IS_AROUND_A_NAME = re.compile(r"-[a-z]|c[^ =]|c [^=]|median = ")
_NEEDS_ITS_NAME = re.compile(r"-[a-z]{3}|median = ")
NOTHING_TO_CHANGE = {
    "renamed": {"integer_arithmetic", "fractions", "decimals", "percent", "medians"},
    "sums reordered": {"circles", "rectangles"},
}
"""Families without names, and without sums."""


@pytest.mark.parametrize("relation", RELATIONS)
@pytest.mark.parametrize("family", GROUPS["core"])
def test_the_verdict_stays(family: str, relation: str, mutations: ModuleType) -> None:
    differ: list[str] = []
    compared: set[LineStatus] = set()
    changed = 0
    for step in steps(family, mutations):
        status, other = step.status, RELATIONS[relation](step)
        around = _IS_AROUND_A_NAME if status is LineStatus.INVALID else _NEEDS_ITS_NAME
        if relation == "renamed" and around.match(step.line):
            # The name of the quantity asked tells that "-area = 40" is wrong, or that the median is; another
            # name does not. And a minus before a name of several words is a mark of a list.
            continue
        if status in DECIDED:
            compared.add(status)
            changed += other.line != step.line
            if other.status is not status:
                differ.append(f"{step.statement} | {step.line} is {status}, {other.line} is {other.status}")
    assert not differ, "\n".join(differ)
    assert LineStatus.VALID in compared
    assert changed or family in NOTHING_TO_CHANGE.get(relation, ())


@pytest.mark.parametrize(
    ("change", "line", "wanted"),
    [
        (swapped, "total = 48 + 24 = 72", "72 = 48 + 24 = total"),
        (multiplied, "2x = 8", "3 * (2x) = 3 * (8)"),
        (reordered, "2x - 3(x + 1) = -4 + 5", "-3(x + 1) +2x  = 5 -4 "),
        (in_latex, "= 1/2 * sqrt(16)", r"$= \frac{1}{2} \cdot \sqrt{16}$"),
    ],
)
def test_the_ways_to_write_it(change: Callable[[str], str], line: str, wanted: str) -> None:
    assert change(line) == wanted


def test_families_with_a_variable_have_it_renamed_in_the_problem() -> None:
    for family in ("linear_equations", "linear_systems", "quadratics", "expand", "factor", "simplify"):
        assert load_family(family).readable
        for index in range(20):
            problem = make_problem(family, "train", 12, index)
            step = Step(problem.statement, (), problem.solution[-1])
            assert renamed(step).status is LineStatus.VALID, renamed(step)
