"""A line as people read it on a page: its mathematics as TeX, its words as they are.

The writer's own form is kept, token by token: nothing is worked out, reordered or judged. Fractions stand one
over the other, `*` is a dot, `x^2` is raised. The TeX is made here from tokens, so a line cannot smuggle a
command in: whatever is not a known sign is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_TOKEN = re.compile(
    r"(?P<number>\d+(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
    r"|(?P<word>[^\W\d_]+(?:_\w+)*)"
    r"|(?P<sign><=|>=|!=|\*\*|\+-|->|[-+*/^=<>()\[\]|,:;%!±×·÷≤≥≠≈−√∞π°²³{}$])"
    r"|(?P<space>\s+)"
    r"|(?P<other>.)",
    re.DOTALL,
)
_FUNCTIONS = frozenset(
    ("sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh",
     "log", "ln", "exp", "lim", "gcd", "max", "min", "det")
)  # fmt: skip
_SYMBOLS = {
    "pi": r"\pi", "π": r"\pi", "theta": r"\theta", "alpha": r"\alpha", "beta": r"\beta", "oo": r"\infty",
    "infinity": r"\infty", "∞": r"\infty",
}  # fmt: skip
_SIGNS = {
    "*": r"\cdot ", "·": r"\cdot ", "×": r"\times ", "÷": r"\div ", "<=": r"\le ", "≤": r"\le ",
    ">=": r"\ge ", "≥": r"\ge ", "!=": r"\ne ", "≠": r"\ne ", "≈": r"\approx ", "±": r"\pm ", "+-": r"\pm ",
    "−": "-", "->": r"\to ", "%": r"\%", "{": r"\{", "}": r"\}", "°": r"^{\circ}", "²": "^{2}", "³": "^{3}",
    "$": r"\$",
}  # fmt: skip
_CLOSING = {"(": ")", "[": "]"}
# Signs that are part of a sentence as much as of mathematics; alone they make no formula.
_WEAK = frozenset("().[]!-%$|/")
_MARKS = frozenset(",:;")
_ARTICLES = frozenset(("a", "A", "I"))
_SHORT_WORDS = frozenset(
    ("an", "as", "at", "be", "by", "do", "he", "if", "in", "is", "it", "me", "my", "no", "of", "on",
     "or", "so", "to", "up", "us", "we", "An", "As", "At", "If", "In", "Is", "It", "No", "On", "Or",
     "So", "To", "We", "cm", "mm", "km", "kg")
)  # fmt: skip
_COMMAND = re.compile(r"\\([A-Za-z]+|.)")
# Commands that set mathematics and do nothing else.
_COMMANDS = frozenset(
    ("frac", "dfrac", "tfrac", "sqrt", "times", "cdot", "div", "pm", "mp", "le", "leq", "ge", "geq",
     "ne", "neq", "approx", "equiv", "left", "right", "boxed", "text", "pi", "theta", "alpha",
     "beta", "infty", "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "log",
     "ln", "exp", "lim", "int", "sum", "prod", "to", "quad", "circ", "angle", "ldots", "dots",
     "cdots", "mathrm", "mathbf", "overline", "vec", "in", "cup", "cap", "mathbb", ",", ";", "!",
     "{", "}", "%")
)  # fmt: skip
_LEFT, _RIGHT = r"\left(", r"\right)"
_BRACKET = re.compile(r"\\(?:left|right)(?![a-z])")
_MOST = 400


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line.

    Args:
        text: TeX, or words.
        mathematics: whether it is TeX.
    """

    text: str
    mathematics: bool


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def typeset(line: str) -> tuple[Piece, ...]:
    """The pieces of a line in order, none of them empty; a line that is too long to set stays text.

    A line that is written in TeX keeps it, if it holds no command but the common ones.
    """
    if len(line) > _MOST:
        return (Piece(line, False),)
    if _COMMAND.search(line):
        return _written_in_tex(line)
    tokens = [_Token(match.lastgroup or "", match[0]) for match in _TOKEN.finditer(line)]
    return _joined(piece for run in _runs(tokens) for piece in _pieces(run))


def _written_in_tex(line: str) -> tuple[Piece, ...]:
    known = all(name in _COMMANDS for name in _COMMAND.findall(line))
    if not known or line.count("{") != line.count("}"):
        return (Piece(line, False),)
    if "$" not in line:
        return (Piece(line, True),)
    parts = enumerate(line.replace("$$", "$").split("$"))
    return tuple(Piece(part, bool(index % 2)) for index, part in parts if part)


def _is_word(token: _Token) -> bool:
    """Whether a token is prose: a word of several letters that names no function or symbol."""
    if token.kind == "other":
        return True
    plain = token.text.partition("_")[0]
    known = plain in _FUNCTIONS or plain in _SYMBOLS or plain == "sqrt"
    return token.kind == "word" and not known and (len(plain) > 2 or plain in _SHORT_WORDS)


def _is_article(tokens: Sequence[_Token], place: int) -> bool:
    """Whether "a", "A" or "I" is a word here, not a quantity: a word comes after it."""
    following = [token for token in tokens[place + 1 : place + 3] if token.kind != "space"][:1]
    return tokens[place].text in _ARTICLES and any(map(_is_word, following))


