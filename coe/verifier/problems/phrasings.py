"""The phrasings of school problems, as patterns over a whole statement; `understanding.py` reads their parts.

Groups: eq (equations), ex (an expression), var (the unknown), p and n (percent of a number), dir (up or
down), at (values given). Every pattern must match the whole statement, full stop and question mark aside.
"""

from __future__ import annotations

import re

_NAME = r"(?P<var>[a-zA-Z]|theta|alpha|beta|lambda)"
_NAMES = r"(?P<vars>[a-z](?:, ?[a-z])*,? and [a-z])"
_EQ, _EX = r"(?P<eq>.+?)", r"(?P<ex>.+?)"
_PERCENT = r"(?P<p>[-\d./ ]+?)\s*(?:%|percent|per cent)"
_FIND = r"(?:find|determine|calculate|compute|work out)"
_EQUATION = r"(?:the )?(?:following )?(?:linear |quadratic )?(?:equations?|inequality|proportion)"
_IF = (
    r"(?:if|when|such that|so that|where|given that|given|for which|:"
    rf"|(?:(?:that|which) satisf(?:y|ies)|satisfying)(?: {_EQUATION})?)"
)
_GIVEN = r"(?:if|given that|given|suppose)"


def _compiled(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"(?:please )?{pattern}", re.IGNORECASE) for pattern in patterns)


