"""Expressions back to text that the parser reads as the same expression, with few brackets."""

from __future__ import annotations

from fractions import Fraction

from coe.verifier.expressions.binders import BINDERS, free
from coe.verifier.expressions.expr import Chain, Expr
from coe.verifier.syntax.calculator import decimals_of, format_number
from coe.verifier.values.matrices import rows_of

_SUM, _PRODUCT, _SIGN, _POWER, _ATOM = 10, 20, 25, 30, 40


def format_expression(expression: Expr) -> str:
    """The text of an expression, "2x + 5", "(1/2)x", "sqrt(3)/2"."""
    return _text(expression, 0)


def _text(node: Expr, around: int) -> str:
    text, strength = _shape(node)
    return f"({text})" if strength < around else text


def _shape(node: Expr) -> tuple[str, int]:
    """Text without outer brackets, and how tightly it holds together."""
    kind = node[0]
    if kind == "num":
        return _number(node[1], node[2])
    if kind in ("var", "const", "word", "bound"):
        return str(node[1]), _ATOM
    if kind == "neg":
        return "-" + _text(node[1], _SIGN), _SIGN
    if kind in ("+", "-"):
        right = _text(node[2], _SUM + 1)
        if right.startswith("-"):
            right = f"({right})"
        return f"{_text(node[1], _SUM)} {kind} {right}", _SUM
    if kind == "*":
        return _product(node)
    if kind == "/":
        return f"{_text(node[1], _PRODUCT)}/{_tight(node[2])}", _PRODUCT
    if kind == "^":
        return f"{_text(node[1], _ATOM)}^{_exponent(node[2])}", _POWER
    return _other(node)


def _number(value: Fraction, places: int | None) -> tuple[str, int]:
    if places is not None and (needed := decimals_of(value)) is not None:
        text = format_number(value, decimal=True)
        zeros = places - needed
        if zeros > 0:
            text += ("" if "." in text else ".") + "0" * zeros
    else:
        text = format_number(value)
    if value.numerator < 0:
        return text, _SUM
    return text, _PRODUCT if "/" in text else _ATOM


def _product(node: Expr) -> tuple[str, int]:
    left, right = _text(node[1], _PRODUCT), _text(node[2], _PRODUCT + 1)
    if "/" in left and _is_fraction(node[1]):
        left = f"({left})"
    if _glues(node[1], node[2], left, right):
        return left + (" " if len(right) > 1 and right[:2].isalpha() else "") + right, _PRODUCT
    return f"{left} * {right if right[0] != '-' else f'({right})'}", _PRODUCT


def _is_fraction(node: Expr) -> bool:
    return bool(node[0] == "num" or (node[0] == "/" and node[1][0] == node[2][0] == "num"))


def _glues(left_node: Expr, right_node: Expr, left: str, right: str) -> bool:
    """Whether the product may be written without its sign: 2x, (1/2)x, 3(x + 1), (x + 1)(x - 2)."""
    if right[0] == "(":
        return not _is_fraction(right_node) and (
            left[-1] == ")" or (left[-1].isdigit() and _ends_plainly(left_node))
        )
    if not right[0].isalpha() or right_node[0] not in ("var", "const", "call", "^"):
        return False
    if right_node[0] == "var" and len(right) > 1 and "_" not in right:
        return False
    return (left[-1].isdigit() and _ends_plainly(left_node)) or (left[-1] == ")" and _is_fraction(left_node))


def _ends_plainly(node: Expr) -> bool:
    """A number, perhaps with a sign: not the end of a power or quotient, which would take the factor in."""
    return bool(node[0] == "num" or (node[0] == "neg" and node[1][0] == "num"))


def _tight(node: Expr) -> str:
    text = _text(node, _PRODUCT + 1)
    return f"({text})" if text.startswith("-") else text


