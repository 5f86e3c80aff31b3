"""Verified episodes of teachers as rows: the first half of distillation, which needs no student.

The folder holds `teach.json` (settings), `teacher-N.jsonl` (every episode of teacher N), `rows` (the set, as
`coe demos` writes one) and `taught.json` (figures). Once `rows` is there, teaching is over.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from coe.errors import AgentError, CoeError, UsageError
from coe.files import write_text
from coe.training.distill.config import TeachConfig
from coe.training.distill.teachers import Taught, episode_file, teach
from coe.training.episodes.choosing import Choice, choose_episodes, chosen_episodes
from coe.training.episodes.rows import write_rows
from coe.training.episodes.showing import Bars, Silent
from coe.training.episodes.starts import repeated, training_starts
from coe.training.episodes.store import EpisodeFile
from coe.training.episodes.teaching import Teaching
from coe.training.run_lock import only_run_in
from coe.training.run_settings import keep_settings
from coe.training.sft.run_folder import processes

CONFIG_FILE = "teach.json"
FIGURES = "taught.json"
ROWS = "rows"
Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class TeacherFigures:
    """What a teacher came to.

    Args:
        teacher: its name.
        played: episodes that did not fail on our side.
        accepted: of those, verified ones.
        problems: problems that it played.
        solved: of those, with a verified episode.
        chosen: its episodes among those that are learned from.
        missing: episodes that were asked for and are not there.
        tokens: read and written, failed replies too.
        cost_usd: None where a price is unknown.
    """

    teacher: str
    played: int
    accepted: int
    problems: int
    solved: int
    chosen: int
    missing: int
    tokens: int
    cost_usd: float | None


@dataclass(frozen=True, slots=True)
class TaughtRows:
    """The rows that teachers made.

    Args:
        folder: of the set.
        teachers: figures of each.
        problems: that were played.
        solved: of those, with a verified episode.
        episodes: learned from.
        rows: of them.
        turns: of the episodes; the next three were left out.
        refused: commands that were refused.
        idle: turns that did not help.
        repeated: turns that were taught already.
    """

    folder: Path
    teachers: tuple[TeacherFigures, ...]
    problems: int
    solved: int
    episodes: int
    rows: int
    turns: int
    refused: int
    idle: int
    repeated: int


def make_rows(config: TeachConfig, *, report: Report = lambda line: None, bars: Bars = Silent) -> TaughtRows:
    """Lets the teachers play and writes the rows, or reads those that are there.

    Args:
        config: of the run.
        report: called with lines for people.
        bars: shows progress.

    Raises:
        UsageError: settings or data that do not fit together, or an `out` of another run.
        AgentError: a teacher failed on some problems, and `go_on` is off.
        CoeError: there is no verified episode.
    """
    if processes() > 1:
        raise UsageError(
            "teachers play in one process; write the rows first (without --student), and train with "
            "accelerate launch ... coe train sft"
        )
    with only_run_in(config.out):
        return _made(config, report, bars)


def _made(config: TeachConfig, report: Report, bars: Bars) -> TaughtRows:
    keep_settings(config.out / CONFIG_FILE, config.to_json())
    if (found := read_rows(config.out)) is not None:
        report(f"{found.folder} is there: teaching is over; remove it to go on with the teachers")
        return found
    starts = list(repeated(training_starts(config.starts), config.samples))
    files = [
        episode_file(config.out, number, teacher, config.play, asdict(config.starts))
        for number, teacher in enumerate(config.teachers)
    ]
    taught = teach(
        config.teachers, files, starts, config.play, budget=config.budget,
        only_unsolved=config.only_unsolved, batch_size=config.batch_size, bars=bars,
    )  # fmt: skip
    _judge(taught, config.go_on, report)
    return _write(config, taught, files)


def read_rows(out: Path) -> TaughtRows | None:
    """The finished rows of a run; None where they are not finished.

    Raises:
        UsageError: their figures cannot be read.
    """
    path = out / FIGURES
    if not (path.exists() and (out / ROWS).is_dir()):
        return None
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        record["teachers"] = tuple(TeacherFigures(**figures) for figures in record["teachers"])
        return TaughtRows(folder=out / ROWS, **record)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path} holds no figures of teachers: {error!r}") from error


def _judge(taught: Sequence[Taught], go_on: bool, report: Report) -> None:
    """Says what is missing, and stops where that is a failure and not a budget."""
    failures = []
    for each in taught:
        if not each.missing:
            continue
        said = f"{each.teacher}: {each.missing} of {each.wanted} episodes are missing: {each.why}"
        report(said)
        if not each.budget:
            failures.append(said)
    if failures and not go_on:
        raise AgentError(
            f"{'; '.join(failures)}; the same command tries them again, and with --go-on it learns from what "
            "there is"
        )


def _write(config: TeachConfig, taught: Sequence[Taught], files: Sequence[EpisodeFile]) -> TaughtRows:
    choice = choose_episodes(files, config.feedback, config.keep)
    if not choice.chosen:
        hint = " (the verifier has to read the statement; see `coe tasks`)"
        raise CoeError(
            f"none of {choice.all.played} episodes was accepted under feedback {config.feedback}: there is "
            f"nothing to learn from{hint * (config.feedback == 'lines')}"
        )
    teaching = Teaching(config.thin)
    figures = _figures(choice, taught)
    manifest = write_rows(
        teaching.demonstrations(chosen_episodes(files, choice)),
        config.out / ROWS,
        form=config.form,
        settings={
            "families": config.starts.tasks.split(","), "seed": config.starts.seed,
            "teachers": [each.teacher for each in taught],
        },
        about=_about(config, figures),
    )  # fmt: skip
    result = TaughtRows(
        config.out / ROWS, figures, choice.all.problems, choice.all.solved, len(choice.chosen), manifest.rows,
        teaching.turns, teaching.refused, teaching.idle, teaching.repeated,
    )  # fmt: skip
    record = asdict(result)
    del record["folder"]
    try:
        write_text(config.out / FIGURES, json.dumps(record, indent=1) + "\n")
    except OSError as error:
        raise UsageError(f"cannot write {config.out / FIGURES}: {error.strerror or error}") from error
    return result


def _figures(choice: Choice, taught: Sequence[Taught]) -> tuple[TeacherFigures, ...]:
    return tuple(
        TeacherFigures(
            each.teacher,
            counts.played,
            counts.accepted,
            counts.problems,
            counts.solved,
            counts.chosen,
            each.missing,
            each.file.usage.tokens,
            each.file.usage.cost_usd,
        )
        for each, counts in zip(taught, choice.of_file, strict=True)
    )


def _about(config: TeachConfig, figures: Sequence[TeacherFigures]) -> str:
    rows = "\n".join(
        f"| {each.teacher} | {each.accepted} of {each.played} | {each.solved} of {each.problems} | "
        f"{each.chosen} |"
        for each in figures
    )
    return (
        "## Teachers\n\nEpisodes that these agents played, kept where they ended verified under feedback "
        f"`{config.feedback}`; of each problem {config.keep}.\n\n"
        "| teacher | episodes verified | problems solved | kept |\n|---|---|---|---|\n" + rows + "\n"
    )
