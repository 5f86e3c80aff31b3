"""What an agent may know of the state."""

from __future__ import annotations

from dataclasses import dataclass

from coe.verifier.report import LineVerdict


@dataclass(frozen=True, slots=True)
class Observation:
    """The state after a turn, as the agent's feedback level allows.

    Under `lines` (and nothing revealed) equal statements and equal commands give equal observations,
    whatever the reference answer is.

    Args:
        statement: the problem in words.
        lines: the draft.
        verdicts: one a line. Their `detail` is for people: the renderer leaves it out.
        error: why the last command was refused, where, and what was expected; None if it was not.
        answer_is_right: the bit of the `outcome` level; None at other levels, without a reference, or where
            the answer cannot be compared.
        revealed: the reference answer, only under `reveal_truth`.
        shows_verdicts: whether the agent reads the verdicts; else they are for records and people, and the
            renderer leaves them out.
    """

    statement: str
    lines: tuple[str, ...]
    verdicts: tuple[LineVerdict, ...]
    error: str | None = None
    answer_is_right: bool | None = None
    revealed: str | None = None
    shows_verdicts: bool = True
