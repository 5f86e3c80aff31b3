"""Flags that say how a problem is solved, shared by the commands that solve problems."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coe.cli.sampling_flags import SamplingRequest

if TYPE_CHECKING:
    from coe.environment import EnvironmentConfig


class Way(StrEnum):
    """Method, as typed on the command line."""

    COE = "coe"
    COT = "cot"
    DIRECT = "direct"


class FirstDraft(StrEnum):
    """What comes before the first edit, as typed on the command line."""

    EMPTY = "empty"
    MODEL = "model"


MethodFlag = Annotated[
    Way, typer.Option(help="coe: edits; cot: think step by step, then answer; direct: the answer only.")
]
DraftFlag = Annotated[
    FirstDraft,
    typer.Option(help="Without --initial, edits start from nothing or from a draft that the model writes."),
]
SolutionTokens = Annotated[
    int | None,
    typer.Option(
        min=1,
        help="Most tokens of a reply that is a whole solution: cot, a draft (1024).",
        show_default=False,
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodRequest(SamplingRequest):
    """What the flags hold, under their own names."""

    method: str = Way.COE
    draft: str = FirstDraft.EMPTY
    solution_tokens: int | None = None


def make_config(request: MethodRequest, **settings: Any) -> EnvironmentConfig:
    """The settings of the environment that the flags ask for, with the other `settings`.

    Raises:
        UsageError: flags that do not fit together.
    """
    from coe.environment import EnvironmentConfig, Method
    from coe.environment import FirstDraft as Draft
    from coe.errors import UsageError

    try:
        method, draft = Method(request.method), Draft(request.draft)
    except ValueError as error:
        raise UsageError(f"{error}; methods are coe, cot, direct, and drafts empty, model") from None
    if method is Method.COT and request.max_tokens is not None:
        raise UsageError("--max-tokens is for commands and answers; with --method cot give --solution-tokens")
    if request.solution_tokens is not None and method is not Method.COT and draft is not Draft.MODEL:
        raise UsageError("--solution-tokens is for --method cot and --draft model")
    if method.one_reply and draft is Draft.MODEL:
        raise UsageError(f"--draft model is for --method coe: the one reply of {method} is the solution")
    return EnvironmentConfig(method=method, draft=draft, **settings)
