"""`coe evaluate`: an agent over many problems, every episode stored as it finishes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from coe.cli import agent_flags as flags
from coe.cli import method_flags as ways
from coe.cli import sampling_flags as drawn
from coe.cli.method_flags import MethodRequest, make_config
from coe.cli.solve import Level
from coe.cli.switches import Switch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coe.agents import Agent
    from coe.cli.progress import Bar
    from coe.environment import Episode
    from coe.evaluation import Draft, Run, RunConfig
    from coe.evaluation.facts import EpisodeFacts
    from coe.rollout import Start


class Engine(StrEnum):
    """Where episodes are played."""

    HERE = "here"
    RAY = "ray"


class StartFrom(StrEnum):
    """What episodes start from, as typed."""

    MISTAKEN = "mistaken"
    EMPTY = "empty"


Out = Annotated[
    str,
    typer.Option(metavar="RUN", help="FILE, FILE#NAME or postgresql://.../DATABASE#NAME; it may be there."),
]
Tasks = Annotated[str, typer.Option(help="Families, files and names, comma-separated, or all (`coe tasks`).")]
Problems = Annotated[int, typer.Option("-n", min=1, help="Problems, from each task in turn.")]
Samples = Annotated[int, typer.Option(min=1, help="Episodes a problem, for pass@k.")]
Starting = Annotated[
    StartFrom | None,
    typer.Option(
        help="mistaken: a worked solution with mistakes; empty: no lines. Default: mistaken for edits.",
        show_default=False,
    ),
]
Mistakes = Annotated[
    str,
    typer.Option(help="Kinds and weights: full, core, sign_flip, full,sign_flip=3, ... (docs/mistakes.md)."),
]
Split = Annotated[str, typer.Option(help="Of generated problems: train, validation or test.")]
MaxSteps = Annotated[int, typer.Option(min=1, help="Most commands an episode.")]
Seed = Annotated[int, typer.Option(help="Of the problems, the drafts and the sampling.")]
FeedbackLevel = Annotated[
    Level, typer.Option(help="lines: verdicts only; outcome: also whether the final answer is right.")
]
RevealTruth = Annotated[
    bool, typer.Option("--reveal-truth", help="Show the answers to the agent; every report says so.")
]
Calculator = Annotated[Switch, typer.Option(help="Evaluate {13 - 5} in edits.")]
BatchSize = Annotated[int, typer.Option(min=1, help="Episodes in flight.")]
Json = Annotated[bool, typer.Option("--json", help="Print the figures as one JSON object.")]


EngineFlag = Annotated[Engine, typer.Option(help="here, or a Ray cluster with agents as actors.")]
Address = Annotated[
    str | None,
    typer.Option(help="Of the Ray cluster: auto, HOST:6379, ray://HOST:10001; else one is started here."),
]
Workers = Annotated[int | None, typer.Option(min=1, help="Ray actors; by default one for every core.")]
Gpus = Annotated[float, typer.Option(min=0, help="GPUs that each Ray actor asks for.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluateRequest(MethodRequest):
    """What `coe evaluate` can be asked, besides the agent, the method and how replies are drawn."""

    tasks: str
    n: int
    out: str
    samples: int
    start: StartFrom | None
    mistakes: str
    split: str
    feedback: Level
    reveal_truth: bool
    calculator: Switch
    max_steps: int
    batch_size: int
    json: bool
    engine: Engine
    address: str | None
    workers: int | None
    gpus: float


def evaluate(
    out: Out,
    tasks: Tasks = "all",
    n: Problems = 100,
    samples: Samples = 1,
    start: Starting = None,
    method: ways.MethodFlag = ways.Way.COE,
    draft: ways.DraftFlag = ways.FirstDraft.EMPTY,
    solution_tokens: drawn.SolutionTokens = None,
    mistakes: Mistakes = "full",
    split: Split = "test",
    model_type: flags.ModelType = "tiny",
    model: flags.Model = None,
    adapter_path: flags.AdapterPath = None,
    load_in_4bit: flags.LoadIn4Bit = False,
    load_in_8bit: flags.LoadIn8Bit = False,
    device: flags.Device = None,
    dtype: flags.Dtype = None,
    api_key: flags.ApiKey = None,
    base_url: flags.BaseUrl = None,
    concurrency: flags.Concurrency = None,
    thinking: flags.Thinking = None,
    prices: flags.Prices = None,
    budget_usd: flags.BudgetUsd = None,
    budget_tokens: flags.BudgetTokens = None,
    cache: flags.Cache = None,
    first: flags.First = None,
    first_model: flags.FirstModel = None,
    first_budget_usd: flags.FirstBudgetUsd = None,
    first_budget_tokens: flags.FirstBudgetTokens = None,
    second: flags.Second = None,
    second_model: flags.SecondModel = None,
    patience: flags.Patience = None,
    max_steps: MaxSteps = 15,
    temperature: drawn.Temperature = 0.0,
    top_k: drawn.TopK = 0,
    top_p: drawn.TopP = 1.0,
    min_p: drawn.MinP = 0.0,
    repetition_penalty: drawn.RepetitionPenalty = 1.0,
    stop: drawn.Stop = None,
    max_tokens: drawn.MaxTokens = None,
    repeat_temperature: drawn.RepeatTemperature = 0.7,
    constrained: drawn.Constrained = None,
    seed: Seed = 1,
    feedback: FeedbackLevel = Level.LINES,
    reveal_truth: RevealTruth = False,
    calculator: Calculator = Switch.ON,
    batch_size: BatchSize = 32,
    engine: EngineFlag = Engine.HERE,
    address: Address = None,
    workers: Workers = None,
    gpus: Gpus = 0.0,
    json: Json = False,
) -> None:
    """Measure an agent over many problems; the same command goes on where it was stopped.

    Exit code: 0 finished, 1 stopped by a failure, 2 wrong usage.
    """
    asked = locals()  # the parameters are the request's fields
    raise typer.Exit(run(EvaluateRequest(**asked)))


def run(request: EvaluateRequest) -> int:
    """Evaluate as asked, print the figures; the exit code.

    Raises:
        UsageError: the request does not fit together, or the store holds a run with other settings.
        RunStoreError: the store does not answer.
    """
    from rich.console import Console

    from coe.cli.evaluation_tables import print_metrics
    from coe.evaluation import evaluation_starts, open_store
    from coe.evaluation.store import split_spec

    place, name = split_spec(request.out)
    agent = flags.make_agent(request)
    config = _config(request, agent)
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
    console = Console(highlight=False)
    complete = _play(request, agent, stored, config, starts)
    print_metrics(console, stored, as_json=request.json)
    return 0 if complete else 1


def _config(request: EvaluateRequest, agent: Agent) -> RunConfig:
    from coe.agents.protocol import Identified
    from coe.environment import Feedback
    from coe.errors import UsageError
    from coe.evaluation import RunConfig
    from coe.rollout import check_method
    from coe.search import check_varied
    from coe.tasks.catalogue import SPLITS

    decoding = drawn.make_decoding(request)
    check_varied(decoding.sampling, request.samples)
    if request.split not in SPLITS:
        raise UsageError(f"--split {request.split}: known are {', '.join(SPLITS)}")
    environment = make_config(
        request,
        feedback=Feedback(request.feedback.value),
        calculator=request.calculator is Switch.ON,
        max_steps=request.max_steps,
        reveal_truth=request.reveal_truth,
    )
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
    )


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
    request: EvaluateRequest, agent: Agent, stored: Run, config: RunConfig, starts: Sequence[Start]
) -> bool:
    """Whether every episode of the run is stored, none of them failed on our side."""
    from functools import partial

    from rich.console import Console

    from coe.cli.progress import Bar
    from coe.environment import EpisodeStatus
    from coe.evaluation import evaluate as play
    from coe.evaluation.ray_engine import evaluate_on_ray

    wanted = {(start.problem.id, start.sample) for start in starts}
    here = [
        facts for facts in stored.facts() if (facts.problem_id, facts.sample) in wanted and not facts.failed
    ]
    console = Console(stderr=True, highlight=False)
    try:
        with Bar("episodes", len(starts)) as bar:
            shown = _Shown(bar, here)
            if request.engine is Engine.RAY:
                evaluate_on_ray(
                    partial(flags.make_agent, request), stored, config, starts, address=request.address,
                    workers=request.workers, gpus=request.gpus, batch_size=request.batch_size,
                    on_episode=shown.add,
                )  # fmt: skip
            else:
                play(agent, stored, config, starts, batch_size=request.batch_size, on_episode=shown.add)
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
