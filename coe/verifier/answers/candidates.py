"""The text of the final answer in a longer text: a worked solution, a sentence, several lines.

Looked for in this order: the last box (`\\boxed{...}`), the last "#### n", the last "the answer is ...", the
last formula between LaTeX delimiters, the end of the last sentence. Later answers replace earlier ones; boxes
or formulas side by side ("\\boxed{1} and \\boxed{2}") are one list. An answer that offers a choice between
different values ("4? no, 5?", "4, maybe 5") is hedged: it states none, and so does a question ("4?").
"""

from __future__ import annotations

import re
from typing import NamedTuple

from coe.verifier.expressions.limits import MAX_CHARS
from coe.verifier.expressions.units import SPELLINGS

MAX_TEXT = 20_000
"""Characters from the end of a text in which its answer is looked for."""

# Numbers, signs, single letters and commands, as a whole or between dollar signs.
_WORDLESS = re.compile(
    r"(\$?)((?:[^\\$?~#A-Za-z\n]|[A-Za-z](?![A-Za-z])|(?:sqrt|pi)(?![A-Za-z])"
    r"|\\(?!boxed|fbox|approx)(?:[A-Za-z]+|[,;:!%{}| ])){1,1000})\1"
)
_MARK = re.compile(
    r"boxed|fbox|####|answer|[\n$?]|\\[(\[]|\b(?:is|are|maybe|perhaps|possibly|sure)\b", re.IGNORECASE
)
_MARKS = re.compile(r"boxed|fbox|####|answer|\bans\b", re.IGNORECASE)
_BOX = re.compile(r"\\(?:boxed|fbox)\b\s*")
_HASHES = re.compile(r"####\s*([^\n]+)")
_STATED = re.compile(
    r"\b(?:final\s+)?(?:answer|ans)\b\**\s*(?:\\?\]|\))?(?:\s*(?:is\b|was\b|:|=)\s*\**)+\s*(?=\S)",
    re.IGNORECASE,
)
_STATED_BEFORE = re.compile(r"\s(?:is|are) (?:the|our|my) (?:final |correct )?answers?\b", re.IGNORECASE)
_SPACES = re.compile(r"[ \t]{2,}")
_LINES = re.compile(r"(?:[ \t]*\n){3,}")
_SENTENCE_END = re.compile(r"(?<!\be\.g)(?<!\bi\.e)(?<!\b[ap]\.m)[.!]\**\s+(?=[A-Z\[(<*])|<\|")
_AFTERTHOUGHT = re.compile(
    r"\W*(?:or|maybe|perhaps|possibly|alternatively)\b(?=[^.\n]{0,20}\d)", re.IGNORECASE
)
FORMULA = re.compile(
    r"\$\$(.{1,1000}?)\$\$|\\\[(.{1,1000}?)\\\]|\\\((.{1,1000}?)\\\)|(?<!\\)\$((?:[^$\\]|\\.){1,1000}?)\$",
    re.DOTALL,
)
"""Between LaTeX delimiters; the content is in the group that took part."""
_MONEY = re.compile(r"(?<![\\\w$])\$\s?\d[\d,]*(?:\.\d+)?(?=[\s.,;!?]|$)(?!\s*\$)")
_PERCENT_BEHIND = re.compile(r"\s*\$?\s*(?:\\?%|percent\b|per cent\b|pct\b|percentage\b)")
_UNIT_BEHIND = re.compile(r"\s*\$?\s*([A-Za-z]{2,12})\b")
_CONNECTOR = re.compile(
    r"(?:\\(?:quad|qquad|text|mbox|textrm|,|;|:|!|\)|\(|\]|\[)|[\s${}.,;~]|\b(?:and|or)\b)*"
)
_SHORT_CONNECTOR = re.compile(
    r"[^\d$]{0,60}\b(?:and|or)\b[\s$\\,({\[})]*(?:[A-Za-z](?:_\{?\w\}?)?\s*=\s*)?|[\s,$]*[A-Za-z](?:_\{?\w\}?)?\s*=\s*"
)
_OR = re.compile(r"\bor\b")
_HEDGE = re.compile(r"\?|\b(?:maybe|perhaps|possibly|not sure)\b", re.IGNORECASE)
# A question at the end, which nothing behind it affirms.
_QUESTION = re.compile(r"[\w)\]}|%°$!][\s.$)\]}*\"'\\(]*\?[\s?!$)\]}*\"'\\]*$")
_QUESTION_BEHIND = re.compile(
    r"[\s.$)\]}*\"'\\(]*\?(?!\W*(?:yes|yep|yeah|correct|right|sure)\b)", re.IGNORECASE
)
_GUESS = re.compile(r"\W*(?:maybe|perhaps|possibly|probably)\b", re.IGNORECASE)
_NUMBERS = re.compile(r"\d+(?:[.,/]\d+)*")
_ENDINGS = tuple(
    re.compile(
        rf"(?:{verbs})\s+(?:(?:exactly|only|just|now|therefore|thus)\s+)?(?=[-+$(\[{{|.]?\s?\d|\\)",
        re.I,
    )
    for verbs in (
        r"\b(?:is|are|was|were|equals|equal to|be|gives|has|have)|'s",
        r"\b(?:by|to|of|at|get)|[:,]",
    )
)
_CONCLUSION = re.compile(r"\b(?:therefore|thus|hence|so)\b,?\s", re.IGNORECASE)
# No command of LaTeX.
_LONG_WORD = re.compile(r"(?<![A-Za-z\\])[A-Za-z]{3}")
_CLAUSE = re.compile(r"[,;]|\b(?:which|but|so|it's|and)\b")
_NEGATED = re.compile(r"n't\b|\b(?:not|cannot|never|no|wrong|incorrect)\b", re.IGNORECASE)
_CORRECTION = (
    r"(?:^|[.!?;,\n—–-])\s*\W{0,2}(?:wait|oops|actually|correction|sorry|hold on|hmm|scratch that"
    r"|on second thought|i mean"
    r"|no(?=[,.:!;—-])|let me (?:correct|redo|fix|recheck|re-check)|i made an? (?:error|mistake))\b"
)
_CORRECTS = re.compile(_CORRECTION, re.IGNORECASE)
_CORRECTED = re.compile(
    rf"{_CORRECTION}(?:\s+|[^\d\n\\]{{0,120}}?(?:\b(?:is|be|was|equals|get|gives|mean|of)\b|'s\b|[=,.:;!—])\s*\**)"
    r"(?=[-+$(\[{|.]?\s?\d|\\|[a-z]\s*=\s*[-+]?\s?\d)",
    re.IGNORECASE,
)
_WITHDRAWN = re.compile(r"\b(?:wrong|incorrect|mistaken?|not right|not correct|error)\b", re.IGNORECASE)
_MAX_BOXES = 50
_MAX_WORDS = 6
_HAS_VALUE = re.compile(r"\d|\\|\$")
_STARTS_VALUE = re.compile(r"[-+$(\[{|.]?\s?\d|\\")


