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


class Search(StrEnum):
    """How several solutions are sought, as typed on the command line."""

    BEST = "best"
    BEAM = "beam"


MethodFlag = Annotated[
    Way, typer.Option(help="coe: edits; cot: think step by step, then answer; direct: the answer only.")
]
DraftFlag = Annotated[
    FirstDraft,
    typer.Option(help="Without --initial, edits start from nothing or from a draft that the model writes."),
]
Samples = Annotated[
    int, typer.Option(min=1, help="Play this many episodes and take the best, as the verifier judges.")
]
SearchFlag = Annotated[
    Search,
    typer.Option(help="best: of --samples episodes; beam: go on with the --width best drafts each turn."),
]
Width = Annotated[
    int | None, typer.Option(min=1, help="Of a beam: drafts kept each turn (4).", show_default=False)
]
Expand = Annotated[
    int | None,
    typer.Option(min=1, help="Of a beam: edits asked for each draft (as --width).", show_default=False),
]

SEARCH_TEMPERATURE = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodRequest(SamplingRequest):
    """What the flags hold, under their own names."""

    method: str = Way.COE
    draft: str = FirstDraft.EMPTY
    samples: int = 1
    search: str = Search.BEST
    width: int | None = None
    expand: int | None = None

    @property
    def searches(self) -> bool:
        """Whether more than one episode is played."""
        return self.search == Search.BEAM or self.samples > 1

    @property
    def default_temperature(self) -> float:
        """Where none is given: a search needs replies that differ."""
        return SEARCH_TEMPERATURE if self.searches else 0.0


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
    _check_search(request)
    return EnvironmentConfig(method=method, draft=draft, **settings)


def _check_search(request: MethodRequest) -> None:
    from coe.errors import UsageError

    if request.search not in tuple(Search):
        raise UsageError(f"--search is best or beam, not {request.search}")
    if request.search == Search.BEAM and request.samples > 1:
        raise UsageError("--samples is for --search best; a beam has --width and --expand")
    for flag in ("width", "expand"):
        if request.search != Search.BEAM and getattr(request, flag) is not None:
            raise UsageError(f"--{flag} is for --search beam")
