"""Flags that say how a problem is solved, shared by the commands that solve problems."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, ClassVar

from typer import Option

from coe.cli.sampling_flags import SamplingRequest
from coe.cli.switches import Switch

if TYPE_CHECKING:
    from coe.environment import EnvironmentConfig


class Way(StrEnum):
    """Method, as typed on the command line."""

    COE = "coe"
    COT = "cot"
    DIRECT = "direct"


class Level(StrEnum):
    """What an agent is told, as typed on the command line."""

    NONE = "none"
    LINES = "lines"
    OUTCOME = "outcome"


class FirstDraft(StrEnum):
    """What comes before the first edit, as typed on the command line."""

    EMPTY = "empty"
    MODEL = "model"


class Search(StrEnum):
    """How several solutions are sought, as typed on the command line."""

    BEST = "best"
    BEAM = "beam"


SEARCH_TEMPERATURE = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodRequest(SamplingRequest):
    """How a problem is solved."""

    PANEL: ClassVar[str] = "Method"

    method: Annotated[
        Way, Option(help="coe: edits; cot: think step by step, then answer; direct: the answer only.")
    ] = Way.COE
    draft: Annotated[
        FirstDraft,
        Option(help="Without --initial, edits start from nothing or from a draft that the model writes."),
    ] = FirstDraft.EMPTY
    max_steps: Annotated[int, Option(min=1, help="Most commands an episode.")] = 15
    feedback: Annotated[
        Level,
        Option(help="none: no verdicts; lines: verdicts only; outcome: also whether the answer is right."),
    ] = Level.LINES
    reveal_truth: Annotated[
        bool, Option("--reveal-truth", help="Show the reference answer to the agent; every result says so.")
    ] = False
    calculator: Annotated[Switch, Option(help="Evaluate {13 - 5} in edits.")] = Switch.ON


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest(MethodRequest):
    """How several solutions are sought."""

    PANEL: ClassVar[str] = "Search"

    samples: Annotated[
        int, Option(min=1, help="Play this many episodes and take the best, as the verifier judges.")
    ] = 1
    search: Annotated[
        Search,
        Option(help="best: of --samples episodes; beam: go on with the --width best drafts each turn."),
    ] = Search.BEST
    width: Annotated[
        int | None, Option(min=1, help="Of a beam: drafts kept each turn (4).", show_default=False)
    ] = None
    expand: Annotated[
        int | None,
        Option(min=1, help="Of a beam: edits asked for each draft (as --width).", show_default=False),
    ] = None
    temperature: Annotated[
        float | None,
        Option(min=0.0, help="0 is greedy. Default: 0, or 0.7 for a search.", show_default=False),
    ] = None

    @property
    def searches(self) -> bool:
        """Whether more than one episode is played."""
        return self.search == Search.BEAM or self.samples > 1

    @property
    def default_temperature(self) -> float:
        """Where none is given: a search needs replies that differ."""
        return SEARCH_TEMPERATURE if self.searches else 0.0


def make_config(request: MethodRequest) -> EnvironmentConfig:
    """The settings of the environment that the flags ask for.

    Raises:
        UsageError: flags that do not fit together.
    """
    from coe.environment import EnvironmentConfig, Feedback, Method
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
    return EnvironmentConfig(
        Feedback(request.feedback),
        calculator=request.calculator is Switch.ON,
        max_steps=request.max_steps,
        reveal_truth=request.reveal_truth,
        method=method,
        draft=draft,
    )


def check_search(request: SearchRequest) -> None:
    """Nothing, unless the flags of the search do not fit together.

    Raises:
        UsageError: they do not.
    """
    from coe.errors import UsageError

    if request.search not in tuple(Search):
        raise UsageError(f"--search is best or beam, not {request.search}")
    if request.search == Search.BEAM and request.samples > 1:
        raise UsageError("--samples is for --search best; a beam has --width and --expand")
    for flag in ("width", "expand"):
        if request.search != Search.BEAM and getattr(request, flag) is not None:
            raise UsageError(f"--{flag} is for --search beam")
