"""Mutation test of the verifier: one number, operator or sign of a valid line changed, is it noticed?

Run: python benchmarks/mutations.py [--mutants 20000] [--families core] [--seed 0] [--show 20]. As many
changes again write something another way (3 as (5 - 2), a - b as a + -b, brackets, another order, LaTeX)
and must not be flagged; see line_changes.py. The lines are those of the worked solutions of the families of
`core`, of all the `others`, or of those named; each is judged behind the lines before it, and only lines
that the verifier calls valid count. Whether a change leaves the line right is decided by a route of its
own: Python's grammar reads the text (which is generated here, not a stranger's), and its value is worked
out: in `core` with fractions, chains and expressions at random points, equations of a system at its
solution, equations in one unknown by SymPy's real roots; in the others as changed_lines.py says. Exit code
1 where fewer than 99 % of the changes that make a line wrong are called invalid, or more than 0.1 % of
those that leave it right; in the others also where one that makes a line wrong is called valid.
"""

from __future__ import annotations

import argparse
import ast
import math
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from changed_lines import ChangedLine
from line_changes import from_latex, mutate, rewrite
from plain_values import ASCII, Unreadable, python_tree

from coe.problem import Problem
from coe.seeding import derive_rng
from coe.tasks.catalogue import GROUPS, family_names, make_problem
from coe.verifier import LineStatus, verify

CAUGHT_AT_LEAST = 0.99
FLAGGED_AT_MOST = 0.001
_LARGEST_EXPONENT = 20
# Some families have few lines that the other route reads.
_MOST_PROBLEMS = 5
_EQUATIONS = frozenset({"linear_equations", "quadratics"})
_FORMS = frozenset({"integer_arithmetic", "fractions", "decimals", "percent", "expand", "factor", "simplify"})


def walk(node: ast.expr, leaf: Callable[[str], Any], root: Callable[[Any], Any]) -> Any:
    """The value of a tree, its numbers and names given by `leaf`."""
    if isinstance(node, ast.Constant):
        return leaf(str(node.value))
    if isinstance(node, ast.Name):
        return leaf(node.id)
    if isinstance(node, ast.UnaryOp):
        value = walk(node.operand, leaf, root)
        return -value if isinstance(node.op, ast.USub) else value
    if isinstance(node, ast.Call):
        if ast.unparse(node.func) != "sqrt":
            raise Unreadable(ast.unparse(node))
        return root(walk(node.args[0], leaf, root))
    if not isinstance(node, ast.BinOp):
        raise Unreadable(ast.dump(node))
    left, right = walk(node.left, leaf, root), walk(node.right, leaf, root)
    if isinstance(node.op, ast.Pow):
        if not abs(right) <= _LARGEST_EXPONENT:
            raise Unreadable("a large power")
        return left**right
    operations: dict[type, Callable[[Any, Any], Any]] = {
        ast.Add: lambda a, b: a + b,
        ast.Sub: lambda a, b: a - b,
        ast.Mult: lambda a, b: a * b,
        ast.Div: lambda a, b: a / b,
    }
    return operations[type(node.op)](left, right)