class Candidate(NamedTuple):
    """The text of an answer.

    Args:
        text: the answer's own text.
        marked: a box, "####" or "the answer is" says that it is one.
        hedged: a choice is offered.
        wordless: no word stands in it or around it.
    """

    text: str
    marked: bool = False
    hedged: bool = False
    wordless: bool = False


def find_answer(text: str) -> Candidate:
    """The answer that a text of any length states; a short text is its own answer."""
    wordless = _WORDLESS.fullmatch(text)
    if wordless is not None:
        return Candidate(wordless[2].strip(), wordless=True)
    if not _MARK.search(text):
        return Candidate(text)
    text = text[-MAX_TEXT:]
    if "  " in text or "\t" in text or "\n" in text:
        # No pattern below meets a long run of white space.
        text = _LINES.sub("\n\n", _SPACES.sub(" ", text))
    return _boxes(text) or _behind_mark(text) or _unmarked(text)


def is_marked(text: str) -> bool:
    """Whether a box, "####" or "the answer is" says where the answer is."""
    low = text.lower()
    if "ans" not in low and "box" not in low and "####" not in low:
        return False
    return bool(_MARKS.search(text)) and find_answer(text).marked


def _last(pattern: re.Pattern[str], text: str, start: int = 0) -> re.Match[str] | None:
    found: re.Match[str] | None = None
    for match in pattern.finditer(text, start):
        found = match
    return found


