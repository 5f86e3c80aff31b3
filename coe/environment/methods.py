"""Ways of solving, and what an agent is asked for at a turn."""

from __future__ import annotations

from enum import StrEnum


class Method(StrEnum):
    """How a problem is solved.

    COE: by edits, one command a turn. COT: one reply that thinks step by step and ends with the answer; its
    lines become the draft. DIRECT: one reply that is the answer alone. The verifier judges the last draft of
    all three by the same rules.
    """

    COE = "coe"
    COT = "cot"
    DIRECT = "direct"

    @property
    def one_reply(self) -> bool:
        """Whether the first reply is the last."""
        return self is not Method.COE


class FirstDraft(StrEnum):
    """What method COE starts from where no draft is given: nothing, or what the model writes in one reply."""

    EMPTY = "empty"
    MODEL = "model"


class Asked(StrEnum):
    """What a turn asks for: an edit command, a first draft, a solution step by step, or the answer alone."""

    EDIT = "edit"
    DRAFT = "draft"
    SOLUTION = "solution"
    ANSWER = "answer"

    @property
    def whole_solution(self) -> bool:
        """Whether the reply has several lines."""
        return self in (Asked.DRAFT, Asked.SOLUTION)
