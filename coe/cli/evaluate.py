"""`coe evaluate`: an agent over many problems, every episode stored as it finishes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Option

from coe.cli.agent_flags import make_agent, worker_count
from coe.cli.console import make_console
from coe.cli.method_flags import SEARCH_TEMPERATURE, MethodRequest, Search, make_config
from coe.cli.requests import takes
from coe.cli.sampling_flags import make_decoding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coe.agents import Agent
    from coe.cli.progress import Bar
    from coe.environment import Episode
    from coe.evaluation import Draft, Run, RunConfig
    from coe.evaluation.facts import EpisodeFacts
    from coe.rollout import Start
    from coe.search import SearchConfig


class Engine(StrEnum):
    """Where episodes are played."""

    HERE = "here"
    RAY = "ray"


class StartFrom(StrEnum):
    """What episodes start from, as typed."""

    MISTAKEN = "mistaken"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluateRequest(MethodRequest):
    """What `coe evaluate` can be asked, besides the agent, the method and how replies are drawn."""

    out: Annotated[
        str, Option(metavar="RUN", help="FILE, FILE#NAME or postgresql://.../DATABASE#NAME; it may be there.")
    ]
    tasks: Annotated[
        str, Option(help="Families, files and names, comma-separated, or all (`coe tasks`).")
    ] = "all"
    n: Annotated[int, Option("-n", min=1, help="Problems, from each task in turn.")] = 100
    samples: Annotated[int, Option(min=1, help="Episodes a problem, for pass@k.")] = 1
    search: Annotated[
        Search | None,
        Option(
            help="Each episode is the best of --width ones, or of a beam that goes on with --width drafts.",
            show_default=False,
        ),
    ] = None
    width: Annotated[int | None, Option(min=1, help="Of a search (4).", show_default=False)] = None
    expand: Annotated[
        int | None,
        Option(min=1, help="Of a beam: edits asked for each draft (as --width).", show_default=False),
    ] = None
    temperature: Annotated[
        float | None,
        Option(min=0.0, help="0 is greedy. Default: 0, or 0.7 with --search.", show_default=False),
    ] = None
    start: Annotated[
        StartFrom | None,
        Option(
            help="mistaken: a worked solution with mistakes; empty: no lines. Default: mistaken for edits.",
            show_default=False,
        ),
    ] = None
    mistakes: Annotated[
        str,
        Option(help="Kinds and weights: full, core, sign_flip, full,sign_flip=3, ... (docs/mistakes.md)."),
    ] = "full"
    split: Annotated[str, Option(help="Of generated problems: train, validation or test.")] = "test"
    seed: Annotated[int, Option(help="Of the problems, the drafts and the sampling.")] = 1
    batch_size: Annotated[int, Option(min=1, help="Episodes in flight in a process.")] = 64
    engine: Annotated[Engine, Option(help="here, or a Ray cluster with agents as actors.")] = Engine.HERE
    address: Annotated[
        str | None,
        Option(help="Of the Ray cluster: auto, HOST:6379, ray://HOST:10001; else one is started here."),
    ] = None
    workers: Annotated[
        int | None,
        Option(
            min=1,
            help="Processes, or Ray actors. Default: one for every core; without Ray only for tiny.",
        ),
    ] = None
    gpus: Annotated[float, Option(min=0, help="GPUs that each Ray actor asks for.")] = 0.0
    json: Annotated[bool, Option("--json", help="Print the figures as one JSON object.")] = False

    @property
    def default_temperature(self) -> float:
        """Where none is given: a search needs replies that differ."""
        return 0.0 if self.search is None else SEARCH_TEMPERATURE


@takes(EvaluateRequest)
def evaluate(request: EvaluateRequest) -> None:
    """Measure an agent over many problems; the same command goes on where it was stopped.

    Exit code: 0 finished, 1 stopped by a failure, 2 wrong usage.
    """
    raise typer.Exit(run(request))


def run(request: EvaluateRequest) -> int:
    """Evaluate as asked, print the figures; the exit code.

    Raises:
        UsageError: the request does not fit together, or the store holds a run with other settings.
        RunStoreError: the store does not answer.
    """
    from coe.cli.evaluation_tables import print_metrics

    stored, complete = measure(request)
    print_metrics(make_console(), stored, as_json=request.json)
    return 0 if complete else 1


def measure(request: EvaluateRequest) -> tuple[Run, bool]:
    """The run that is asked for, played as far as it was not, and whether all of it is there.

    Raises:
        UsageError: the request does not fit together, or the store holds a run with other settings.
        RunStoreError: the store does not answer.
    """
    from coe.evaluation import evaluation_starts, open_store
    from coe.evaluation.evaluate import play
    from coe.evaluation.store import split_spec

    place, name = split_spec(request.out)
    workers = worker_count(request, request.workers) if request.engine is Engine.HERE else request.workers
    agent = make_agent(request)
    config = _config(request, agent)
    play(agent, (), config, request.batch_size)  # a search that cannot be made leaves nothing behind either
    # Before the run is begun: tasks that cannot be read leave nothing behind.
    starts = list(
        evaluation_starts(
            config.tasks,
            request.n,
            samples=request.samples,
            draft=config.draft,
            mistakes=config.mistakes,
            split=config.split,
            seed=config.seed,
        )
    )
    stored = open_store(place, create=True).begin(name, config)
    return stored, _play(request, agent, workers, stored, config, starts)


def _config(request: EvaluateRequest, agent: Agent) -> RunConfig:
    from coe.agents.protocol import Identified
    from coe.errors import UsageError
    from coe.evaluation import RunConfig
    from coe.rollout import check_method
    from coe.search import check_varied
    from coe.tasks.catalogue import SPLITS

    decoding = make_decoding(request)
    check_varied(decoding.sampling, request.samples)
    if request.split not in SPLITS:
        raise UsageError(f"--split {request.split}: known are {', '.join(SPLITS)}")
    environment = make_config(request)
    check_method(agent, environment)
    identity = dict(agent.identity) if isinstance(agent, Identified) else {"model": request.model or ""}
    return RunConfig(
        tasks=",".join(part.strip() for part in request.tasks.split(",")),
        agent={"name": agent.name, **identity},
        split=request.split,
        seed=request.seed,
        draft=_draft(request, environment.only_edits),
        mistakes=request.mistakes,
        environment=environment,
        decoding=decoding,
        search=_search(request),
    )


def _search(request: EvaluateRequest) -> SearchConfig | None:
    from coe.errors import UsageError
    from coe.search import SearchConfig, SearchKind

    if request.search is not None:
        width = 4 if request.width is None else request.width
        return SearchConfig(SearchKind(request.search.value), width, request.expand)
    if request.width is not None or request.expand is not None:
        raise UsageError("--width and --expand are of a search: give --search best or --search beam")
    return None


def _draft(request: EvaluateRequest, only_edits: bool) -> Draft:
    from coe.errors import UsageError
    from coe.evaluation import Draft

    if request.start is None:
        return Draft.MISTAKEN if only_edits else Draft.EMPTY
    if request.start is StartFrom.MISTAKEN and not only_edits:
        raise UsageError(
            "--start mistaken is for edits from a given draft: not with --method cot or direct, "
            "and not with --draft model"
        )
    return Draft(request.start.value)


def _play(
    request: EvaluateRequest,
    agent: Agent,
    workers: int | None,
    stored: Run,
    config: RunConfig,
    starts: Sequence[Start],
) -> bool:
    """Whether every episode of the run is stored, none of them failed on our side."""
    from functools import partial

    from rich.console import Console

    from coe.cli.progress import Bar
    from coe.environment import EpisodeStatus
    from coe.evaluation.evaluate import evaluate_in_processes
    from coe.evaluation.ray_engine import evaluate_on_ray

    wanted = {(start.problem.id, start.sample) for start in starts}
    here = [
        facts for facts in stored.facts() if (facts.problem_id, facts.sample) in wanted and not facts.failed
    ]
    console = Console(stderr=True, highlight=False)
    try:
        with Bar("episodes", len(starts)) as bar:
            shown = _Shown(bar, here)
            made = partial(make_agent, request)
            if request.engine is Engine.RAY:
                evaluate_on_ray(
                    made, stored, config, starts, address=request.address, workers=workers,
                    gpus=request.gpus, batch_size=request.batch_size, on_episode=shown.add,
                )  # fmt: skip
            else:
                evaluate_in_processes(
                    made, stored, config, starts, workers=workers,
                    batch_size=request.batch_size, on_episode=shown.add, here=agent,
                )  # fmt: skip
    except KeyboardInterrupt:
        console.print(f"every finished episode is in {stored.label}; the same command goes on")
        raise
    left = len(wanted - stored.finished())
    if left:
        failed = stored.counts().get(EpisodeStatus.FAILED, 0)
        console.print(
            f"{left} of {len(wanted)} episodes are not finished ({failed} failed on our side: "
            f"{shown.last_failure or 'see the store'}); the same command tries them again"
        )
    return not left


class _Shown:
    """The progress of a run on a bar: episodes, solved so far, rate, time left."""

    def __init__(self, bar: Bar, here: Sequence[EpisodeFacts]) -> None:
        self._bar = bar
        self._done, self._solved, self._played = len(here), sum(facts.solved for facts in here), 0
        self.last_failure: str | None = None
        bar.show(self._done)

    def add(self, episode: Episode) -> None:
        self._played += 1
        if episode.failure is not None:
            self.last_failure = episode.failure
        else:
            self._done += 1
            self._solved += episode.solved
        note = f"{100 * self._solved / max(1, self._done):.1f} % solved"
        if self._bar.seconds:
            note += f" {self._played / self._bar.seconds:.1f}/s"
        self._bar.show(self._done, note)
