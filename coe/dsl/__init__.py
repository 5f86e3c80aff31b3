"""The edit language: drafts, the five edits, their text form, and the shortest script between two drafts."""

from coe.dsl.diff import edit_script
from coe.dsl.draft import Draft
from coe.dsl.edits import AddLine, DeleteLine, Edit, Exit, ReplaceLine, ReplaceWord, apply_edit
from coe.dsl.grammar import draft_grammar, draft_outline, edit_grammar
from coe.dsl.parser import parse_edit
from coe.dsl.printer import format_edit

__all__ = [
    "AddLine",
    "DeleteLine",
    "Draft",
    "Edit",
    "Exit",
    "ReplaceLine",
    "ReplaceWord",
    "apply_edit",
    "draft_grammar",
    "draft_outline",
    "edit_grammar",
    "edit_script",
    "format_edit",
    "parse_edit",
]