SOLVE = _compiled(
    rf"solve(?: {_EQUATION})?(?: for {_NAME}(?: in terms of [a-z])?(?!,? [a-z],? and |,? and ))?(?: in)?"
    rf"\s*[:,]?\s+{_EQ}",
    rf"solve(?: {_EQUATION})?\s*:?\s+{_EQ},?\s+for\s+{_NAME}",
    rf"{_FIND}(?: (?:the |all )?(?:the )?(?:real )?values?(?: of|\(s\) of))? {_NAME}\s*{_IF}\s*:?\s*{_EQ}",
    rf"what(?: is| are| must)?(?: the)?(?: values?(?: of)?)? {_NAME}(?: be)?,? {_IF}\s+{_EQ}",
    rf"(?:what|which) values?(?:\(s\))?(?: of)? {_NAME} (?:satisf(?:y|ies)|solves?|makes?|is a solution of)"
    rf"(?: the)?(?: equation| inequality)?\s*:?\s*{_EQ}(?: true)?",
    rf"(?:{_FIND}|what are)(?: all)?(?: the)?(?: real)? (?:solutions?|roots?) (?:of|to)"
    rf"(?: {_EQUATION})?\s*:?\s+{_EQ}",
    rf"{_GIVEN}\s+{_EQ},\s*(?:then )?(?:what is|{_FIND})(?: the value of)? {_NAME}",
    rf"for (?:which|what)(?: real)?(?: values?(?: of)?)? {_NAME} (?:is|are|does|do)(?: it true"
    rf" that)?\s*:?\s+{_EQ}(?: true| hold)?",
    rf"{_FIND} (?:all|every)(?: real)? (?:numbers? )?{_NAME} {_IF}\s*:?\s*{_EQ}",
    rf"{_FIND} (?:the )?(?:solution set|set of solutions) (?:of|to)(?: {_EQUATION})?\s*:?\s+{_EQ}",
)
SYSTEM = _compiled(
    r"solve (?:the )?(?:following )?(?:system|pair)(?: of)?(?: (?:linear|simultaneous))?(?: equations)?"
    rf"(?: for {_NAMES})?\s*[:,]?\s*{_EQ}",
    rf"solve (?:the )?(?:simultaneous )?(?:equations|simultaneously)(?: simultaneously)?\s*[:,]?\s*{_EQ}",
    rf"solve(?: for {_NAMES})?\s*[:,]?\s*{_EQ}",
    rf"solve\s*:?\s*{_EQ},? for {_NAMES}",
    rf"{_FIND}(?: the values? of)? {_NAMES}\s*{_IF}\s*:?\s*{_EQ}",
    rf"what are(?: the values? of)? {_NAMES},? {_IF}\s+{_EQ}",
    rf"{_GIVEN}\s+{_EQ},\s*(?:what are|{_FIND})(?: the values? of)? {_NAMES}",
)
_EXPAND = (
    r"(?:expand(?: and (?:simplify|collect(?: like terms)?))?|multiply out|remove the brackets"
    r"|remove the parentheses)(?: the brackets)?(?: in| from| of)?(?: the (?:expression|product))?"
)
_COLLECT = r"(?:simplify|collect (?:the )?like terms|combine (?:the )?like terms|reduce)(?: in| of)?"
_WORK_OUT = r"(?:calculate|compute|evaluate|work out|find|what is|what's|determine|what does)"
_VALUE_OF = r"(?: the (?:exact )?(?:value|result) of| the (?:sum|difference|product|quotient)(?! of)\s*:?)?"
_FACTOR = r"(?:factor|factorise|factorize)(?: completely| fully)?(?: the expression)?"
_FORMS = (
    ("expand", rf"{_EXPAND}\s*:?\s+{_EX}"),
    ("factor", rf"{_FACTOR}\s*:?\s+{_EX}(?: completely| fully)?"),
    ("factor", rf"write {_EX} as a product(?: of(?: its)?(?: linear)? factors)?"),
    ("expand", rf"write {_EX} without brackets"),
    (
        "simplify",
        rf"{_COLLECT}(?: the (?:expression|fraction))?\s*:?\s+{_EX}"
        r"(?: (?:to|in) (?:its |the )?(?:lowest|simplest) (?:terms|form))?",
    ),
    ("simplify", rf"(?:write|express) {_EX} in (?:its |the )?(?:lowest|simplest) (?:terms|form)"),
    (
        "calculate",
        rf"{_WORK_OUT}{_VALUE_OF}\s*:?\s+{_EX}(?: equals?(?: to)?| =)?",
    ),
    ("calculate", rf"how much is {_EX}"),
)
FORM = tuple((form, _compiled(pattern)[0]) for form, pattern in _FORMS)
_ASK = rf"(?:what is|{_FIND}|evaluate|how much is)?(?: the value of)?\s*:?\s*"
OF = _compiled(
    rf"{_ASK}{_PERCENT} of (?P<n>.+?)", rf"(?:what|which) (?:number|value|amount) is {_PERCENT} of (?P<n>.+?)"
)
_PAIR = r"of\s+(?P<a>.+?)\s+and\s+(?P<b>.+?)"
_OPERATIONS = (
    ("+", "sum"),
    ("-", "difference"),
    ("*", "product"),
    ("/", "quotient"),
    ("gcd", r"(?:greatest|highest) common (?:divisor|factor)|gcd|gcf|hcf"),
    ("lcm", "(?:least|lowest) common multiple|lcm"),
)
OPERATION = tuple((kind, _compiled(rf"{_ASK}the (?:{words}) {_PAIR}")[0]) for kind, words in _OPERATIONS)
_VERBS = (
    ("+", r"add (?P<a>.+?) (?:and|to) (?P<b>.+?)"),
    ("-", r"subtract (?P<b>.+?) from (?P<a>.+?)"),
    ("*", r"multiply (?P<a>.+?) (?:by|and|with) (?P<b>.+?)"),
    ("/", r"divide (?P<a>.+?) by (?P<b>.+?)"),
)
VERBS = tuple((kind, _compiled(pattern)[0]) for kind, pattern in _VERBS)
NAMES = {
    "+": ("sum",), "*": ("product",), "/": ("quotient",), "gcd": ("gcd", "GCD", "hcf", "HCF", "gcf", "GCF"),
    "lcm": ("lcm", "LCM"), "sqrt": ("square root",), "cbrt": ("cube root",),
}  # fmt: skip
"""What a line may call the value of an operation that is asked."""
_UNARY = (
    ("sqrt", "(?:positive |principal )?square root"), ("cbrt", "cube root"), ("abs", "absolute value"),
    ("square", "square"), ("cube", "cube"), ("reciprocal", "(?:reciprocal|multiplicative inverse)"),
    ("opposite", "(?:opposite|additive inverse)"),
)  # fmt: skip
UNARY = tuple((name, _compiled(rf"{_ASK}the {words} of {_EX}")[0]) for name, words in _UNARY)
POWER = _compiled(rf"{_ASK}(?P<ex>\d+(?:\.\d+)?) (?P<kind>square|cube)d")
FACTORIAL = _compiled(rf"{_ASK}(?:the factorial of (?P<n>\d+)|(?P<m>\d+) factorial)")
CHANGE = _compiled(
    rf"(?P<dir>increase|decrease|raise|reduce) (?P<n>.+?) by {_PERCENT}",
    rf"{_ASK}(?P<n>.+?) (?P<dir>increased|decreased|raised|reduced) by {_PERCENT}",
    rf"{_ASK}(?:the result of )?(?P<dir>increasing|decreasing) (?P<n>.+?) by {_PERCENT}",
)
BOTH = _compiled(
    rf"(?:what are|{_FIND}) (?:both )?(?:the )?(?P<one>[a-z ]{{3,40}}?) and (?:the )?(?P<two>[a-z ]{{3,40}}?)"
    r" (?P<of>of .+)",
)
WHEN = _compiled(
    rf"(?:what is|evaluate|{_FIND})(?: the value of)?\s+{_EX},? "
    r"(?:when|if|for|where|given that|given|at)\s+(?P<at>.+?)",
    rf"(?:if|when|for|given that|given)\s+(?P<at>.+?),? (?:then )?"
    rf"(?:what is|evaluate|{_FIND})(?: the value of)?\s+{_EX}",
)
_DERIVATIVE = rf"(?:differentiate|(?:{_FIND}|what is) the derivative of)"
_INTEGRAL = rf"(?:integrate|(?:{_FIND}|what is) the (?:indefinite )?(?:integral|antiderivative) of)"
DERIVE = _compiled(
    rf"{_DERIVATIVE}\s*:?\s*{_EX}(?: with respect to {_NAME})?",
    rf"(?:{_FIND}|what is) (?:dy/dx|f'\(x\)|y')(?: if| when| for| where|:)\s*{_EX}(?P<var>\Z)",
)
INTEGRATE = _compiled(rf"{_INTEGRAL}\s*:?\s*{_EX}(?:\s*d[a-z])?(?: with respect to {_NAME})?")
