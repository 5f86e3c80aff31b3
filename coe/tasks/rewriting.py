"""Arithmetic worked one operation a line, in the one order that school teaches.

Innermost bracket first, then `*` and `/` from the left, then `+` and `-` from the left. Each line is the
expression before it with exactly one operation inside a calculator span. Negative results are refused unless
they stand first in the expression or in a bracket, so that no line needs a sign to be merged.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

_PRECEDENCE = {"+": 1, "-": 1, "*": 2, "/": 2}


class Refused(Exception):
    """These numbers do not suit the shape; draw others."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A literal."""

    value: Fraction
    text: str


@dataclass(frozen=True, slots=True)
class Operation:
    """`left op right`, in brackets or not."""

    op: str
    left: Leaf | Operation
    right: Leaf | Operation
    bracketed: bool


Node = Leaf | Operation
Printer = Callable[[Fraction, str, bool], str]
"""(value, text of its span, whether its neighbour is `*` or `/`) -> the text that replaces the span."""


def calculate(op: str, left: Fraction, right: Fraction) -> Fraction:
    """The value of one operation.

    Raises:
        Refused: division by zero.
    """
    if op == "+":
        return left + right
    if op == "-":
        return left - right
    if op == "*":
        return left * right
    if right == 0:
        raise Refused
    return left / right


def render(node: Node, marked: Operation | None = None) -> str:
    """The expression as text, `marked` as a calculator span in place of itself and its brackets."""
    if isinstance(node, Leaf):
        return node.text
    body = f"{render(node.left, marked)} {node.op} {render(node.right, marked)}"
    if node is marked:
        return f"{{{body}}}"
    return f"({body})" if node.bracketed else body


def work(node: Node, printer: Printer) -> tuple[tuple[str, ...], Fraction]:
    """The lines that work `node` out, with spans, and its value.

    Raises:
        Refused: a negative result stands where it would have to merge with a sign.
    """
    lines = []
    while isinstance(node, Operation):
        chosen = _next_operation(node)
        lines.append(f"= {render(node, chosen)}")
        node = _replace(node, chosen, printer, first=True, beside_product=False)
    return tuple(lines), node.value


def _next_operation(root: Operation) -> Operation:
    best: Operation = root
    best_key = (-1, -1)

    def visit(node: Node, depth: int) -> None:
        nonlocal best, best_key
        if isinstance(node, Leaf):
            return
        depth += node.bracketed
        visit(node.left, depth)
        visit(node.right, depth)
        ready = isinstance(node.left, Leaf) and isinstance(node.right, Leaf)
        key = (depth, _PRECEDENCE[node.op])
        if ready and key > best_key:
            best, best_key = node, key

    visit(root, 0)
    return best


def _replace(node: Node, chosen: Operation, printer: Printer, first: bool, beside_product: bool) -> Node:
    if isinstance(node, Leaf):
        return node
    if node is chosen:
        return _result(node, printer, first, beside_product)
    product = node.op in "*/"
    left = _replace(node.left, chosen, printer, first or node.bracketed, product)
    right = _replace(node.right, chosen, printer, False, product)
    return Operation(node.op, left, right, node.bracketed)


def _result(node: Operation, printer: Printer, first: bool, beside_product: bool) -> Leaf:
    assert isinstance(node.left, Leaf)
    assert isinstance(node.right, Leaf)
    value = calculate(node.op, node.left.value, node.right.value)
    if value < 0 and not first:
        raise Refused
    return Leaf(value, printer(value, f"{node.left.text} {node.op} {node.right.text}", beside_product))
