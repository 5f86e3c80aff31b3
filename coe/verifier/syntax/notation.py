"""The notation of calculus: text to signs that tag and parse as mathematics, and signs to nodes.

`rewrite` works on the text of a line that is already plain (`latex.py`): "lim_(x -> 0)", "∑_(k=1)^n",
"d/dx", "integral of x^2 dx from 0 to 1" become

    →_(x,0) body    →_(x,0,+) body    ∑_(k,1)^(n) body    ∏_(k,1)^(n) body    ∂_(x,1) body
    ∫_(0)^(1) body δ x

so that no arrow or equals sign inside them is taken for a step or a relation. `read_binder` is the
parser's part. How far a body reaches:

- an integral, to its differential; dx in the numerator of a fraction counts as behind it;
- a derivative of a bracket, to its end (with powers, quotients and brackets that follow); without a
  bracket, and a limit, over the whole sum as long as its variable occurs;
- a sum or product, over one term; where its variable occurs behind that, the line is not readable.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING

from coe.verifier.expressions.binders import bind, opened, replaced
from coe.verifier.expressions.contents import free_variables
from coe.verifier.expressions.expr import Expr
from coe.verifier.syntax.brackets import closing, opening
from coe.verifier.syntax.lexer import ParseFailure

if TYPE_CHECKING:
    from coe.verifier.syntax.parser import Parser

SIGNS = frozenset("∫∑∏∂→δ")
_SUM, _PRODUCT = 10, 20
_ONE: Expr = ("num", Fraction(1), None)
_MAX_ORDER = 6
_NAME = r"(?:theta|alpha|beta|phi|[A-Za-z])"
TRIGGER = re.compile(
    r"[∫∑∏]|\blim|(?<![A-Za-z\d])d[ \d^()]*/|\(d[^a-z]|\bint(?:egral)?(?![a-z])|\bsum(?![a-z])|Sigma|\bprod"
)
_ORDER = r"(?:\s*\^\s*\(?\s*(\d)\s*\)?)?"
_D_PLAIN = re.compile(rf"(?<![A-Za-z\d])d{_ORDER}\s*/\s*\(?d\s*({_NAME}){_ORDER}(?![A-Za-z])\)?")
_D_FRACTION = re.compile(rf"\(\(\s*d{_ORDER}\s*\)/\(\s*d\s*({_NAME})\s*{_ORDER}\s*\)\)")
_D_OF = re.compile(
    rf"\(\(\s*d{_ORDER}\s*((?:[^()]|\([^()]*\)){{1,60}})\)/\(\s*d\s*({_NAME})\s*{_ORDER}\s*\)\)"
)
_D_NAMED = re.compile(r"\(\(\s*d\s?([a-zA-Z])\s*\)/\(\s*d\s?([a-zA-Z])\s*\)\)")
_INTEGRAL_WORDS = (
    (
        re.compile(r"(?:\bthe )?(?:\b(?:in)?definite )?\bintegral from (\S+) to (\S+) of\b", re.I),
        r"∫_(\1)^(\2) ",
    ),
    (
        re.compile(
            rf"(?:\bthe )?(?:\bdefinite )?\bintegral of (.+? d ?{_NAME})\s+from (\S+) to (\S+?)(?=[\s,]|$)",
            re.I,
        ),
        r"∫_(\2)^(\3) \1",
    ),
    (re.compile(r"(?:\bthe )?(?:\bindefinite )?\bintegral of\b|\bint\b(?!_)", re.I), "∫ "),
    (re.compile(r"\bint(?=_)"), "∫"),
)
_SUM_WORDS = (
    (
        re.compile(r"(?:\bthe )?\bsum (?:from )?([A-Za-z])\s*=\s*(\S+) to (\S+) of\b", re.I),
        r"∑_(\1=\2)^(\3) ",
    ),
    (re.compile(r"\bsum(?=\s*_)|\bSigma\s*(?=_)"), "∑"),
    (re.compile(r"\bprod(?:uct)?(?=\s*_)"), "∏"),
)
_LIMIT_WORDS = (
    (re.compile(rf"(?:\bthe )?\blimit (?:as )?({_NAME})\s*->\s*([^\s,]+),? of\b", re.I), r"lim_(\1->\2) "),
    (
        re.compile(rf"\blim(?:it)?\s+(?:as\s+)?({_NAME})\s*->\s*(-?\s?\w+(?:/\w+)?[+-]?)(?=\s|\()"),
        r"lim_(\1->\2) ",
    ),
    (re.compile(rf"\blim_({_NAME})\s*->\s*(-?\s?\w+(?:/\w+)?[+-]?)(?=\s|\()"), r"lim_(\1->\2) "),
)
_LIMIT = re.compile(r"\blim\s*_?\s*(?=\()")
_INDEX = re.compile(r"([∑∏])\s*_\s*(?=\()")
_TARGET = re.compile(rf"\s*({_NAME})\s*->\s*(.+?)\s*(?:\^\s*\(?\s*([+-])\s*\)?|(?<=[\w)])([+-]))?\s*")
_START = re.compile(rf"\s*({_NAME})\s*=\s*(.+?)\s*")
_GLUED = re.compile(rf"(?<![A-Za-z])([A-Za-z])d({_NAME})(?![A-Za-z(])")
_DIFFERENTIAL = re.compile(rf"(?<![A-Za-z])d\s?({_NAME})(?![A-Za-z(])")
_IN_FRACTION = re.compile(r"\s*δ\s*(\w+)\s*\)(?=/\()")


def rewrite(line: str) -> str:
    """The line with the notation of calculus in signs; text without it comes back as it is.

    Raises:
        ParseFailure: brackets that do not close.
    """
    for pattern, replacement in (*_LIMIT_WORDS, *_SUM_WORDS, *_INTEGRAL_WORDS):
        line = pattern.sub(replacement, line)
    line = _D_NAMED.sub(r" d\1/d\2 ", line)
    line = _D_FRACTION.sub(_derivative_sign, line)
    line = _D_PLAIN.sub(_derivative_sign, line)
    line = _D_OF.sub(_derivative_of, line)
    line = _headed(line, _LIMIT, _limit_sign)
    line = _headed(line, _INDEX, _index_sign)
    if "∫" in line:
        line = _GLUED.sub(r"\1 d\2", line)
        line = _DIFFERENTIAL.sub(r" δ \1 ", line)
        line = _out_of_fractions(line)
    return line


def _derivative_sign(match: re.Match[str]) -> str:
    first, name, second = match.groups()
    if (first or "1") != (second or "1"):
        raise ParseFailure("a derivative of two orders", hostile=False)
    return f" ∂_({name},{first or 1}) "


def _derivative_of(match: re.Match[str]) -> str:
    first, body, name, second = match.groups()
    if (first or "1") != (second or "1") or re.fullmatch(r"\s*[a-zA-Z]\s*", body):
        return match[0]
    return f" (∂_({name},{first or 1}) ({body})) "


def _headed(line: str, pattern: re.Pattern[str], sign: Callable[[re.Match[str], str], str]) -> str:
    """Every bracket behind the pattern rewritten by `sign`."""
    start = 0
    while (match := pattern.search(line, start)) is not None:
        close = _paired(closing(line, match.end()))
        replacement = sign(match, line[match.end() + 1 : close])
        line = line[: match.start()] + replacement + line[close + 1 :]
        start = match.start() + len(replacement)
    return line


def _paired(place: int | None) -> int:
    if place is None:
        raise ParseFailure("unbalanced brackets")
    return place


def _limit_sign(match: re.Match[str], content: str) -> str:
    found = _TARGET.fullmatch(content)
    if found is None:
        return match[0] + f"({content})"
    side = found[3] or found[4]
    return f" →_({found[1]},{found[2]}{',' + side + '1' if side else ''}) "


def _index_sign(match: re.Match[str], content: str) -> str:
    found = _START.fullmatch(content)
    return match[0] + f"({content})" if found is None else f" {match[1]}_({found[1]},{found[2]})"


def _out_of_fractions(line: str) -> str:
    """((2x δ x)/(x^2 + 1)) is ((2x)/(x^2 + 1)) δ x."""
    while (match := _IN_FRACTION.search(line)) is not None:
        start = _paired(opening(line, match.end() - 1))
        numerator = line[start + 1 : match.start()].strip() or "1"
        close = _paired(closing(line, match.end() + 1))
        fraction = f"({numerator}){line[match.end() : close + 1]}"
        before, after = line[:start], line[close + 1 :]
        if before.endswith("(") and after.startswith(")"):
            before, after = before[:-1], after[1:]
        line = f"{before}({fraction}) δ {match[1]} {after}"
    return line


def read_binder(parser: Parser, sign: str) -> Expr:
    """The node that begins with `sign`; the parser stands behind it.

    Raises:
        ParseFailure: its limits, variable or end cannot be found.
    """
    if sign == "∫":
        return _integral(parser)
    if sign not in "∑∏∂→" or not _take(parser, "_"):
        raise ParseFailure("a sign of calculus without its variable", hostile=False)
    head = parser.bracketed()
    # (x, oo) reads as an interval.
    items = head[2] if head[0] == "seq" else head[1:3] if head[0] == "interval" else ()
    # The index i is no imaginary unit here.
    if len(items) < 2 or (items[0][0] != "var" and items[0] != ("const", "i")):
        raise ParseFailure("a sign of calculus without its variable", hostile=False)
    name, at = items[0][1], items[1]
    if sign in "∑∏":
        if not _take(parser, "^"):
            raise ParseFailure("a sum without its end", hostile=False)
        high = bound(parser)
        body = _term(parser, sign, name)
        body = replaced(body, ("const", "i"), ("var", "i")) if name == "i" else body
        return ("sum" if sign == "∑" else "prod", bind(body, name), name, at, high)
    if sign == "→":
        side = "" if len(items) < 3 else "-" if items[2][0] == "neg" else "+"
        return ("lim", bind(_over_sum(parser, sign, name), name), name, at, side)
    order = int(at[1])
    if not 0 < order <= _MAX_ORDER:
        raise ParseFailure("a derivative of too high an order", hostile=False)
    bracket = parser.tokens[parser.position] in ("(", "[")
    body = _factor(parser) if bracket else _over_sum(parser, sign, name)
    return ("deriv", bind(body, name), name, ("var", name), order)


def _take(parser: Parser, token: str) -> bool:
    found = parser.tokens[parser.position] == token
    parser.position += found
    return found


def bound(parser: Parser) -> Expr:
    """The end of a sum or an integral: one number, name, constant or bracket, with a sign."""
    token = parser.tokens[parser.position]
    if token in ("pi", "oo", "e"):
        parser.position += 1
        return ("const", token)
    if token in ("-", "+"):
        parser.position += 1
        inner = bound(parser)
        return inner if token == "+" else ("neg", inner)
    return parser.single()


def _integral(parser: Parser) -> Expr:
    limits: dict[str, Expr] = {}
    for _ in range(2):
        for mark in ("_", "^"):
            if mark not in limits and _take(parser, mark):
                limits[mark] = bound(parser)
    if len(limits) == 1:
        raise ParseFailure("an integral with one limit", hostile=False)
    body = _ONE if parser.tokens[parser.position] == "δ" else parser.expression()
    if not _take(parser, "δ"):
        raise ParseFailure("an integral without its differential", hostile=False)
    name = parser.tokens[parser.position]
    parser.position += 1
    while parser.tokens[parser.position] == "/":
        # dx/x is (1/x) dx.
        parser.position += 1
        body = ("/", body, parser.expression(_PRODUCT))
    body = bind(body, name)
    if limits:
        return ("int", body, name, limits["_"], limits["^"])
    return ("anti", body, name, ("var", name))


def _term(parser: Parser, sign: str, name: str) -> Expr:
    body = parser.expression(_SUM)
    if parser.tokens[parser.position] in ("+", "-") and name in _rest(parser, sign):
        raise ParseFailure("where a sum ends is not clear", hostile=False)
    return body


def _over_sum(parser: Parser, sign: str, name: str) -> Expr:
    body = parser.expression(_SUM)
    while parser.tokens[parser.position] in ("+", "-"):
        rest = _rest(parser, sign)
        if name not in rest or sign in rest:
            break
        operator = parser.tokens[parser.position]
        parser.position += 1
        body = (operator, body, parser.expression(_SUM))
    return body


def _rest(parser: Parser, sign: str) -> list[str]:
    """The tokens up to the end of the bracket, or of the side."""
    depth = 0
    found: list[str] = []
    for token in parser.tokens[parser.position :]:
        depth += (token in ("(", "[", "{")) - (token in (")", "]", "}"))
        if not token or depth < 0 or (depth == 0 and token in ("=", "≈", "<", ">", ",")):
            break
        found.append(token)
    return found


def _factor(parser: Parser) -> Expr:
    """A bracket with the powers, quotients and brackets that follow it.

    Raises:
        ParseFailure: a factor in letters follows, which may or may not be meant.
    """
    body = parser.expression(_PRODUCT)
    while True:
        token = parser.tokens[parser.position]
        if token == "/":
            parser.position += 1
            body = ("/", body, parser.expression(_PRODUCT))
        elif token == "(":
            body = ("*", body, parser.expression(_PRODUCT))
        elif token[:1].isalpha() and token != "of":
            raise ParseFailure("how far a derivative reaches is not clear", hostile=False)
        else:
            return body


def evaluated(body: Expr, low: Expr, high: Expr) -> Expr:
    """[F]_low^high, F(high) - F(low) for the one variable of F, constants of integration aside.

    Raises:
        ParseFailure: no variable, or more than one.
    """
    names = free_variables(body)
    names = names - {"C", "c"} if len(names) > 1 else names
    if len(names) != 1:
        raise ParseFailure("limits for more than one variable", hostile=False)
    (name,) = names
    inner = bind(body, name)
    return ("-", opened(inner, name, high), opened(inner, name, low))