def is_guess(line: str) -> bool:
    """Whether a line only guesses at a value: "x = 4?", "Maybe x = 4"."""
    return is_question(line) or bool(_GUESS.match(line))


def is_question(text: str) -> bool:
    """Whether a text ends with a question: "4?" asks for the value, and does not state it."""
    return "?" in text and bool(_QUESTION.search(text))


def _hedged(text: str) -> bool:
    return is_question(text) or (bool(_HEDGE.search(text)) and len(set(_NUMBERS.findall(text))) > 1)


def _doubted(rest: str) -> bool:
    """Whether what stands right behind an answer asks about it, or offers another."""
    return bool(_AFTERTHOUGHT.match(rest) or _QUESTION_BEHIND.match(rest))


def _corrected(behind: str) -> Candidate | None:
    """What a text behind an answer puts in its place: "4. Wait, it is 5." """
    marks = list(_CORRECTS.finditer(behind))
    if not marks:
        return None
    found = _last(_CORRECTED, behind)
    if found is not None:
        content, rest = _sentence(behind[found.end() :].lstrip())
        return Candidate(_value_of(content), True, _hedged(content) or _doubted(rest))
    withdrawn = _WITHDRAWN.search(behind, marks[0].start())
    return Candidate("", True, True) if withdrawn else None


def _boxes(text: str) -> Candidate | None:
    if "boxed" not in text and "fbox" not in text:
        return None
    outer: list[tuple[int, int, int, int]] = []
    for match in list(_BOX.finditer(text))[-_MAX_BOXES:]:
        # A box inside another one is part of it.
        if not outer or match.start() >= outer[-1][3]:
            outer.append(_box_at(text, match))
    if not outer:
        return None
    group = [outer[-1]]
    for span in reversed(outer[:-1]):
        gap = text[span[3] : group[0][0]]
        if not (_CONNECTOR.fullmatch(gap) or _SHORT_CONNECTOR.fullmatch(gap)) or "\n\n" in gap:
            break
        group.insert(0, span)
    content = ", ".join(text[span[1] : span[2]].strip() for span in group)
    later = _stated_behind(text, group[-1][3]) or _corrected(text[group[-1][3] :])
    if later is not None:
        return later
    rest = text[group[-1][3] : group[-1][3] + 80]
    return Candidate(content + _behind(rest), True, _hedged(content) or _doubted(rest))


def _stated_behind(text: str, place: int) -> Candidate | None:
    """An answer stated in words behind the last box replaces it."""
    found = _last(_STATED, text, place)
    if found is None:
        return None
    content, _ = _sentence(text[found.end() :].lstrip())
    return Candidate(_value_of(content), True, _hedged(content)) if _STARTS_VALUE.match(content) else None


def _box_at(text: str, match: re.Match[str]) -> tuple[int, int, int, int]:
    """Where a box begins, where its content begins and ends, and where it ends."""
    start = match.end()
    if text[start : start + 1] != "{":
        stop = start
        while stop < len(text) and (text[stop].isalnum() or text[stop] in ".-/"):
            stop += 1
        return match.start(), start, stop, stop
    depth = 0
    place = start
    while place < min(len(text), start + MAX_CHARS):
        character = text[place]
        if character == "\\":
            place += 1
        elif character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
            if not depth:
                return match.start(), start + 1, place, place + 1
        place += 1
    stop = text.find("\n", start)
    stop = len(text) if stop < 0 else stop
    return match.start(), start + 1, stop, stop


def _behind(rest: str) -> str:
    """A percent sign or unit that stands behind a box or formula."""
    if _PERCENT_BEHIND.match(rest):
        return "\\%"
    unit = _UNIT_BEHIND.match(rest)
    return f"\\text{{ {unit[1]}}}" if unit and unit[1] in SPELLINGS and unit[1] != "in" else ""


