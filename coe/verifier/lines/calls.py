"""Functions that a problem or a draft defines, written out in the lines behind: f(3) becomes (2 * 3 + 1).

A function is a letter with one argument whose body holds the argument: "f(x) = 2x + 1". Policy: the first
definition makes no claim; a second one must say the same ("f(x) = (x + 1)^2 = x^2 + 2x + 1"), unless "Let"
replaces it; f(x) = 7 is an equation. A call that cannot be written out leaves its line as it is.
"""

from __future__ import annotations

import re
from functools import lru_cache

from coe.verifier.expressions.contents import free_variables
from coe.verifier.expressions.expr import Relation
from coe.verifier.expressions.substitution import substitute
from coe.verifier.lines import derivative_calls
from coe.verifier.lines import truth as t
from coe.verifier.report import LineStatus, LineVerdict
from coe.verifier.sentences.function_calls import CALL, COMPOSED, NAMES, Function, written_out
from coe.verifier.sentences.statements import read_expression, read_line
from coe.verifier.syntax.brackets import closing

_DEFINITION = re.compile(
    rf"(?:^\s*|[,;:.$]\s*|[A-Za-z]{{2,}}\s+)([{NAMES}])\s?\(([a-zA-Z])\)\s*=\s*((?:[^=<>≈,;.?:$]|\.(?=\d))+?)"
    r"(?=\s*(?:$|[=,;?$]|\.(?!\d)|\b(?:and|find|for|where|what|with|then|so|evaluate|compute|calculate|if|at|when|from|between|over)\b))",
    re.IGNORECASE | re.MULTILINE,
)
_OPENED = re.compile(r"(?<![A-Za-z\\'_])([A-Za-z])\s?(?:\\left\s*)?\(")
_TOLD = re.compile(
    r"\b(?:functions?|polynomials?|sequences?|defined|satisf\w+|such that|let|suppose|if|for all|given)\b",
    re.I,
)
_LET = re.compile(r"\s*(?:let|define|now let)\b", re.IGNORECASE)
_APPLIED = re.compile(
    r"(?<![A-Za-z\\'_])([A-Za-z])\s?(?:\\left\s*)?\(\s*(?:[a-zA-Z]|\d+\s*,\s*\d+|[a-zA-Z]\s*,[^()]{1,20})\s*(?:\\right\s*)?\)"
)
_ASKED = re.compile(
    r"\b(?:such that|for which|satisfy(?:ing)?|satisfies|solve|when|whenever)\W*$", re.IGNORECASE
)
_OPERATION = re.compile(r"\boperat(?:ions?|ors?)\b", re.IGNORECASE)
_OPERATED = re.compile(
    r"(?:(?<![A-Za-z])[A-Za-z]|\})\s*(\\?[@#&*~%]|\\(?:ast|star|circ|cdot))\s*[A-Za-z\\](?![A-Za-z]{2} )"
    r"[^=]{0,60}="
)


class Calls:
    """The functions known so far in one draft."""

    def __init__(self, problem: str) -> None:
        self._known: dict[str, Function] = {}
        self._applied = _applied(problem)
        self._operations = _operations(problem)
        self._stated = _defined(problem) if "(" in problem and "=" in problem else ()
        if self._stated or "y" in problem:
            for name, function in (*derivative_calls.curve(problem).items(), *self._stated):
                self._known.setdefault(name, function)

    def read(self, text: str) -> tuple[str, LineVerdict | None]:
        """The line with calls written out; and its verdict, where it defines a function."""
        written, verdict = self._read(text)
        if verdict is None and (
            ("(" in written and self._applied and self._calls_unknown(written))
            or any(sign in written for sign in self._operations)
        ):
            # f(3) is no product where f is a function that nobody wrote down, nor is 3 * 4 the problem's.
            verdict = t.BEYOND
        return written, verdict

    def _calls_unknown(self, text: str) -> bool:
        return any(match[1] in self._applied for match in _OPENED.finditer(text))

    def _read(self, text: str) -> tuple[str, LineVerdict | None]:
        if not self._known and "(" not in text:
            return text, None
        text, wrong = derivative_calls.written_out(text, self._known)
        if wrong is not None:
            return text, wrong
        if "(" not in text or not (CALL.search(text) or (self._known and COMPOSED.search(text))):
            return text, None
        verdict = None
        for name, function in _defined(text):
            known = self._known.get(name)
            if known is None or _LET.match(text):
                self._known[name] = function
                verdict = t.NO_CLAIM if _is_plain(text) else None
            elif (name, function) not in self._stated:
                verdict = verdict or _again(known, function)
        if not self._known:
            return text, verdict
        if verdict is not None and verdict.status is LineStatus.INVALID:
            return text, verdict
        written = written_out(text, self._known)
        return written, verdict or (self._image(text, written) if written != text else None)

    def _image(self, text: str, written: str) -> LineVerdict | None:
        """FALSE for a wrong "f(x + 1) = 2x + 2", which is no equation to solve; None for all other lines."""
        match = CALL.match(text.lstrip(" $"))
        stop = None if match is None else closing(text, text.index("("))
        if match is None or stop is None or match[1] not in self._known:
            return None
        argument, rest = text[text.index("(") + 1 : stop].strip(), text[stop + 1 :].lstrip()
        if len(argument) < 2 or rest[:1] != "=" or CALL.search(rest):
            return None
        claims = read_line(written).claims
        if len(claims) != 1 or not all(free_variables(side) for side in claims[0].sides):
            return None
        return t.FALSE if t.truth(claims[0]) is t.FALSE else None


def _again(known: Function, function: Function) -> LineVerdict:
    """A second definition of a function against the first."""
    body = substitute(known[1], {known[0]: ("var", function[0])})
    verdict = t.link_truth(body, Relation.EQ, function[1])
    return t.UNFOUNDED if verdict is t.FALSE else verdict


@lru_cache(maxsize=4096)
def _defined(text: str) -> tuple[tuple[str, Function], ...]:
    """The functions that a text defines."""
    found = []
    for match in _DEFINITION.finditer(text):
        name, parameter, body = match[1], match[2], read_expression(match[3])
        if body is None or name == parameter or name not in NAMES:
            continue
        if _ASKED.search(text, 0, match.start(1)) and f"{name}(" in text[: match.start(1)]:
            # "f(x + 1) = f(x) + 2. Find all n such that f(n) = n."
            continue
        if parameter in free_variables(body) and name not in free_variables(body):
            found.append((name, (parameter, body)))
    return tuple(found)


@lru_cache(maxsize=4096)
def _applied(problem: str) -> frozenset[str]:
    """Letters that a problem in words applies to others, as in "f(x) + f(y) = f(x + y)"."""
    return (
        frozenset(match[1] for match in _APPLIED.finditer(problem)) if _TOLD.search(problem) else frozenset()
    )


@lru_cache(maxsize=4096)
def _operations(problem: str) -> frozenset[str]:
    """Signs that a problem gives a meaning of its own: "the operation @ is defined by a @ b = a + 2b"."""
    if not _OPERATION.search(problem):
        return frozenset()
    return frozenset(match[1].lstrip("\\") for match in _OPERATED.finditer(problem))


def _is_plain(text: str) -> bool:
    """Nothing but definitions: no chain goes on behind one."""
    return text.count("=") == len(_DEFINITION.findall(text))