def square_root(value: Fraction) -> Fraction:
    """Exact where the value is a square, else to 40 decimals."""
    if value < 0:
        raise ZeroDivisionError
    scale = 10**80
    root = Fraction(math.isqrt(value.numerator * scale // value.denominator), 10**40)
    exact = Fraction(math.isqrt(value.numerator), math.isqrt(value.denominator))
    return exact if exact * exact == value else root


def value_at(text: str, point: Mapping[str, Fraction]) -> Fraction | None:
    """The value of an expression, None where it has none there.

    Raises:
        Unreadable
    """
    try:
        found = walk(
            python_tree(text),
            lambda leaf: Fraction(leaf) if leaf[0].isdigit() else point[leaf],
            square_root,
        )
    except ZeroDivisionError:
        return None
    except (KeyError, TypeError) as error:
        raise Unreadable(text) from error
    if not isinstance(found, Fraction):
        raise Unreadable(text)
    return found


def same_values(sides: list[str], points: list[Mapping[str, Fraction]]) -> bool:
    """Whether all sides have one value at each point."""
    for point in points:
        values = [value_at(side, point) for side in sides]
        if None in values:
            return False
        known = [value for value in values if value is not None]
        if any(abs(value - known[0]) > Fraction(1, 10**30) for value in known):
            return False
    return True


def roots_of(claims: str) -> frozenset[Any] | None:
    """The real solutions of "a = b or c = d" in one unknown; None where every number is one.

    Raises:
        Unreadable: it is not a rational equation in one unknown.
    """
    import sympy

    found: set[Any] = set()
    for claim in claims.split(" or "):
        sides = claim.split("=")
        if len(sides) != 2:
            raise Unreadable(claims)
        try:
            values = [
                walk(
                    python_tree(side),
                    lambda leaf: sympy.Rational(leaf) if leaf[0].isdigit() else sympy.Symbol(leaf),
                    sympy.sqrt,
                )
                for side in sides
            ]
        except TypeError as error:
            # An exponent with an unknown in it.
            raise Unreadable(claims) from error
        difference = sympy.together(sympy.expand(values[0] - values[1]))
        if difference.has(sympy.zoo, sympy.nan):
            continue
        top, bottom = sympy.fraction(difference)
        names = sorted(difference.free_symbols, key=str)
        if sympy.expand(top) == 0:
            return None
        if not names:
            continue
        if len(names) > 1:
            raise Unreadable(claims)
        for root in sympy.real_roots(sympy.Poly(top, names[0])):
            if sympy.simplify(bottom.subs(names[0], root)) != 0:
                found.add(sympy.nsimplify(root) if root.is_Rational else root)
    return frozenset(found)


_LETTER = re.compile(r"(?<![A-Za-z])[a-z](?![A-Za-z])")


@dataclass(frozen=True)
class Judge:
    """Tells whether a line is right for one problem, without the verifier."""

    problem: Problem
    rng: Random

    def is_right(self, line: str) -> bool:
        """Whether the line, a changed one of the worked solution, is still right.

        Raises:
            Unreadable
        """
        family = self.problem.family
        if family in _EQUATIONS:
            wanted, mine = roots_of(self.problem.answer or ""), roots_of(line)
            # An identity holds, whatever the problem is.
            return mine is None or mine == wanted
        if family == "linear_systems":
            return same_values(line.split("="), [self._solution()])
        sides = line.split("=")
        if family in _FORMS:
            sides[0] = self.problem.answer or ""
        elif len(sides[0].strip()) > 1 and sides[0].strip().isalpha():
            del sides[0]
        elif family == "pythagoras":
            return same_values(sides, [{"c": Fraction(self.problem.answer or "0")}])
        return same_values(sides, [self._point() for _ in range(3)])

    def _solution(self) -> Mapping[str, Fraction]:
        pairs = (claim.split("=") for claim in (self.problem.answer or "").split(","))
        return {name.strip(): value_at(value, {}) or Fraction(0) for name, value in pairs}

    def _point(self) -> Mapping[str, Fraction]:
        names = [*map(chr, range(ord("a"), ord("z") + 1)), "pi"]
        return {name: Fraction(self.rng.randint(10**6, 10**9), 997) for name in names}


@dataclass(frozen=True)
class Mutant:
    """A changed line in its place, and what is so."""

    problem: Problem
    line: str
    changed: str
    kind: str
    right: bool
    status: LineStatus

    def __str__(self) -> str:
        return f"{self.problem.statement} | {self.line!r} -> {self.changed!r} ({self.kind}): {self.status}"


def mutants(
    family: str,
    count: int,
    seed: int = 0,
    change: Callable[[str, Random], tuple[str, str] | None] = mutate,
) -> Iterator[Mutant]:
    """Changed lines of a family's worked solutions, one a line, each line valid before."""
    rng = derive_rng("mutants", family, seed)
    for index in range(_MOST_PROBLEMS * count):
        if not count:
            return
        problem = make_problem(family, "train", seed, index)
        verdicts = verify(problem.statement, problem.solution).lines
        for number, line in enumerate(problem.solution):
            found = change(line, rng)
            if found is None or verdicts[number].status is not LineStatus.VALID or not count:
                continue
            if verify(problem.statement, problem.solution[: number + 1]).lines[-1] != verdicts[number]:
                # Only what comes behind it makes the line valid: a root that is rejected there.
                continue
            judge = Judge(problem, rng) if family in GROUPS["core"] else ChangedLine(problem, line, rng)
            try:
                if not judge.is_right(line):
                    raise AssertionError(f"the judge refuses {line!r} of {problem.statement!r}")
                right = judge.is_right(from_latex(found[0].translate(ASCII)))
            except Unreadable:
                continue
            draft = [*problem.solution[:number], found[0]]
            status = verify(problem.statement, draft).lines[-1].status
            count -= 1
            yield Mutant(problem, line, *found, right, status)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutants", type=int, default=20_000)
    parser.add_argument(
        "--families", nargs="+", default=["core"], help="core, others, or names (default: core)"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", type=int, default=20, help="how many of the failures are printed")
    given = parser.parse_args()
    total: Counter[tuple[bool, LineStatus]] = Counter()
    failures: list[Mutant] = []
    print(
        f"{'family':22} {'wrong':>6} {'caught':>8} {'accepted':>8}  {'right':>6} {'flagged':>8} {'valid':>8}"
    )
    names = _chosen(given.families)
    for family in names:
        counts: Counter[tuple[bool, LineStatus]] = Counter()
        for change in (mutate, rewrite):
            for mutant in mutants(family, -(-given.mutants // len(names)), given.seed, change):
                counts[mutant.right, mutant.status] += 1
                if (mutant.status is LineStatus.INVALID) is mutant.right:
                    failures.append(mutant)
        total += counts
        _row(family, counts)
    caught, flagged = _row("all", total)
    for mutant in failures[: given.show]:
        print(f"  {'flagged' if mutant.right else 'missed'}: {mutant}")
    accepted = total[False, LineStatus.VALID] if set(names) - set(GROUPS["core"]) else 0
    return 0 if caught >= CAUGHT_AT_LEAST and flagged <= FLAGGED_AT_MOST and not accepted else 1


def _chosen(families: list[str]) -> list[str]:
    """The families that are meant, in the order of the catalogue."""
    others = [name for name in family_names() if name not in GROUPS["core"]]
    groups = {"core": list(GROUPS["core"]), "others": others}
    named = {name for family in families for name in groups.get(family, [family])}
    if unknown := named - set(family_names()):
        sys.exit(f"no family is called {', '.join(sorted(unknown))}")
    return [name for name in family_names() if name in named]


def _row(name: str, counts: Counter[tuple[bool, LineStatus]]) -> tuple[float, float]:
    wrong = sum(count for (right, _), count in counts.items() if not right)
    right = sum(counts.values()) - wrong
    caught = counts[False, LineStatus.INVALID] / wrong if wrong else 1.0
    flagged = counts[True, LineStatus.INVALID] / right if right else 0.0
    passed = counts[True, LineStatus.VALID] / right if right else 1.0
    accepted = counts[False, LineStatus.VALID]
    print(
        f"{name:22} {wrong:6} {caught:8.2%} {accepted:8}  {right:6} {flagged:8.2%} {passed:8.2%}", flush=True
    )
    return caught, flagged


if __name__ == "__main__":
    sys.exit(main())