def _behind_mark(text: str) -> Candidate | None:
    found = _last(_HASHES, text) if "####" in text else None
    if found is not None:
        later = _corrected(text[found.start(1) :])
        return later or Candidate(found[1].strip(), True, _hedged(found[1]))
    if "ans" not in text.lower():
        return None
    found = _last(_STATED, text)
    if found is not None:
        later = _corrected(text[found.end() :])
        if later is not None:
            return later
        content, rest = _sentence(text[found.end() :].lstrip())
        if content and (len(content.split()) <= _MAX_WORDS or _HAS_VALUE.search(content)):
            return Candidate(_value_of(content), True, _hedged(content) or _doubted(rest))
    found = _last(_STATED_BEFORE, text)
    if found is None:
        return None
    before = _SENTENCE_END.split(text[: found.start()].rpartition("\n")[2])[-1].strip()
    return Candidate(_value_of(before), True, _hedged(before)) if before else None


def _sentence(text: str) -> tuple[str, str]:
    """Up to the end of the sentence or line, and the rest."""
    line, _, rest = text.partition("\n")
    if line.count("\\[") > line.count("\\]") or line.strip() in ("$$", "\\["):
        line, rest = text, ""
    end = _SENTENCE_END.search(line)
    if end is not None:
        line, rest = line[: end.start()], line[end.end() :] + "\n" + rest
    return line.strip().strip('*"').strip(), rest


def _unmarked(text: str) -> Candidate:
    lines = text.strip()
    if "$" in text or "\\(" in text or "\\[" in text:
        spanned = _formulas(lines)
        if spanned is not None:
            return spanned
    last = lines.partition("<|")[0].strip().rpartition("\n")[2]
    return Candidate(_value_of(last), False, _hedged(last))


def _formulas(text: str) -> Candidate | None:
    """The last formulas of a text, or all of it where nothing but formulas stands in it."""
    spans = [] if _all_money(text) else list(FORMULA.finditer(text))
    if not spans:
        return None
    group = [spans[-1]]
    for span in reversed(spans[:-1]):
        gap = text[span.end() : group[0].start()]
        if not _CONNECTOR.fullmatch(gap) or "\n\n" in gap:
            break
        group.insert(0, span)
    start, stop = group[0].start(), group[-1].end()
    ending = _ending(_SENTENCE_END.split(text[stop:])[0]) if stop < len(text) else None
    if ending is not None:
        return Candidate(ending, False, _hedged(text[start:]))
    rest = text[stop : stop + 80]
    joint = " or " if len(group) > 1 and _OR.search(text, start, stop) else ", "
    content = joint.join(next(part for part in span.groups() if part is not None).strip() for span in group)
    hedged = bool(_HEDGE.search(text)) and (
        _hedged(content) or _hedged(text[start:]) or bool(_QUESTION_BEHIND.match(rest))
    )
    return Candidate(content + _behind(rest), False, hedged)


def _all_money(text: str) -> bool:
    """Every dollar sign stands in front of an amount."""
    return "\\" not in text and text.count("$") == len(_MONEY.findall(text))


def _value_of(sentence: str) -> str:
    """The value that a sentence ends with, or the sentence."""
    text = sentence.strip()
    if ("$" in text or "\\(" in text) and not _all_money(text):
        spanned = _formulas(text)
        if spanned is not None:
            return spanned.text
    if not _LONG_WORD.search(text):
        return text
    if "=" in text:
        # Calculations and their conclusion in one line: only the conclusion can end with the answer.
        conclusion = _CONCLUSION.split(text)
        return (_ending(conclusion[-1]) if len(conclusion) > 1 else None) or text
    return _ending(text) or text


def _ending(text: str) -> str | None:
    """The number or formula behind the last "is" or "equals", or where there is none, "by" or "to"."""
    text = text.strip().rstrip(".")
    for endings in _ENDINGS:
        found = _last(endings, text)
        if found is not None:
            clause, value = _CLAUSE.split(text[: found.end()])[-1], text[found.end() :]
            # What stands in front of a closing bracket is part of a value: (sqrt(2), 3).
            return None if _NEGATED.search(clause) or _closes_too_much(value) else value
    return None


def _closes_too_much(text: str) -> bool:
    """Whether a bracket closes that does not open in the text."""
    return any(
        text.count(closer) > sum(map(text.count, openers)) for openers, closer in (("([", ")"), ("[(", "]"))
    )
