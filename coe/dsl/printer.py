"""Edits to text, always in canonical form: `parse_edit(format_edit(edit)) == edit`."""

from __future__ import annotations

from coe.dsl.edits import AddLine, DeleteLine, Edit, Exit, ReplaceLine, ReplaceWord


def format_edit(edit: Edit) -> str:
    """The canonical command, one line."""
    match edit:
        case AddLine(line, text):
            return f"ADDL {line} >>>{text}"
        case ReplaceLine(line, text):
            return f"REPL {line} >>>{text}"
        case DeleteLine(line):
            return f"DELL {line}"
        case ReplaceWord(line, old, new):
            return f"REPW {line} >>>{old} >>>{new}"
        case Exit():
            return "EXIT"
