"""Text to tokens: one compiled regular expression, tokens are plain strings.

Every character that is not white space ends up in some token, so nothing is dropped silently. Two
kinds of token never come from text and are put in by the reader of statements: "@km" (a unit) and
"&total cost" (a quantity name).
"""

from __future__ import annotations

import re

from coe.verifier.expressions.limits import MAX_TOKENS


class ParseFailure(Exception):
    """Text that is not readable mathematics.

    Attributes:
        hostile: a reader should call it a rejection (malformed, over a limit, code) rather than prose.
    """

    def __init__(self, message: str, *, hostile: bool = True) -> None:
        super().__init__(message)
        self.hostile = hostile


_TOKEN = re.compile(
    r"\d+[ ]+\d+/\d+(?![\d./^(]|\s*/)"  # mixed number: 1 1/2
    r"|[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)*(?!\d|,\d)"  # thousands: 1,234.50
    r"|\d+(?:\.\d+)*(?:[eE][+-]?\d+(?![\w.]))?"  # 12, 1.5, 1e3, also 1.2.3, which is refused later
    r"|\.\d+(?:\.\d+)*"
    r"|log(?=_)"
    r"|[A-Za-z]+(?:_[A-Za-z0-9]+)*(?:'[A-Za-z]+|(?<=s)'(?=\s+[a-z]))?"  # words, x_1, Tom's
    r"|\*\*|<=>|<=|>=|==|!=|=>|=<|->|\+/-|\.\.\.|\S"
)
# gcd(378, 315) without its space.
_ARGUMENTS = re.compile(r"\b(?:gcd|lcm|min|max|hcf|gcf)\s*\([^()]{1,200}\)", re.IGNORECASE)
_PAIR = re.compile(r"([(\[{]\s*[1-9]\d{0,2}),(\d{3}\s*[)\]}])")


def tokenize(text: str) -> list[str]:
    """Tokens of `text`, with an empty string at the end as a stop mark.

    Raises:
        ParseFailure: there are more tokens than MAX_TOKENS.
    """
    if "," in text and _PAIR.search(text):
        # (1,234) is a pair: a thousands separator does not stand alone in brackets.
        text = _PAIR.sub(r"\1, \2", text)
        if "(" in text:
            text = _ARGUMENTS.sub(lambda match: match[0].replace(",", ", "), text)
    tokens = _TOKEN.findall(text)
    if len(tokens) > MAX_TOKENS:
        raise ParseFailure("too many symbols")
    tokens.append("")
    return tokens