def _exponent(node: Expr) -> str:
    if node[0] == "neg" and node[1][0] == "num" and "/" not in format_number(node[1][1]):
        return f"({_text(node, 0)})"
    return _text(node, _POWER)


def _other(node: Expr) -> tuple[str, int]:
    kind = node[0]
    if kind == "pct":
        return _text(node[1], _ATOM) + "%", _ATOM
    if kind == "fact":
        return _text(node[1], _ATOM) + "!", _ATOM
    if kind == "unit":
        inner = _text(node[1], _ATOM)
        return (f"${inner}", _ATOM) if node[2] == "$" else (f"{inner} {node[2]}", _PRODUCT)
    if kind == "call":
        return _call(node)
    if kind == "pm":
        right = _text(node[2], _SUM + 1)
        return (f"±{right}" if node[1] is None else f"{_text(node[1], _SUM)} ± {right}"), _SUM
    if kind == "seq":
        items = ", ".join(_text(item, 0) for item in node[2])
        return {"tuple": f"({items})", "set": f"{{{items}}}"}.get(node[1], items), _ATOM if node[
            1
        ] != "list" else 0
    if kind == "interval":
        low, high = _text(node[1], 0), _text(node[2], 0)
        return f"{'[' if node[3] else '('}{low}, {high}{']' if node[4] else ')'}", _ATOM
    if kind == "union":
        return " ∪ ".join(_text(part, 0) for part in node[1]), 0
    if kind == "ratio":
        return ":".join(_text(item, _SUM) for item in node[1]), 0
    if kind == "matrix":
        rows = (", ".join(_text(entry, 0) for entry in row) for row in rows_of(node))
        return f"[{', '.join(f'[{row}]' for row in rows)}]", _ATOM
    if kind in BINDERS:
        return _binder(node), _SUM
    return _of_answer(node), _ATOM


def _binder(node: Expr) -> str:
    """Calculus in the plain notation that the reader of lines takes: d/dx(x^2), ∫_(0)^(1) (x^2) dx."""
    kind, body, name = node[0], _text(free(node), 0), node[2]
    if kind == "deriv":
        order = "" if node[4] == 1 else f"^{node[4]}"
        text = f"d{order}/d{name}{order} ({body})"
        return text if node[3] == ("var", name) else f"({text} at {name} = {_text(node[3], 0)})"
    if kind == "anti":
        return f"∫ ({body}) d{name}"
    if kind == "int":
        return f"∫_({_text(node[3], 0)})^({_text(node[4], 0)}) ({body}) d{name}"
    if kind == "lim":
        side = f"^{node[4]}" if node[4] else ""
        return f"lim_({name} -> {_text(node[3], 0)}{side}) ({body})"
    sign = "∑" if kind == "sum" else "∏"
    return f"{sign}_({name} = {_text(node[3], 0)})^({_text(node[4], 0)}) ({body})"


def _of_answer(node: Expr) -> str:
    """Kinds that only answers have."""
    if node[0] == "choice":
        return f"({node[1]})"
    if node[0] == "based":
        return f"{format_number(node[1])} (written in base {node[2]})"
    hours, minutes = divmod(node[1], 60)
    if not node[2]:
        return f"{hours}:{minutes:02}"
    return f"{(hours - 1) % 12 + 1}:{minutes:02} {node[2]}"


def _call(node: Expr) -> tuple[str, int]:
    if node[1] == "abs":
        return f"|{_text(node[2][0], 0)}|", _ATOM
    return f"{node[1]}({', '.join(_text(argument, 0) for argument in node[2])})", _ATOM


def chain_text(chain: Chain) -> str:
    """A chain in plain text; one that is continued starts with its relation."""
    # A continued chain has as many relations as sides: the first stands before its first side.
    relations = chain.relations if chain.continued else ("", *chain.relations)
    links = zip(relations, chain.sides, strict=True)
    return " ".join(f"{relation} {format_expression(side)}".strip() for relation, side in links)
