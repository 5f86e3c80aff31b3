"""Tokens to expressions: a Pratt parser over the tuples of `coe.verifier.expressions.expr`.

Products without a sign bind as `*` and `/` do, left to right, so 1/2x is x/2 and 48/2(9+3) is 288;
a sign binds looser than a power (-2^2 is -4); powers bind to the right. Nothing is evaluated, nothing
is looked up outside `functions.py`, and depth is bounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

from coe.verifier.expressions.angles import in_radians, quantity
from coe.verifier.expressions.expr import Expr
from coe.verifier.expressions.functions import ARITY, INVERSE, NAMES, OPEN_FORM, TRIGONOMETRIC
from coe.verifier.expressions.limits import MAX_CHARS, MAX_DEPTH, MAX_OPERATORS
from coe.verifier.syntax.lexer import ParseFailure, tokenize
from coe.verifier.syntax.matrices import TRANSPOSED, may_be_matrix, read_matrix, starts_matrix, transposed
from coe.verifier.syntax.notation import SIGNS, bound, evaluated, read_binder
from coe.verifier.syntax.numerals import number

__all__ = ["ParseFailure", "Parser", "parse_expression"]

_RATIO, _SUM, _PRODUCT, _SIGN, _POWER = 5, 10, 20, 25, 30
_MAX_MARKS = 3
_BINARY = {
    ":": _RATIO, "+": _SUM, "-": _SUM, "+/-": _SUM, "*": _PRODUCT, "/": _PRODUCT, "of": _PRODUCT,
    "^": _POWER, "**": _POWER,
}  # fmt: skip
_DIGITS = frozenset("0123456789.")
_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_BINDER_SIGNS = SIGNS - {"δ"}
_CLOSERS = {"(": ")", "[": "]", "{": "}"}
GREEK = frozenset((
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda",
    "mu", "nu", "xi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega", "Alpha", "Beta",
    "Gamma", "Delta", "Theta", "Lambda", "Sigma", "Phi", "Psi", "Omega",
))  # fmt: skip
CONSTANTS = {
    "pi": "pi",
    "Pi": "pi",
    "PI": "pi",
    "oo": "oo",
    "infinity": "oo",
    "Infinity": "oo",
    "infty": "oo",
    "inf": "oo",
}
REFUSED = frozenset({"zoo", "nan", "NaN", "None", "nil", "null", "import", "exec", "eval", "ComplexInfinity"})
"""Names of other systems' values and commands: never a variable."""


