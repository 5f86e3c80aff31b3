"""Starting drafts and statements as people type them on a command line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import IO

from coe.errors import UsageError

# A literal backslash-n separates lines, unless it begins a LaTeX command such as \neq or \not.
_LITERAL_NEWLINE = re.compile(r"\\n(?!(?:eq|ot|abla|mid|leq|geq|less|gtr)(?![a-z]))")
_TEXT_FILES = {".txt", ".md", ".tex"}
_MOST_CHARACTERS = 100_000


def read_initial(text_or_file: str | None) -> tuple[str, ...]:
    """Lines of a starting draft: the content of a file, or text whose lines are separated by newlines or
    by a literal backslash-n. Blank lines are dropped; None is the empty draft.

    Raises:
        UsageError: a file that is not there, is not UTF-8 text, or is too large to be a draft.
    """
    if text_or_file is None:
        return ()
    path = _existing_file(text_or_file)
    text = _read(path) if path else _LITERAL_NEWLINE.sub("\n", text_or_file)
    return _lines(text)


def read_piped(stream: IO[str]) -> tuple[str, ...]:
    """Lines of a draft from standard input; blank lines are dropped.

    Raises:
        UsageError: it is no text or too large to be a draft.
    """
    try:
        text = stream.read(_MOST_CHARACTERS + 1)
    except UnicodeDecodeError as error:
        raise UsageError("standard input is not UTF-8 text; save it as UTF-8") from error
    return _lines(_bounded(text, "standard input"))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _bounded(text: str, name: str) -> str:
    if len(text) > _MOST_CHARACTERS:
        raise UsageError(f"{name} is longer than {_MOST_CHARACTERS} characters; give one solution")
    return text


def one_line(statement: str) -> str:
    """A problem statement on one line; a line break inside it becomes a comma unless punctuation is there."""
    lines = [" ".join(line.split()) for line in statement.splitlines() if line.strip()]
    if not lines:
        raise UsageError(
            'the problem is empty; give it in quotes, for example: coe solve "Solve for x: 2x + 5 = 13"'
        )
    joined = lines[0]
    for line in lines[1:]:
        joined += (" " if joined[-1] in ".,;:?!" else ", ") + line
    return joined


def _existing_file(text: str) -> Path | None:
    path = Path(text)
    try:
        if path.is_file():
            return path
    except (OSError, ValueError):
        return None
    if path.suffix.lower() in _TEXT_FILES and " " not in text and "\n" not in text:
        raise UsageError(
            f"--initial: there is no file {text!r}; give an existing file, or the lines themselves"
        )
    return None


def _read(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as stream:
            text = stream.read(_MOST_CHARACTERS + 1)
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8 text; save it as UTF-8") from error
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}; check its permissions") from error
    return _bounded(text, str(path))
