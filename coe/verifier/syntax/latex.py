"""The common LaTeX of school mathematics to plain text.

Known commands only: an unknown one is refused, nothing is ever looked up or read. Dollar signs are
maths delimiters only where they come in pairs that are not amounts of money.
"""

from __future__ import annotations

import re

from coe.verifier.expressions.functions import ARITY
from coe.verifier.expressions.limits import MAX_DEPTH
from coe.verifier.syntax.lexer import ParseFailure
from coe.verifier.syntax.matrices import without_environments
from coe.verifier.syntax.parser import GREEK
from coe.verifier.syntax.rules import Keyed, rewritten, rules

_SYMBOLS: dict[str, str] = {
    "times": "*", "cdot": "*", "ast": "*", "div": "/", "pm": " +/- ", "mp": " +/- ", "le": "<=",
    "leq": "<=", "leqslant": "<=", "ge": ">=", "geq": ">=", "geqslant": ">=", "ne": "!=", "neq": "!=",
    "approx": "≈", "sim": "≈", "simeq": "≈", "equiv": "=", "lt": "<", "gt": ">", "infty": " oo ",
    "pi": " pi ", "in": "∈", "cup": "∪", "Rightarrow": "=>", "implies": "=>", "Longrightarrow": "=>",
    "to": "->", "rightarrow": "->", "iff": "<=>", "Leftrightarrow": "<=>", "therefore": "=>",
    "because": " because ", "ldots": "...", "dots": "...", "cdots": "...", "degree": " degrees ",
    "circ": " degrees ", "quad": " ", "qquad": " ", "displaystyle": " ", "left": "", "right": "",
    "big": "", "Big": "", "bigl": "", "bigr": "", "Bigl": "", "Bigr": "", "lvert": "|", "rvert": "|",
    "vert": "|", "mid": "|", "emptyset": " no solution ", "varnothing": " no solution ", "colon": ":",
    "land": " and ", "lor": " or ", "lbrace": "{", "rbrace": "}", "percent": "%", "checkmark": " ",
    "varphi": " phi ", "varepsilon": " epsilon ", "arcsin": " asin", "arccos": " acos",
    "arctan": " atan", "triangle": " triangle ", "angle": " angle ", "limits": "", "nolimits": "",
    "hfill": " ", "newline": ";", "tfrac": "", "ell": " l ", "int": " ∫", "bmod": " mod ",
    "setminus": " ∖ ", "backslash": " ∖ ", "cap": "∩", "lfloor": " floor(", "rfloor": ")",
    "lceil": " ceil(", "rceil": ")", "dotsc": "...", "dotsb": "...", "dotsm": "...",
    "nexists": " does not exist ",
    "textstyle": " ", "thinspace": " ", "enspace": " ", "wedge": " and ", "vee": " or ",
    "sum": " ∑", "prod": " ∏", "lim": " lim", "partial": "d", "sec": " secant", "bigg": "", "Bigg": "",
    "biggl": "",
    "biggr": "", "Biggl": "", "Biggr": "", "prime": "'", "top": " T ",
}  # fmt: skip
_ESCAPES = {
    "$": "$", "%": "%", "{": "{", "}": "}", ",": " ", ";": " ", ":": " ", "!": "", " ": " ", "(": " ",
    ")": " ", "[": " ", "]": " ", "\\": " ; ", "#": "#", "&": " ", "|": "|", "_": "_",
}  # fmt: skip
_TEXTS = frozenset((
    "text", "textbf", "textit", "textrm", "mathrm", "mathbf", "mathit", "mathsf", "operatorname",
    "mbox", "hbox", "mathcal", "texttt", "emph", "underline", "textnormal", "textsf", "textup",
    "boldsymbol", "textsc", "bm",
))  # fmt: skip
_FRACTIONS = frozenset({"frac", "dfrac", "tfrac", "cfrac"})
_BINOMIALS = frozenset({"binom", "dbinom", "tbinom"})
_COMMAND = re.compile(r"[A-Za-z]+")
_AMOUNT = re.compile(r"(?<!\\)\$\s*[-+]?\s*\.?\d")
_DOLLAR = re.compile(r"(?<!\\)\$")
_RULES: tuple[Keyed, ...] = (
    # 24,\!000 and 20{,}000 are numbers.
    (("!", "{,}"), rules((r"(?<=\d)(?:,\s*\\!|\{,\})\s*(?=\d{3}(?!\d))", ","))),
    (("circ",), rules((r"\^\s*(?:\{\s*\\circ\s*\}|\\circ)", r"\\degree "))),
    (("frac",), rules((r"(?<![\w.^{}])(\d+)\s*\\[dt]?frac\s*\{(\d+)\}\s*\{(\d+)\}", r"(\1 \2/\3)"))),
)
# n a_1, where plain text has a name: LaTeX knows no names of several letters.
_SUBSCRIBED = re.compile(r"(?<![A-Za-z\\_])([a-zA-Z])(?=[a-zA-Z]_[\d{a-z])")
_BEFORE = re.compile(r"\s*")