class Parser:
    """One pass over a token list; `position` is the next token. The list ends with an empty string."""

    __slots__ = ("_bars", "_depth", "_operators", "position", "tokens")

    def __init__(self, tokens: Sequence[str]) -> None:
        self.tokens = tokens
        self.position = 0
        self._depth = 0
        self._bars = 0
        self._operators = 0

    def expression(self, limit: int = 0) -> Expr:
        """The longest expression from here whose operators bind tighter than `limit`.

        Raises:
            ParseFailure: no expression starts here, or it is malformed or too deep.
        """
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ParseFailure("nested too deeply")
        tokens = self.tokens
        left = self._operand()
        while True:
            token = tokens[self.position]
            power = _BINARY.get(token)
            if power is None:
                if not token or not self._starts_factor(token) or limit >= _PRODUCT:
                    break
                left = ("*", left, self.expression(_PRODUCT))
            elif power <= limit:
                break
            else:
                self.position += 1
                left = self._binary(token, left, power)
            self._count()
        self._depth -= 1
        return left

    def _count(self) -> None:
        self._operators += 1
        if self._operators > MAX_OPERATORS:
            raise ParseFailure("too many operators")

    def _binary(self, token: str, left: Expr, power: int) -> Expr:
        if power == _POWER:
            exponent = self._exponent()
            if exponent[0] == "unit":
                # 12^2 inches: the power has the unit.
                return ("unit", ("^", left, exponent[1]), exponent[2])
            return (
                transposed(left) if exponent == TRANSPOSED and may_be_matrix(left) else ("^", left, exponent)
            )
        if token == ":":
            return self._ratio(left)
        right = self.expression(power)
        if token == "+/-":
            return ("pm", left, right)
        return ("*" if token == "of" else token, left, right)

    def _exponent(self) -> Expr:
        """Right associative, and a sign may stand in it: 2^-1, 2^3^2."""
        if self.tokens[self.position] in ("-", "+"):
            return self._signed(_SIGN)
        return self.expression(_POWER - 1)

    def _ratio(self, left: Expr) -> Expr:
        right = self.expression(_RATIO)
        items = left[1] if left[0] == "ratio" else (left,)
        return ("ratio", (*items, right))

    def _starts_factor(self, token: str) -> bool:
        first = token[0]
        if first in _LETTERS or first == "(" or first == "&":
            return True
        if first in _DIGITS and first != ".":
            raise ParseFailure("two numbers side by side", hostile=False)
        return (first == "|" and not self._bars) or first == "[" or first == "$" or token in _BINDER_SIGNS

    def _operand(self) -> Expr:
        token = self.tokens[self.position]
        if not token:
            raise ParseFailure("something is missing at the end", hostile=False)
        first = token[0]
        if first in _DIGITS:
            if token[-1] == ".":
                raise ParseFailure("a stop inside an expression", hostile=False)
            self.position += 1
            return self._postfix(number(token))
        if first in _LETTERS:
            return self._name(token)
        if first in "([{":
            return self._postfix(self._bracket(token))
        if first in "-+":
            return self._signed(_SIGN)
        self.position += 1
        if first == "&" and len(token) > 1:
            return self._postfix(("var", token[1:]))
        if first == "|":
            return self._postfix(self._absolute())
        if first == "$":
            return self._money()
        if first in SIGNS:
            return self._postfix(read_binder(self, token))
        raise ParseFailure(f"{token[:8]!r} is not expected here")

    def _signed(self, limit: int) -> Expr:
        token = self.tokens[self.position]
        self.position += 1
        # A sign takes powers with it and leaves products outside: -2x is (-2)x in value either way.
        value = self.expression(limit)
        if token == "+/-":
            return ("pm", None, value)
        return ("neg", value) if token == "-" else value

    def _money(self) -> Expr:
        if self.tokens[self.position] in ("-", "+"):
            negative = self.tokens[self.position] == "-"
            self.position += 1
            value = self._money()
            return ("neg", value) if negative else value
        token = self.tokens[self.position]
        if not token or (token[0] not in _DIGITS and token[0] not in _LETTERS and token != "("):
            raise ParseFailure("a currency sign without an amount")
        return ("unit", self._operand(), "$")

    def _postfix(self, value: Expr) -> Expr:
        marks = 0
        while True:
            token = self.tokens[self.position]
            if token == "%":
                value = ("pct", value)
            elif token == "!":
                value = ("fact", value)
            elif token[:1] == "@":
                value = value if value[0] == "unit" and value[2] == token[1:] else quantity(value, token[1:])
            elif token == "$" and not self._amount_follows():
                value = ("unit", value, "$")
            else:
                return value
            self.position += 1
            marks += 1
            if marks > _MAX_MARKS:
                raise ParseFailure("nested too deeply")

    def _amount_follows(self) -> bool:
        following = self.tokens[self.position + 1][:1]
        return bool(following) and (following in _DIGITS or following in _LETTERS or following in "(-")

    def _name(self, token: str) -> Expr:
        function = NAMES.get(token)
        if function is not None:
            return self._call(function)
        self.position += 1
        if len(token) == 1:
            return self._postfix(self._letter(token))
        constant = CONSTANTS.get(token)
        if constant is not None:
            return self._postfix(("const", constant))
        if token in REFUSED:
            raise ParseFailure(f"{token} is not a value")
        if token in GREEK or "_" in token or token[-1] == "'":
            return self._postfix(("var", token))
        return self._letters(token)

    def _letter(self, token: str) -> Expr:
        if token == "e" and self.tokens[self.position] in ("^", "**"):
            return ("const", "e")
        return _one_letter(token)

    def _letters(self, token: str) -> Expr:
        """A short run of letters is a product of variables: xy, abc."""
        if len(token) > 4:
            raise ParseFailure(f"unknown word {token[:20]!r}", hostile=self.tokens[self.position] == "(")
        value = _one_letter(token[0])
        for letter in token[1:-1]:
            value = ("*", value, _one_letter(letter))
        # The last letter takes a power that follows: xy^2 is x*(y^2).
        last = self._postfix(_one_letter(token[-1]))
        if self.tokens[self.position] in ("^", "**"):
            self.position += 1
            last = ("^", last, self._exponent())
        return ("*", value, last)

    def _call(self, function: str) -> Expr:
        self.position += 1
        tokens = self.tokens
        exponent: Expr | None = None
        base: Expr | None = None
        if tokens[self.position] == "_":
            self.position += 1
            base = self.single()
        if tokens[self.position] in ("^", "**"):
            self.position += 1
            exponent = self.single()
        if function in INVERSE and exponent == ("neg", ("num", Fraction(1), None)):
            function, exponent = INVERSE[function], None
        arguments = self._arguments(function)
        if base is not None:
            arguments = (*arguments, base)
        if function in TRIGONOMETRIC:
            arguments = tuple(in_radians(argument) for argument in arguments)
        low, high = ARITY[function]
        if not low <= len(arguments) <= high:
            raise ParseFailure(f"{function} takes {low} argument(s)")
        call: Expr = ("fact", arguments[0]) if function == "factorial" else ("call", function, arguments)
        return self._postfix(call) if exponent is None else ("^", call, exponent)

    def single(self) -> Expr:
        """One number, letter, sign and number, or bracket: the exponent in sin^2 x, the base in log_2 8."""
        token = self.tokens[self.position]
        if token == "-":
            self._depth += 1
            if self._depth > MAX_DEPTH:
                raise ParseFailure("nested too deeply")
            self.position += 1
            return ("neg", self.single())
        if token == "(" or token == "{":
            return self.bracketed()
        self.position += 1
        if token and token[0] in _DIGITS:
            return number(token)
        if len(token) == 1 and token in _LETTERS:
            return ("var", token)
        raise ParseFailure("a number is expected after ^ or _")

    def _arguments(self, function: str) -> tuple[Expr, ...]:
        token = self.tokens[self.position]
        if token == "(":
            inner = self._bracket(token)
            if inner[0] == "seq" and inner[1] == "tuple":
                items: tuple[Expr, ...] = inner[2]
                return items
            return (inner,)
        if function not in OPEN_FORM or not token:
            raise ParseFailure(f"{function} needs brackets")
        if function in ("sqrt", "cbrt"):
            return (self.expression(_SIGN),)
        return (self._open_argument(),)

    def _open_argument(self) -> Expr:
        """sin 2x cos x is sin(2x) cos(x): factors written side by side, up to the next function."""
        if self.tokens[self.position] in ("-", "+"):
            return self._signed(_SIGN)
        value = self.expression(_SIGN)
        while True:
            token = self.tokens[self.position]
            if not token or token[0] not in _LETTERS or token in NAMES or token == "of":
                return value
            value = ("*", value, self.expression(_SIGN))
            self._count()

    def _absolute(self) -> Expr:
        self._bars += 1
        inner = self.expression()
        self._bars -= 1
        if self.tokens[self.position] != "|":
            raise ParseFailure("unbalanced bars")
        self.position += 1
        return ("call", "abs", (inner,))

    def _bracket(self, opener: str) -> Expr:
        """A group, a tuple, an interval, a set or a matrix."""
        if opener == "[" and starts_matrix(self.tokens, self.position):
            return read_matrix(self)
        bars, self._bars = self._bars, 0
        self.position += 1
        items: list[Expr] = []
        if self.tokens[self.position] not in (")", "]", "}"):
            items.append(self.expression())
            while self.tokens[self.position] == ",":
                self.position += 1
                items.append(self.expression())
        self._bars = bars
        closer = self.tokens[self.position]
        if closer not in (")", "]", "}"):
            raise ParseFailure("unbalanced brackets" if not closer else f"{closer[:8]!r} inside brackets")
        self.position += 1
        if opener == "[" and len(items) == 1 and self.tokens[self.position] == "_":
            return self._between(items[0])
        return _group(opener, closer, tuple(items))

    def bracketed(self) -> Expr:
        """The bracket that starts here."""
        opener = self.tokens[self.position]
        if opener not in _CLOSERS:
            raise ParseFailure("a bracket is expected", hostile=False)
        return self._bracket(opener)

    def _between(self, body: Expr) -> Expr:
        """[x^2]_0^3: the limits that follow a bracket."""
        self.position += 1
        low = bound(self)
        if self.tokens[self.position] != "^":
            raise ParseFailure("an upper limit is expected")
        self.position += 1
        return evaluated(body, low, bound(self))


