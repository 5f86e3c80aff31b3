"""The lines of a worked solution in LaTeX: its sentences, and the rows of its aligned displays.

A display within a sentence stays in its line. Rows of `align` and its kin become lines of their own, without
alignment marks and arrows: "\\Rightarrow \\qquad x &= 3 \\\\" is "x = 3". What stands between the signs of
one formula is never parted: "$3! \\times 5!$" ends no sentence.
"""

from __future__ import annotations

import re

from coe.tasks.loaders.worked import LONGEST_LINE

_ALIGNED = r"(?:align|aligned|alignat|gather|gathered|eqnarray|split|multline)\*?"
_ENVIRONMENT = re.compile(
    rf"(?:(?:\\\[|\$\$)\s*)?(?:\\left\s*(?:\\\{{|\.)\s*)?\\begin\{{(?P<name>{_ALIGNED})\}}(?:\{{\d+\}})?"
    r"(?P<body>.*?)\\end\{(?P=name)\}(?:\s*\\right\s*(?:\\\}|\.))?(?:[.,;]?\s*(?:\\\]|\$\$))?",
    re.DOTALL,
)
_ROW = re.compile(r"\\\\(?:\[[^\]]*\])?")
_NESTED = re.compile(r"\\begin\{(\w+\*?)\}.*?\\end\{\1\}", re.DOTALL)
_ARROW = r"(?:\\(?:Long)?[Rr]ightarrow|\\implies|\\Longrightarrow|\\iff|\\Leftrightarrow)"
_SPACE = r"(?:\\q?quad|\\[,;: ]|\s|~)"
_LEADING = re.compile(rf"^(?:{_SPACE}|{_ARROW})+")
_TRAILING = re.compile(rf"(?:{_SPACE}|{_ARROW})+$")
_TAG = re.compile(r"\\(?:tag|label)\*?\{[^{}]*\}|\\(?:nonumber|notag|hline)\b")
_INTERTEXT = re.compile(r"\\(?:short)?intertext\{([^{}]*)\}")
# Neither holds another of its kind; so a thousand that are never closed take no time.
_SQUARE = r"\\\[(?:(?!\\\[).)*?\\\]"
_ROUND = r"\\\((?:(?!\\\().)*?\\\)"
_FORMULA = re.compile(
    rf"\$\$.*?\$\$|{_SQUARE}|{_ROUND}"
    r"|(?<!\\)\$(?:[^$\\]|\\.)*?\$|\\begin\{(\w+\*?)\}.*?\\end\{\1\}",
    re.DOTALL,
)
_FREE_STOP = re.compile(r"[.!?][)\"']?(?=\s+[A-Z(\\$\"`]|\s*\n)")
_ABBREVIATION = re.compile(r"(?:\b(?:Mrs?|Ms|Dr|St|No|vs|i\.e|e\.g|cf|Fig|Eq)|(?:^|\s)[A-Z])\.$")
_NEW_SENTENCE = re.compile(r"\s*(?:[A-Z(\"`\\$])")
_HELD = re.compile("\x00(\\d+)\x00")
_DISPLAY = re.compile(rf"(\$\$.*?\$\$|{_SQUARE})")
_PARAGRAPH = re.compile(r"\n\s*\n")


def solution_lines(text: str) -> list[str]:
    """The lines of a solution, each on one line."""
    lines: list[str] = []
    place = 0
    for match in _ENVIRONMENT.finditer(text):
        lines += _sentences(text[place : match.start()])
        lines += _rows(match["body"])
        place = match.end()
    lines += _sentences(text[place:])
    return [piece for line in lines for piece in _around_displays(line)]


def _around_displays(line: str) -> list[str]:
    """A line too long for a draft is cut around its displays."""
    if len(line) <= LONGEST_LINE:
        return [line]
    return [piece for part in _DISPLAY.split(line) if (piece := part.strip(" ,;"))]


def _rows(body: str) -> list[str]:
    """The rows of an aligned display."""
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(match[0])
        return f"\x00{len(held) - 1}\x00"

    # The rows of a matrix are no rows of the display.
    body = _NESTED.sub(hold, _INTERTEXT.sub(r"\\\\ \1 \\\\ ", _TAG.sub("", body)))
    rows = []
    for row in _ROW.split(body):
        plain = " ".join(row.replace("\\&", "\x01").replace("&", "").split())
        plain = _TRAILING.sub("", _LEADING.sub("", plain)).replace("\x01", "\\&")
        rows.append(" ".join(_HELD.sub(lambda match: held[int(match[1])], plain).split()))
    return [row for row in rows if row.strip(" .,;\\")]


def _sentences(text: str) -> list[str]:
    found: list[str] = []
    for paragraph in _PARAGRAPH.split(text):
        found += _of_paragraph(paragraph)
    return found


def _of_paragraph(text: str) -> list[str]:
    """Cut behind stops that stand outside of formulas, or at the end of one."""
    cuts: list[int] = []
    place = 0
    for match in _FORMULA.finditer(text):
        cuts += _stops(text, place, match.start())
        place = match.end()
        if match[0].rstrip("$])\\ \n").endswith((".", "?", "!")) and _NEW_SENTENCE.match(text, place):
            cuts.append(place)
    cuts += _stops(text, place, len(text))
    pieces = [text[start:stop] for start, stop in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    return [line for piece in pieces if (line := " ".join(piece.split())).strip(" .,;")]


def _stops(text: str, start: int, stop: int) -> list[int]:
    found = []
    for match in _FREE_STOP.finditer(text, start, len(text)):
        if match.end() > stop:
            break
        if not _ABBREVIATION.search(text[: match.start() + 1]):
            found.append(match.end())
    return found