def is_latex(text: str) -> bool:
    """Whether the text has anything for `from_latex` to rewrite."""
    return "\\" in text or "^{" in text or "_{" in text or ("$" in text and _has_delimiters(text))


def from_latex(text: str) -> tuple[str, str | None]:
    """Plain text, and the plain text of the last box (`\\boxed{...}`) in it, if there is one.

    Raises:
        ParseFailure: an unknown command, unbalanced braces, or nesting over MAX_DEPTH.
    """
    if "$" in text and _has_delimiters(text):
        if "_" in text:
            text = _SUBSCRIBED.sub(r"\1 ", text)
        text = _DOLLAR.sub(" ", text)
    if "\\" not in text and "{" not in text:
        return text, None
    if "\\begin" in text:
        text = without_environments(text)
    reader = _Reader(rewritten(text, _RULES))
    plain = reader.run(stop="")
    return plain, reader.boxed


def _has_delimiters(text: str) -> bool:
    """Dollar signs in front of amounts are money; an even number of others are delimiters."""
    count = len(_DOLLAR.findall(text))
    return count % 2 == 0 and count > len(_AMOUNT.findall(text))


class _Reader:
    """One pass over the text; `boxed` is the content of the last box met."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0
        self.depth = 0
        self.boxed: str | None = None

    def run(self, stop: str) -> str:
        """Plain text up to the closing brace `stop` (consumed), or to the end."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ParseFailure("nested too deeply")
        pieces: list[str] = []
        while self.place < len(self.text):
            character = self.text[self.place]
            self.place += 1
            if character == "\\":
                pieces.append(self._command())
            elif character == "{":
                pieces.append(f"({self.run('}')})")
            elif character == "}":
                if stop != "}":
                    raise ParseFailure("unbalanced braces")
                self.depth -= 1
                return "".join(pieces)
            elif character == "_" and self.text[self.place : self.place + 1] == "{":
                self.place += 1
                pieces.append(_subscript(self.run("}")))
            else:
                pieces.append(" " if character in "~&" else character)
        if stop:
            raise ParseFailure("unbalanced braces")
        self.depth -= 1
        return "".join(pieces)

    def _command(self) -> str:
        match = _COMMAND.match(self.text, self.place)
        if match is None:
            character = self.text[self.place : self.place + 1]
            self.place += 1
            if character not in _ESCAPES or not character:
                raise ParseFailure("unknown command")
            return _ESCAPES[character]
        self.place = match.end()
        return self._named(match[0])

    def _named(self, name: str) -> str:
        if name in _FRACTIONS:
            return f"(({self._argument()})/({self._argument()}))"
        if name == "sqrt":
            return self._root()
        if name in _BINOMIALS:
            return f" binomial({self._argument()}, {self._argument()})"
        if name in _TEXTS:
            return f" {self._argument()} "
        if name in ("boxed", "fbox"):
            content = self._argument()
            self.boxed = content
            return f" {content} "
        if name == "mathbb":
            return " all real numbers " if self._argument() == "R" else " set "
        if name in _SYMBOLS:
            if name in ("left", "right") and self.text[self.place : self.place + 1] == ".":
                self.place += 1
            return _SYMBOLS[name]
        if name in GREEK or name in ARITY:
            return f" {name}" if name in ARITY else f" {name} "
        raise ParseFailure(f"unknown command \\{name[:20]}")

    def _argument(self) -> str:
        """A group in braces, or one character or command."""
        self.place = _skip_spaces(self.text, self.place)
        character = self.text[self.place : self.place + 1]
        self.place += 1
        if character == "{":
            return self.run("}")
        if character == "\\":
            return self._command()
        if not character or character == "}":
            raise ParseFailure("a command without its argument")
        return character

    def _root(self) -> str:
        self.place = _skip_spaces(self.text, self.place)
        if self.text[self.place : self.place + 1] != "[":
            return f" sqrt({self._argument()})"
        close = self.text.find("]", self.place)
        if close < 0:
            raise ParseFailure("unbalanced brackets")
        degree = self.text[self.place + 1 : close]
        self.place = close + 1
        if not degree.strip().isalnum():
            raise ParseFailure("a root needs a simple degree")
        return f" root({self._argument()}, {degree})"


def _skip_spaces(text: str, place: int) -> int:
    match = _BEFORE.match(text, place)
    return match.end() if match else place


def _subscript(content: str) -> str:
    # A subscript in braces ends there: \\log_{2}8 is the logarithm of 8.
    return f"_{content} " if content.isalnum() else f"_({content}) "