def _one_letter(letter: str) -> Expr:
    return ("const", "i") if letter == "i" else ("var", letter)


def _group(opener: str, closer: str, items: tuple[Expr, ...]) -> Expr:
    if opener == "{" and closer == "}":
        return ("seq", "set", items)
    if "{" in opener or closer == "}" or not items:
        raise ParseFailure("unbalanced brackets")
    matched = _CLOSERS[opener] == closer
    if len(items) == 1 and matched:
        return items[0]
    if len(items) == 2 and (opener == "[" or closer == "]" or _endless(items)):
        return ("interval", items[0], items[1], opener == "[", closer == "]")
    if not matched:
        raise ParseFailure("unbalanced brackets")
    return ("seq", "tuple", items)


def _endless(items: tuple[Expr, ...]) -> bool:
    """(-oo, 2) can only be an interval."""
    infinity = ("const", "oo")
    return items[0] == ("neg", infinity) or items[1] == infinity


@lru_cache(maxsize=16384)
def parse_expression(text: str) -> Expr:
    """The one expression that `text` is; ASCII, without prose, units in words or LaTeX.

    Raises:
        ParseFailure: anything else.
    """
    if len(text) > MAX_CHARS:
        raise ParseFailure("line too long")
    parser = Parser(tokenize(text))
    value = parser.expression()
    rest = parser.tokens[parser.position]
    if rest:
        raise ParseFailure(f"{rest[:8]!r} is not expected here")
    return value
