"""Conditions on letters, split off a problem or a line: "for x > 0", "assume a, b are positive".

What is split off restricts what the rest says; it is no claim. Only plain conditions are read: a letter
compared with a number, its sign, an interval. "Since x > 0" states something, so it is no condition here.
"""

from __future__ import annotations

import re

from coe.verifier.expressions.expr import Relation

_NAME = r"(?:[a-zA-Z]|theta|alpha|beta|\\theta|\\alpha|\\beta)"
_NAMES = rf"(?P<names{{0}}>{_NAME}(?:\s*(?:,|and|,\s*and)\s*{_NAME})*)"
_NUMBER = r"\d+(?:[./]\d+)*"
_VALUE = rf"(?:[-+]?\s*(?:{_NUMBER})?\s*(?:pi|\\pi|π)(?:/\d+)?|[-+]?\s*{_NUMBER})"
_SIGN = r"(?:>=|<=|!=|=<|>|<|≥|≤|≠|\\geq?|\\leq?|\\neq?|\\gt|\\lt)(?![a-z])"
_KIND = r"(?:strictly\s+)?(?P<kind{0}>positive|negative|non-?negative|non-?positive|non-?zero|not\s+zero)"
_OF_KIND = rf"{_KIND}(?:\s+(?:real\s+)?(?:numbers?|reals?|values?))?"
_ATOMS = (
    rf"(?P<low>{_VALUE})\s*(?P<first>{_SIGN})\s*(?P<middle>{_NAME})\s*(?P<second>{_SIGN})\s*(?P<high>{_VALUE})",
    rf"{_NAMES.format(1)}\s*(?P<sign>{_SIGN})\s*(?P<value>{_VALUE})",
    rf"{_NAMES.format(2)}\s+(?:(?:is|are|be|both|all)\s+)*(?:a\s+)?{_OF_KIND.format(2)}",
    rf"{_OF_KIND.format(3)}\s+(?:of\s+)?{_NAMES.format(3)}",
    rf"(?P<member>{_NAME})\s*(?:in|∈|\\in)\s*(?P<region>[\[(][^()\[\]]{{1,24}}[\])])",
)
_ATOM = re.compile("|".join(_ATOMS))
_UNNAMED = [re.sub(r"\?P<\w+>", "?:", atom) for atom in _ATOMS]
_CONDITION = rf"(?:{'|'.join(_UNNAMED)})(?:\s*(?:,\s*and|,|and|\$)\s*(?:{'|'.join(_UNNAMED)}))*"
_LEADING = r"(?:we\s+)?(?:assume|assuming|suppose|supposing|for|if|when|given|let|provided|where|in\s+case)"
_BOTH = r"(?:\s+that)?\s+(?:all\s+)?\$?"
_TRAILING = r"(?:for|if|when|where|assuming|assume|suppose|given|provided|with)"
_HEAD = re.compile(
    rf"\s*{_LEADING}{_BOTH}({_CONDITION})\$?\s*(?:$|[,.:;]\s*(?:then\s+)?|\s+then,?\s+)", re.IGNORECASE
)
_TAIL = re.compile(
    rf"[\s,(]+{_TRAILING}{_BOTH}({_CONDITION})\$?\s*\)?\s*\.?\s*$",
    re.IGNORECASE,
)
_TRIGGER = re.compile(
    r"\b(?:assum\w+|suppos\w+|for|if|when|given|let|provided|where|with|case)\b[^=]{0,60}?(?:[<>≠≥≤∈\\\[(]|!=|tive\b|zero\b)",
    re.IGNORECASE,
)  # fmt: skip
_SIGNS = {
    ">": Relation.GT, "<": Relation.LT, ">=": Relation.GE, "≥": Relation.GE, "<=": Relation.LE,
    "=<": Relation.LE, "≤": Relation.LE, "!=": Relation.NE, "≠": Relation.NE,
    "\\ge": Relation.GE, "\\geq": Relation.GE,
    "\\le": Relation.LE, "\\leq": Relation.LE, "\\ne": Relation.NE, "\\neq": Relation.NE, "\\gt": Relation.GT,
    "\\lt": Relation.LT,
}  # fmt: skip
_KINDS = {
    "positive": ">", "negative": "<", "nonnegative": ">=", "nonpositive": "<=", "nonzero": "!=",
    "notzero": "!=", "strictlypositive": ">", "strictlynegative": "<",
}  # fmt: skip


def split_assumptions(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without the conditions on letters around it, and these in plain text, "x > 0"."""
    if not _TRIGGER.search(text):
        return text, ()
    found: list[str] = []
    head = _HEAD.match(text)
    if head is not None:
        found += _conditions(head[1])
        text = text[head.end() :]
    tail = _TAIL.search(text)
    if tail is not None and tail.start() > 0:
        found += _conditions(tail[1])
        text = text[: tail.start()].rstrip(" ,")
    return text, tuple(found)


def _conditions(text: str) -> list[str]:
    found: list[str] = []
    for match in _ATOM.finditer(text):
        parts = match.groupdict()
        if parts["middle"]:
            first, second = _plain(parts["first"]), _plain(parts["second"])
            found.append(f"{parts['low']} {first} {parts['middle']} {second} {parts['high']}")
        elif parts["member"]:
            found.append(f"{parts['member']} in {parts['region']}")
        elif parts["sign"]:
            found += [f"{name} {_plain(parts['sign'])} {parts['value']}" for name in _listed(parts["names1"])]
        else:
            number = "2" if parts["names2"] else "3"
            kind = _KINDS[re.sub(r"[\s-]", "", parts["kind" + number].lower())]
            found += [f"{name} {kind} 0" for name in _listed(parts["names" + number])]
    return found


def _plain(sign: str) -> str:
    relation = _SIGNS[sign]
    return {Relation.GE: ">=", Relation.LE: "<=", Relation.NE: "!="}.get(relation, relation.value)


def _listed(names: str) -> list[str]:
    return re.findall(_NAME, re.sub(r"\band\b", ",", names))