def _runs(tokens: Sequence[_Token]) -> Iterator[list[_Token]]:
    """Stretches of tokens between words and marks of a sentence, and these, one by one."""
    run: list[_Token] = []
    for place, token in enumerate(tokens):
        if _is_word(token) or token.text in _MARKS or _is_article(tokens, place):
            yield from (run, [token])
            run = []
        else:
            run.append(token)
    yield run


def _pieces(run: Sequence[_Token]) -> Iterator[Piece]:
    """A formula with the blank space and lone brackets around it as text."""
    first, last = 0, len(run)
    while first < last and (run[first].kind == "space" or _lone(run, first)):
        first += 1
    while last > first and (run[last - 1].kind == "space" or _lone(run, last - 1)):
        last -= 1
    inner = [token for token in run[first:last] if token.kind != "space"]
    word = any(map(_is_word, inner)) or [token.text for token in inner] in (["a"], ["A"], ["I"])
    formula = not word and any(token.text not in _WEAK | _MARKS for token in inner)
    yield Piece("".join(token.text for token in run[:first]), False)
    yield Piece(
        _Setter(inner).run() if formula else "".join(token.text for token in run[first:last]), formula
    )
    yield Piece("".join(token.text for token in run[last:]), False)


def _lone(run: Sequence[_Token], index: int) -> bool:
    """Whether a bracket has no partner in its stretch."""
    unmatched: list[int] = []
    for place, token in enumerate(run):
        if token.text in _CLOSING:
            unmatched.append(place)
        elif token.text in _CLOSING.values():
            if unmatched and _CLOSING.get(run[unmatched[-1]].text) == token.text:
                unmatched.pop()
            else:
                unmatched.append(place)
    return index in unmatched


def _joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Without empty pieces, neighbouring words as one."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and not piece.mathematics and not joined[-1].mathematics:
            joined[-1] = Piece(joined[-1].text + piece.text, False)
        elif piece.text:
            joined.append(piece)
    return tuple(joined)


class _Setter:
    """Tokens to TeX, left to right; an operand is kept until it is known what follows it."""

    def __init__(self, tokens: Sequence[_Token]) -> None:
        self.tokens, self.at = tokens, 0

    def run(self, closing: str = "") -> str:
        parts: list[str] = []
        while self.at < len(self.tokens) and (not closing or self.tokens[self.at].text != closing):
            operand = self.operand()
            if operand is None:
                parts.append(self.sign())
            elif self.over():
                self.at += 1
                below = self.operand()
                parts.append(rf"\frac{{{_bare(operand)}}}{{{_bare(below or '')}}}")
            else:
                parts.append(operand)
        return "".join(parts)

    def over(self) -> bool:
        """Whether a fraction's line stands here, with something under it."""
        following = self.tokens[self.at : self.at + 2]
        return len(following) == 2 and following[0].text == "/" and _starts_operand(following[1])

    def sign(self) -> str:
        token = self.tokens[self.at]
        self.at += 1
        return _SIGNS.get(
            token.text, token.text if len(token.text) == 1 and token.text in "+-/=<>()[]|,:;!^" else ""
        )

    def operand(self) -> str | None:
        """A number, a name, a bracket or a root, with its power; None where none stands."""
        if self.at >= len(self.tokens) or not _starts_operand(self.tokens[self.at]):
            return None
        token = self.tokens[self.at]
        self.at += 1
        if token.text in _CLOSING:
            inside = self.run(_CLOSING[token.text])
            if self.at >= len(self.tokens):
                return token.text + inside
            self.at += 1
            base = rf"\left{token.text}{inside}\right{_CLOSING[token.text]}"
        elif token.text in ("sqrt", "√"):
            base = rf"\sqrt{{{_bare(self.operand() or '')}}}"
        else:
            base = _name(token)
        return base + self.power()

    def power(self) -> str:
        following = self.tokens[self.at : self.at + 2]
        if len(following) < 2 or following[0].text not in ("^", "**"):
            return ""
        self.at += 1
        minus = "-" if self.tokens[self.at].text in "-−" else ""
        self.at += bool(minus)
        return f"^{{{minus}{_bare(self.operand() or '')}}}"


def _starts_operand(token: _Token) -> bool:
    return token.kind in ("number", "word") or token.text in ("(", "[", "√", "π", "∞")


def _name(token: _Token) -> str:
    if token.kind == "number":
        return token.text.replace(",", "{,}")
    plain, mark, index = token.text.partition("_")
    if plain in _FUNCTIONS:
        base = rf"\operatorname{{{plain}}}"
    elif plain in _SYMBOLS:
        base = _SYMBOLS[plain] + " "
    elif len(plain) == 1 and plain.isalpha() and plain.isascii():
        base = plain
    else:
        base = "".join(letter if letter.isascii() and letter.isalpha() else "?" for letter in plain)
    return base + (rf"_{{\text{{{re.sub('[^0-9A-Za-z]', ' ', index)}}}}}" if mark else "")


def _bare(tex: str) -> str:
    """A bracket that a fraction's line, a root or a power makes needless, taken off."""
    if not (tex.startswith(_LEFT) and tex.endswith(_RIGHT)):
        return tex
    depth = 0
    for place in (match.start() for match in _BRACKET.finditer(tex)):
        depth += 1 if tex.startswith(r"\left", place) else -1
        if depth == 0:
            return tex[len(_LEFT) : -len(_RIGHT)] if place == len(tex) - len(_RIGHT) else tex
    return tex
