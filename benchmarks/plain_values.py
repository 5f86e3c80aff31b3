"""What a line of a worked solution is worth, worked out without the verifier: Python's grammar and mpmath.

Reads what the task families write (chains of expressions with names in front, pairs, matrices, roots,
logarithms, angles in degrees, inequalities in one letter) and refuses the rest. The text is generated here,
no stranger's.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

import mpmath

DIGITS = 60
_AGREE = mpmath.mpf(10) ** -40
_TOKEN = re.compile(r"\d+(?:\.\d+)?|[A-Za-z]+|\S")
ASCII = str.maketrans("−×·÷", "-**/")
_LARGEST_EXPONENT = 60
_RELATION = re.compile(r"<=|>=|!=|≤|≥|≠|<|>|=")
_OPPOSITE = {"≤": "<=", "≥": ">=", "≠": "!="}
_LETTER = re.compile(r"(?<![A-Za-z])[a-z](?![A-Za-z])")


class Unreadable(Exception):
    """The text is nothing that is read here, or too large to work out."""


def _whole(value: Any) -> int:
    if not mpmath.isint(value) or abs(value) > 10**6:
        raise Unreadable(str(value))
    return int(value)


def _root(value: Any) -> Any:
    if value < 0:
        raise ZeroDivisionError
    return mpmath.sqrt(value)


def _log(value: Any, base: Any = 10) -> Any:
    if value <= 0 or base <= 0 or base == 1:
        raise ZeroDivisionError
    return mpmath.log(value) / mpmath.log(base)


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "sqrt": _root,
    "abs": abs,
    "sin": mpmath.sin,
    "cos": mpmath.cos,
    "tan": mpmath.tan,
    "ln": lambda value: _log(value, mpmath.e),
    "log": _log,
    "logb": lambda base, value: _log(value, base),
    "gcd": lambda *values: mpmath.mpf(math.gcd(*map(_whole, values))),
    "lcm": lambda *values: mpmath.mpf(math.lcm(*map(_whole, values))),
    "fact": lambda value: mpmath.mpf(math.factorial(min(_whole(value), 200))),
}


def python_tree(text: str) -> ast.expr:
    """The expression by Python's grammar, products written out.

    Raises:
        Unreadable
    """
    text = re.sub(r"log_(\d+)\(", r"logb(\1, ", text.translate(ASCII))
    text = re.sub(r"(\d+)!", r"fact(\1)", re.sub(r"(\d+(?:\.\d+)?)°", r"(\1 * pi / 180)", text))
    text = re.sub(r"\|([^|]+)\|", r" abs(\1)", text)
    if "!" in text or "|" in text or "_" in text:
        raise Unreadable(text)
    pieces: list[str] = []
    before = ""
    for token in _TOKEN.findall(text):
        starts = token[0].isalnum() or token == "("
        if starts and before and (before[0].isalnum() or before == ")"):
            if before[0].isdigit() and token[0].isdigit():
                raise Unreadable(text)
            pieces.append("" if before in _FUNCTIONS else "*")
        pieces.append("**" if token == "^" else f"'{token}'" if token[0].isdigit() else token)
        before = token
    try:
        return ast.parse(" ".join(pieces), mode="eval").body
    except (SyntaxError, ValueError) as error:
        raise Unreadable(text) from error


_OPERATIONS: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
}


def _power(base: Any, exponent: Any) -> Any:
    if abs(exponent) > _LARGEST_EXPONENT:
        raise Unreadable("a large power")
    if base == 0 and exponent <= 0:
        raise ZeroDivisionError
    if base < 0 and not mpmath.isint(exponent):
        raise ZeroDivisionError
    return base**exponent


def _walk(node: ast.expr, point: Mapping[str, Any]) -> Any:
    if isinstance(node, ast.Constant):
        return mpmath.mpf(str(node.value))
    if isinstance(node, ast.Name):
        if node.id in ("pi", "e"):
            return +mpmath.pi if node.id == "pi" else +mpmath.e
        if node.id not in point:
            raise Unreadable(node.id)
        return point[node.id]
    if isinstance(node, ast.UnaryOp):
        value = _walk(node.operand, point)
        return -value if isinstance(node.op, ast.USub) else value
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _FUNCTIONS:
        return _FUNCTIONS[node.func.id](*(_walk(argument, point) for argument in node.args))
    if isinstance(node, ast.BinOp):
        left, right = _walk(node.left, point), _walk(node.right, point)
        return (
            _power(left, right) if isinstance(node.op, ast.Pow) else _OPERATIONS[type(node.op)](left, right)
        )
    raise Unreadable(ast.dump(node))


def parts(side: str) -> list[str]:
    """The entries of a pair or of a matrix in brackets; any other side alone."""
    side = side.strip()
    inside = side[1:-1]
    if side[:2] == "[[" and side[-2:] == "]]":
        return [entry for row in inside.strip("[]").split("], [") for entry in row.split(",")]
    if side[:1] == "(" and side[-1:] == ")" and "," in inside and "(" not in inside:
        return inside.split(",")
    return [side]


def values_at(side: str, point: Mapping[str, Any]) -> tuple[Any, ...] | None:
    """The value of a side, of each of its entries; None where it has none.

    Raises:
        Unreadable
    """
    with mpmath.workdps(DIGITS):
        try:
            return tuple(_walk(python_tree(part), point) for part in parts(side))
        except ZeroDivisionError:
            return None
        except (TypeError, ValueError, OverflowError, KeyError) as error:
            raise Unreadable(side) from error


def agree(a: tuple[Any, ...] | None, b: tuple[Any, ...] | None) -> bool:
    """Whether two values are the same."""
    if a is None or b is None or len(a) != len(b):
        return False
    return all(abs(x - y) <= _AGREE * max(1, abs(x)) for x, y in zip(a, b, strict=True))


def solutions_of(line: str) -> Any:
    """The real solutions of equations and inequalities in one letter, joined by "or", by SymPy; a set.

    Raises:
        Unreadable: anything else, and what SymPy does not solve.
    """
    import sympy

    letters = set(_LETTER.findall(line))
    if len(letters) != 1:
        raise Unreadable(line)
    letter = sympy.Symbol(letters.pop(), real=True)
    found: Any = sympy.S.EmptySet
    for claim in line.split(" or "):
        found = sympy.Union(found, _claim_set(claim, letter))
    return found


def _claim_set(claim: str, letter: Any) -> Any:
    import sympy

    sides, signs = _RELATION.split(claim.translate(ASCII)), _RELATION.findall(claim)
    if len(sides) not in (2, 3) or not all(side.strip() for side in sides):
        raise Unreadable(claim)
    found: Any = sympy.S.Reals
    for left, sign, right in zip(sides, signs, sides[1:], strict=False):
        a, b = (_symbolic(python_tree(side), letter) for side in (left, right))
        relations = {
            "=": sympy.Eq, "!=": sympy.Ne, "<": sympy.Lt, "<=": sympy.Le, ">": sympy.Gt, ">=": sympy.Ge,
        }  # fmt: skip
        relation = relations[_OPPOSITE.get(sign, sign)](a, b)
        if relation in (sympy.true, sympy.false):
            found = found if relation == sympy.true else sympy.S.EmptySet
            continue
        try:
            mine = sympy.solveset(relation, letter, sympy.S.Reals)
        except (NotImplementedError, ValueError, TypeError) as error:
            raise Unreadable(claim) from error
        found = sympy.Intersection(found, mine)
    known = found in (sympy.S.EmptySet, sympy.S.Reals)
    if not known and not isinstance(found, (sympy.Interval, sympy.FiniteSet, sympy.Union)):
        raise Unreadable(claim)
    return found


def _symbolic(node: ast.expr, letter: Any) -> Any:
    import sympy

    if isinstance(node, ast.Constant):
        return sympy.Rational(str(node.value))
    if isinstance(node, ast.Name) and node.id == letter.name:
        return letter
    if isinstance(node, ast.UnaryOp):
        value = _symbolic(node.operand, letter)
        return -value if isinstance(node.op, ast.USub) else value
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("sqrt", "abs"):
        return {"sqrt": sympy.sqrt, "abs": sympy.Abs}[node.func.id](_symbolic(node.args[0], letter))
    if isinstance(node, ast.BinOp):
        left, right = _symbolic(node.left, letter), _symbolic(node.right, letter)
        if isinstance(node.op, ast.Pow):
            if not (right.is_Rational and abs(right) <= _LARGEST_EXPONENT):
                raise Unreadable("an exponent with a letter")
            return left**right
        if isinstance(node.op, ast.Div) and right == 0:
            raise Unreadable("a division by zero")
        return _OPERATIONS[type(node.op)](left, right)
    raise Unreadable(ast.dump(node))
