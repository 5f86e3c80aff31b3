"""The episode of `coe solve`: played, shown as it goes, and kept where it is interrupted."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from rich.console import Console

from coe.cli.agent_flags import make_agent
from coe.cli.console import make_console
from coe.cli.live_reply import LiveReply
from coe.cli.method_flags import check_search, make_config
from coe.cli.sampling_flags import make_decoding
from coe.cli.search_report import print_beam_turn, print_sample
from coe.cli.solve_report import print_start, print_turn
from coe.environment import EnvironmentConfig, Episode
from coe.errors import UsageError
from coe.rollout import Start, TurnEvent, check_method, run_episodes
from coe.search import SearchResult, beam_search, best_of
from coe.verifier import verify

if TYPE_CHECKING:
    from coe.agents import Agent
    from coe.cli.solve import SolveRequest


@dataclass(frozen=True, slots=True)
class Played:
    """What was played.

    Args:
        episode: the episode, the chosen one of a search; as failed, with the turns it had, where it was
            interrupted.
        search: the whole search, None where there was none.
        interrupted: by the user.
    """

    episode: Episode
    search: SearchResult | None = None
    interrupted: bool = False


def config_of(request: SolveRequest, start: Start) -> EnvironmentConfig:
    """The environment's settings that are asked for.

    Raises:
        UsageError: flags that do not fit together.
    """
    if start.problem.answer is None and request.reveal_truth:
        raise UsageError("--reveal-truth needs an answer to reveal; give it with --truth")
    if start.problem.answer is None and request.feedback == "outcome":
        raise UsageError("--feedback outcome needs an answer to compare with; give it with --truth")
    check_search(request)
    return make_config(request)


def play(request: SolveRequest, start: Start, config: EnvironmentConfig) -> Played:
    """The episode that is asked for, each turn shown unless `--json` or `--quiet` is.

    Raises:
        UsageError: the agent cannot be made, or not be asked for what is wanted.
        MissingDependencyError: the agent needs a package that is not installed.
        KeyboardInterrupt: before there was an episode.
    """
    console = make_console()
    shown = not (request.json or request.quiet)
    # The replies of a search are asked for together: none can be shown as it comes.
    live = LiveReply(console) if shown and not request.searches and sys.stdout.isatty() else None
    settings = make_decoding(request).as_arguments()
    agent = make_agent(request, None if live is None else live.show)
    check_method(agent, config)
    search = None
    if request.searches:
        cut: list[SearchResult] = []
        search = _search(
            request, agent, start, {"config": config, **settings}, console if shown else None, cut
        )
    if shown:
        verdicts = verify(start.problem.statement, start.draft_lines).lines
        print_start(console, start.problem, start.draft_lines, verdicts, revealed=config.reveal_truth)
    if search is not None:
        return _found(search, cut)

    def on_turn(event: TurnEvent) -> None:
        if live is not None:
            live.clear()
        print_turn(console, event)

    try:
        return _episode(agent, start, config=config, on_turn=on_turn if shown else None, **settings)
    finally:
        if live is not None:
            live.clear()


def _episode(agent: Agent, start: Start, **settings: Any) -> Played:
    cut: list[Episode] = []
    try:
        (episode,) = run_episodes(agent, [start], batch_size=1, on_interrupt=cut.append, **settings)
    except KeyboardInterrupt:
        if not cut:
            raise
        return Played(cut[0], interrupted=True)
    return Played(episode)


def _search(
    request: SolveRequest,
    agent: Agent,
    start: Start,
    settings: dict[str, Any],
    console: Console | None,
    cut: list[SearchResult],
) -> Iterator[SearchResult]:
    """The search that is asked for, each episode or turn of it in a line on the console.

    `cut` gets what there is of it where it is interrupted.
    """
    if request.search == "beam":
        # Every draft of a beam is another, and each edit an episode of one turn.
        del settings["repeat_temperature"], settings["rendering"]
        width = 4 if request.width is None else request.width
        return beam_search(
            agent, [start], width, expand=request.expand, on_interrupt=cut.append,
            on_turn=None if console is None else partial(print_beam_turn, console), **settings,
        )  # fmt: skip
    return best_of(
        agent, [start], request.samples, on_interrupt=cut.append,
        on_episode=None if console is None else partial(print_sample, console), **settings,
    )  # fmt: skip


def _found(search: Iterator[SearchResult], cut: list[SearchResult]) -> Played:
    try:
        (found,) = search
    except KeyboardInterrupt:
        if not cut:
            raise
        return Played(cut[0].episode, cut[0], interrupted=True)
    return Played(found.episode, found)
