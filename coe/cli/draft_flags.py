"""Flags of `coe demos` for drafts that an agent writes itself, and the file that keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coe.cli.agent_flags import AgentRequest, make_agent, worker_count
from coe.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coe.demonstrations.generate import DemonstrationConfig
    from coe.problem import Problem


class Written(StrEnum):
    """How an agent writes a draft."""

    AUTO = "auto"
    COT = "cot"
    COE = "coe"


DraftsFrom = Annotated[
    str | None,
    typer.Option(
        metavar="AGENT|FILE.jsonl",
        help="Start some demonstrations from an agent's own wrong solutions; a file is one that was kept.",
    ),
]
DraftsModel = Annotated[str | None, typer.Option(help="--model of that agent.")]
DraftsN = Annotated[int, typer.Option(min=1, help="Problems that it tries.")]
DraftsShare = Annotated[
    float, typer.Option(min=0, max=1, help="Share of demonstrations that mend its wrong solutions.")
]
DraftsMethod = Annotated[
    Written, typer.Option(help="It writes a solution (cot) or edits an empty draft (coe); auto: as it can.")
]
DraftsTemperature = Annotated[float, typer.Option(min=0, max=2, help="Its temperature.")]


@dataclass(frozen=True, slots=True)
class DraftRequest:
    """What the flags hold, under their own names."""

    drafts_from: str
    drafts_model: str | None
    drafts_n: int
    drafts_method: Written
    drafts_temperature: float
    workers: int | None


def with_drafts(
    config: DemonstrationConfig, request: DraftRequest, share: float, splits: dict[str, int], out: Path
) -> DemonstrationConfig:
    """The configuration with the drafts that are asked for, which the agent writes now where it is named.

    Raises:
        UsageError: the agent, the file or the settings do not fit, or no draft can be mended.
    """
    from dataclasses import replace

    from coe.demonstrations.model_drafts import fingerprint_of, wrong_drafts

    path = _drafts_file(request, config, splits, out)
    found = fingerprint_of(path)
    for split in splits:
        if not wrong_drafts(str(path), split, found):
            raise UsageError(
                f"{path} holds no wrong draft of a problem of the {split} split with a worked solution; let "
                "the agent try more problems (--drafts-n), or warmer (--drafts-temperature)"
            )
    return replace(config, drafts=str(path.resolve()), drafts_fingerprint=found, drafts_share=share)


def _drafts_file(
    request: DraftRequest, config: DemonstrationConfig, splits: dict[str, int], out: Path
) -> Path:
    """The file of drafts that is asked for, written first where an agent is named: beside the set.

    Raises:
        UsageError: the agent, the file or the settings do not fit.
    """
    given = Path(request.drafts_from)
    if given.suffix == ".jsonl":
        if not given.is_file():
            raise UsageError(f"--drafts-from: there is no file {given}")
        return given
    path = out.with_name(out.name.removesuffix(".jsonl") + ".drafts.jsonl")
    if not path.parent.is_dir():
        raise UsageError(f"--out: there is no folder {path.parent}; make it first")
    _let_write(request, config, splits, path)
    return path


def _let_write(
    request: DraftRequest, config: DemonstrationConfig, splits: dict[str, int], path: Path
) -> None:
    from coe.agents.protocol import knows_only_edits
    from coe.cli.progress import Bar
    from coe.demonstrations.model_drafts import Drafting, read_attempts, write_attempts
    from coe.environment import Method

    asked = AgentRequest(model_type=request.drafts_from, model=request.drafts_model)
    agent = make_agent(asked)
    method = request.drafts_method
    if method is Written.AUTO:
        method = Written.COE if knows_only_edits(agent) else Written.COT
    drafting = Drafting(
        agent=" ".join(filter(None, (request.drafts_from, request.drafts_model))),
        problems=f"{','.join(config.families)} seed {config.seed} splits {','.join(splits)}",
        method=Method(method.value),
        temperature=request.drafts_temperature,
        seed=config.seed,
    )
    with Bar("drafts", request.drafts_n) as bar:
        problems = _problems(config, tuple(splits), request.drafts_n)
        # A model that takes the whole machine is not loaded once for each process that makes demonstrations.
        workers = worker_count(asked, request.workers if asked.model_type == "tiny" else None)
        write_attempts(
            agent, problems, path, drafting, on_attempt=bar.show, make_agent=partial(make_agent, asked),
            workers=workers,
        )  # fmt: skip
    attempts = read_attempts(path)
    wrong = sum(attempt.is_wrong for attempt in attempts)
    failed = sum(attempt.status.value == "failed" for attempt in attempts)
    typer.echo(f"{path}: {len(attempts)} drafts of {agent.name}, {wrong} wrong, {failed} failed", err=True)


def _problems(config: DemonstrationConfig, splits: tuple[str, ...], n: int) -> Iterator[Problem]:
    """Problems of every family and split in turn, from a seed of their own."""
    from coe.seeding import derive_seed
    from coe.tasks.catalogue import family_names
    from coe.tasks.sources import draw_problem

    families = config.families or family_names()
    seed = derive_seed("drafts", config.seed) % 2**31
    for index in range(n):
        round_, place = divmod(index, len(families))
        yield draw_problem(families[place], splits[round_ % len(splits)], seed, round_)
