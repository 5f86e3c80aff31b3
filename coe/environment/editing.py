"""Commands to stored lines: calculator spans are filled and sizes bounded before a line is stored."""

from __future__ import annotations

from coe.dsl import AddLine, Draft, Edit, ReplaceLine, ReplaceWord, apply_edit
from coe.environment.config import EnvironmentConfig
from coe.errors import EditApplyError
from coe.verifier import fill_spans


def store(draft: Draft, edit: Edit, config: EnvironmentConfig) -> tuple[Draft, str | None]:
    """The draft after the edit, and the line it stored (None where it stored none).

    Spans of REPW are filled in the line as it becomes, so that a result merges with the sign before it.

    Raises:
        EditApplyError: the edit does not fit, or the line or the draft would be too long.
        CalculatorError: a span does not evaluate.
    """
    if isinstance(edit, AddLine):
        if len(draft) >= config.max_lines:
            raise EditApplyError(f"the draft has {len(draft)} lines, the most it may have; expected no ADDL")
        # The number is looked at before the text: a wrong place is the first thing to mend.
        draft.check_number(edit.line, len(draft) + 1)
        text = _stored(edit.text, edit.text, config)
        return draft.inserted(edit.line, text), text
    if isinstance(edit, ReplaceLine):
        draft.check_number(edit.line, len(draft))
        text = _stored(edit.text, edit.text, config)
        return draft.replaced(edit.line, text), text
    changed = apply_edit(draft, edit)
    if not isinstance(edit, ReplaceWord):
        return changed, None
    before = changed.line(edit.line)
    text = _stored(before, edit.new, config)
    return (changed if text == before else changed.replaced(edit.line, text)), text


def _stored(text: str, written: str, config: EnvironmentConfig) -> str:
    """`text` with the spans of what the agent has written filled."""
    if len(text) <= config.max_line_length and config.calculator and "{" in written:
        text = fill_spans(text).strip()
    if len(text) > config.max_line_length:
        limit = config.max_line_length
        raise EditApplyError(f"the line has {len(text)} characters; expected at most {limit}")
    return text
