"""SAT records of a tutoring product: a question with choices or a grid-in answer, a rationale, students'
responses.

    {"id": "...", "question": {"stem": "...", "choices": [{"id": "A", "text": "2"}, ...]},
     "correct_answer": "C", "rationale": "...", "skill": "...", "difficulty": "Medium",
     "responses": [{"choice": "B", "correct": false, "work": ["2x = 18", "x = 9"]}, ...]}

The question may also be text with the other fields beside it, choices may be texts, and HTML is taken out.
Students that wrote their work down give starting drafts; the choices of all are counted in the metadata.
Nothing that could name a student is kept.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

from coe.dsl.text import text_fault
from coe.errors import ProblemError
from coe.problem import Problem
from coe.tasks.loaders.files import file_names, read_rows
from coe.tasks.loaders.loader import Loader, Record, one_line, plain_number
from coe.tasks.loaders.spec import Spec
from coe.tasks.loaders.worked import sentences, worked_problem

_STEM = ("stem", "text", "prompt", "question", "question_text", "body")
_CHOICES = ("choices", "options", "answer_options", "answerOptions", "answer_choices")
_ANSWER = ("correct_answer", "correctAnswer", "answer", "key", "keys", "correct")
_RATIONALE = ("rationale", "explanation", "solution")
_LETTERS = "ABCDEFGH"
_LEVELS = {"easy": 1, "medium": 3, "hard": 5}
_BREAKS = {"p", "br", "div", "li", "tr"}
_MOST_DRAFTS = 20


def problem_of(record: Record, spec: Spec) -> Problem:
    """A record as a problem.

    Raises:
        ProblemError: there is no question, no answer, or the answer is none of the choices.
    """
    nested = record.get("question")
    fields = {**record, **nested} if isinstance(nested, dict) else dict(record)
    if isinstance(nested, dict) and fields.get("question") is nested:
        del fields["question"]
    stem = _first(fields, _STEM)
    if not isinstance(stem, str) or not stem.strip():
        raise ProblemError(f"no question; looked for {', '.join(_STEM)}")
    choices = _choices(_first(fields, _CHOICES))
    statement = one_line(" ".join([plain_text(stem), *(f"({key}) {text}" for key, text in choices.items())]))
    answer = _answer(_first(fields, _ANSWER), choices)
    rationale = _first(fields, _RATIONALE)
    lines = sentences(plain_text(rationale)) if isinstance(rationale, str) else []
    problem = worked_problem(statement, answer, lines, **_about(fields))
    return replace(problem, drafts=_drafts(fields.get("responses")))


def plain_text(html: str) -> str:
    """Text without tags; paragraphs become lines."""
    if "<" not in html and "&" not in html:
        return html
    reader = _Text()
    reader.feed(html)
    reader.close()
    return "".join(reader.parts)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def _first(fields: Record, names: tuple[str, ...]) -> Any:
    return next((fields[name] for name in names if fields.get(name) not in (None, "", [])), None)


def _choices(value: object) -> dict[str, str]:
    """Letter -> text; none for a grid-in question."""
    if value is None:
        return {}
    if isinstance(value, dict):
        pairs = [(str(key).strip().upper(), text) for key, text in value.items()]
    elif isinstance(value, list):
        pairs = [_choice(place, item) for place, item in enumerate(value)]
    else:
        raise ProblemError("choices must be a list or an object")
    if len(pairs) > len(_LETTERS):
        raise ProblemError(f"{len(pairs)} choices; at most {len(_LETTERS)}")
    return {key: one_line(plain_text(plain_number(text))) for key, text in pairs}


def _choice(place: int, item: object) -> tuple[str, object]:
    letter = _LETTERS[place % len(_LETTERS)]
    if not isinstance(item, dict):
        return letter, item
    key = str(_first(item, ("label", "letter", "key", "id")) or letter).strip().upper()
    return (key if key in _LETTERS else letter), _first(item, ("text", "content", "value"))


def _answer(value: object, choices: dict[str, str]) -> str:
    if isinstance(value, list) and value:
        value = value[0]
    if value is None:
        raise ProblemError(f"no answer; looked for {', '.join(_ANSWER)}")
    answer = one_line(plain_text(plain_number(value)))
    if not choices:
        return answer
    letter = answer.strip("().").upper()
    if letter in choices:
        return letter
    found = [key for key, text in choices.items() if text == answer]
    if len(found) != 1:
        raise ProblemError(f"the answer {answer!r:.60} is none of the choices {', '.join(choices)}")
    return found[0]


def _about(fields: Record) -> dict[str, object]:
    about: dict[str, object] = {
        name: str(fields[name])
        for name in ("domain", "skill", "section")
        if isinstance(fields.get(name), str)
    }
    level = fields.get("difficulty")
    if isinstance(level, str) and level.strip().lower() in _LEVELS:
        about["difficulty"] = _LEVELS[level.strip().lower()]
    elif isinstance(level, int) and 1 <= level <= 5:
        about["difficulty"] = level
    responses = fields.get("responses")
    if isinstance(responses, list) and responses:
        about["responses"] = dict(Counter(filter(None, map(_chosen, responses))))
    return about


def _chosen(response: object) -> str:
    if not isinstance(response, dict):
        return ""
    value = _first(response, ("choice", "answer", "response"))
    return str(value)[:40] if isinstance(value, str | int | float) else ""


def _drafts(responses: object) -> tuple[tuple[str, ...], ...]:
    """The work that students wrote, different ones, as lines that a draft may hold."""
    found: dict[tuple[str, ...], None] = {}
    for response in responses if isinstance(responses, list) else []:
        work = _first(response, ("work", "steps", "lines")) if isinstance(response, dict) else None
        texts = work.splitlines() if isinstance(work, str) else work if isinstance(work, list) else []
        lines = tuple(text.strip() for text in texts if isinstance(text, str) and text.strip())
        if lines and not any(map(text_fault, lines)):
            found.setdefault(lines)
    return tuple(found)[:_MOST_DRAFTS]


LOADER = Loader("sat", "SAT questions with rationales and responses", read_rows, problem_of, file_names)
