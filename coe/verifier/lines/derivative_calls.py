"""Derivatives that a line calls by name, written out: f'(x), f''(2), y', dy/dx.

The function must be known: f(x) = ... from the problem or an earlier line, y = ... from the problem. A line
that starts with such a name and gives it another formula is FALSE; "f'(x) = 0" is an equation to solve.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from coe.verifier.calculus.derivatives import differentiate
from coe.verifier.expressions.contents import free_variables
from coe.verifier.expressions.expr import Expr
from coe.verifier.expressions.limits import MAX_CHARS
from coe.verifier.expressions.substitution import value_at
from coe.verifier.lines import truth as t
from coe.verifier.report import LineVerdict
from coe.verifier.sentences.statements import read_expression, read_line
from coe.verifier.syntax.brackets import closing
from coe.verifier.syntax.printing import format_expression

_CALL = re.compile(r"(?<![A-Za-z\\'])([fghpqrsuvyFGH])\s?('{1,3}|\^\{?\\prime\}?)\s?\(")
_QUOTIENT = re.compile(
    r"\\[dt]?frac\s*\{\s*(?:\\mathrm\{d\}|d)(?:\^\{?([23])\}?)?\s*([a-z])\s*\}"
    r"\{\s*(?:\\mathrm\{d\}|d)\s*([a-z])(?:\^\{?([23])\}?)?\s*\}"
    r"|(?<![A-Za-z\d])d(?:\^([23]))?([a-z])\s?/\s?d([a-z])(?:\^([23]))?(?![A-Za-z])"
)
_PRIMED = re.compile(r"(?<![A-Za-z\\])y('{1,3})(?![A-Za-z('])")
_CURVE = re.compile(
    r"(?<![A-Za-z\\])y\s*=\s*((?:[^=<>≈,;?$]|\.(?=\d))+?)"
    r"(?=\s*(?:$|[=,;?$]|\.(?!\d)|\b(?:and|at|find|for|where|what|with|then|so|when|if|has|is|from|between)\b))"
)
_LEAD = re.compile(r"\s*\$*\s*$")
_MOST = 12


def curve(problem: str) -> dict[str, tuple[str, Expr]]:
    """The one curve y = ... that a problem gives, as a function of its one variable."""
    if "y" not in problem or len(found := _CURVE.findall(problem)) != 1:
        return {}
    body = read_expression(found[0])
    if body is None or len(names := free_variables(body)) != 1 or "y" in names:
        return {}
    return {"y": (next(iter(names)), body)}


def written_out(text: str, known: Mapping[str, tuple[str, Expr]]) -> tuple[str, LineVerdict | None]:
    """The line with derivatives of known functions in place; FALSE where it only states a wrong one."""
    if not known or ("'" not in text and "’" not in text and "prime" not in text and "d" not in text):
        return text, None
    written = text.replace("’", "'").replace("′", "'")
    leads = False
    for _ in range(_MOST):
        found = _next(written, known)
        if found is None:
            break
        start, stop, replacement = found
        leads = leads or _LEAD.match(written[:start]) is not None
        written = f"{written[:start]}({replacement}){written[stop:]}"
        if len(written) > MAX_CHARS:
            return text, None
    if written == text or not leads:
        return written, None
    return written, _image(written)


def _image(written: str) -> LineVerdict | None:
    claims = read_line(written).claims
    if len(claims) != 1 or not claims[0].relations or not all(map(free_variables, claims[0].sides)):
        return None
    return t.FALSE if t.truth(claims[0]) is t.FALSE else None


def _next(text: str, known: Mapping[str, tuple[str, Expr]]) -> tuple[int, int, str] | None:
    """Where the first derivative of a known function stands, and what it is."""
    for match in _CALL.finditer(text):
        stop = closing(text, match.end() - 1)
        if match[1] in known and stop is not None:
            point = read_expression(text[match.end() : stop])
            order = len(match[2]) if match[2][0] == "'" else 1
            derived = None if point is None else _derived(known[match[1]], order, point)
            if derived is not None:
                return match.start(), stop + 1, derived
    for match in _QUOTIENT.finditer(text):
        first, name, variable, second = match.group(1, 2, 3, 4) if match[2] else match.group(5, 6, 7, 8)
        if name in known and known[name][0] == variable and first == second:
            derived = _derived(known[name], int(first or 1), ("var", variable))
            if derived is not None:
                return match.start(), match.end(), derived
    for match in _PRIMED.finditer(text) if "y" in known else ():
        derived = _derived(known["y"], len(match[1]), ("var", known["y"][0]))
        if derived is not None:
            return match.start(), match.end(), derived
    return None


def _derived(function: tuple[str, Expr], order: int, point: Expr) -> str | None:
    parameter, body = function
    found = differentiate(body, parameter, order)
    return None if found is None else format_expression(value_at(found, parameter, point))
